"""What stands before everything the server does: it knows from where a request comes, and whether somebody is there.

Closed unless named here: whatever Gradio adds to its routes stays shut without a log-in.
"""

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from assistant.auth.exposure import is_local
from assistant.ui.body_limit import within_limit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import ASGIApp, Receive, Scope, Send

    from assistant.ui.login import Login

# The page holds nothing that is not public; Gradio asks itself for the last one when it starts.
_PUBLIC = ("/", "/favicon.ico", "/theme.css", "/robots.txt", "/gradio_api/startup-events")
_PUBLIC_FOLDER = "/page/"
_ENTRANCE = "/login"

FOREIGN = "ほかのサイトからの操作は受け付けません。計画アシスタントの画面から操作してください。"
ALIAS = (
    "この名前のアドレスでは使えません。http://127.0.0.1 で始まるアドレスで開くか、"
    "ASSISTANT_AUTH でログインを設定してください。"
)
NOBODY = "ログインが必要です。画面を読み込み直して、ログインしてください。"


class Gate:
    """Answers 403 to other sites' requests and 401 to those of nobody, and has ``app`` answer the rest (ASGI)."""

    def __init__(self, app: "ASGIApp", login: "Login", host: str) -> None:
        """``host`` is the address that the server listens on."""
        self._app = app
        self._login = login
        # Without a log-in the address is all that keeps others out: a site whose name is made to lead here
        # (DNS rebinding) would be let in as this machine itself.
        self._only_local_names = not login.way and is_local(host)

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Let a request through, or say why not."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        from starlette.requests import HTTPConnection
        from starlette.responses import JSONResponse
        from starlette.websockets import WebSocketClose

        if scope["type"] != "http":
            await WebSocketClose(code=1008)(scope, receive, send)  # the page uses none
            return
        request = HTTPConnection(scope)
        path = scope["path"]
        public = scope["method"] in ("GET", "HEAD") and (path in _PUBLIC or path.startswith(_PUBLIC_FOLDER))
        if public:
            answer = None
        elif is_foreign(request.headers):
            answer = JSONResponse({"error": FOREIGN}, status_code=403)
        elif self._only_local_names and not is_local(_host_name(request.headers.get("host", ""))):
            answer = JSONResponse({"error": ALIAS}, status_code=403)
        elif self._login.way and path != _ENTRANCE and self._login.name_of(request) is None:
            answer = JSONResponse({"error": NOBODY, "login": self._login.way}, status_code=401)
        else:
            answer = None
        if answer is None:
            await within_limit(self._app, scope, receive, send)
        else:
            await answer(scope, receive, send)


def is_foreign(headers: "Mapping[str, str]") -> bool:
    """Whether the page of another site has the browser send this. What is no browser says nothing of the kind.

    Browsers tell it (``Sec-Fetch-Site``) on https and on this machine, elsewhere only where from (``Origin``).
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = headers.get("origin")
    if origin is None:
        return False
    # A proxy may ask under another name than the browser did. Other sites cannot make a browser send its header.
    ours = {headers.get("host", ""), headers.get("x-forwarded-host", "")} - {""}
    try:
        return urlsplit(origin).netloc not in ours
    except ValueError:  # no browser writes such a one
        return True


def _host_name(host: str) -> str:
    """The name in a Host header, without the port."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""
