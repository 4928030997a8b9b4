"""What a browser may be made to do here by pages from elsewhere: nothing.

- A request that changes something, or may, comes from this page or from no page at all (a script of one's own).
- Without a login, whoever comes from this machine asks for it by an address or its own name: a page elsewhere can
  point a name of its own at this machine (DNS rebinding), and would then be taken for this page.
- Of Gradio's own routes those are closed that the page does not use; one of them would take in files.
"""

import socket
from collections.abc import Mapping
from functools import cache
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from assistant.auth.exposure import is_local
from assistant.ui.application import Application

if TYPE_CHECKING:
    from gradio import Server
    from starlette.types import ASGIApp, Receive, Scope, Send

READING = ("GET", "HEAD", "OPTIONS")
_API = "/gradio_api/"
USED = ("run", "call", "startup-events", "login_check", "user")  # below Gradio's prefix
FOREIGN = "ほかのサイトからの操作は受け付けません。計画アシスタントの画面から操作してください。"
REBOUND = "このアドレスでは使えません。http://127.0.0.1 で始まるアドレスで開いてください。"


class Guard:
    """Refuses such requests before anything else sees them."""

    def __init__(self, app: "ASGIApp", without_login: bool) -> None:
        self._app = app
        self._without_login = without_login

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Let a request through, or answer it with 403 or 404."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        from starlette.datastructures import Headers
        from starlette.responses import PlainTextResponse

        headers = Headers(scope=scope)
        client = scope["client"][0] if scope.get("client") else ""
        answer: ASGIApp = self._app
        if self._without_login and is_local(client) and not is_own_name(headers.get("host", "")):
            answer = PlainTextResponse(REBOUND, 403)
        elif scope["method"] not in READING and not is_from_here(headers.get("sec-fetch-site"), headers):
            answer = PlainTextResponse(FOREIGN, 403)
        elif not is_used(scope["path"]):
            answer = PlainTextResponse("", 404)
        await answer(scope, receive, send)


def is_from_here(site: str | None, headers: Mapping[str, str]) -> bool:
    """Whether no other page sent a request. Browsers say it, older ones and those without TLS by the origin alone."""
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is None or origin.lower().partition("://")[2] == headers.get("host", "").lower()


def is_own_name(host: str) -> bool:
    """Whether a ``Host`` header has an address or a name of this machine, which nobody else can give away."""
    try:
        name = (urlsplit(f"//{host}").hostname or "").rstrip(".")
        return name == "localhost" or name.endswith(".localhost") or name == _machine() or bool(ip_address(name))
    except ValueError:
        return False


@cache
def _machine() -> str:
    return socket.gethostname().lower()


def is_used(path: str) -> bool:
    """Whether the page uses a route of Gradio's, or it is none of Gradio's."""
    if not path.startswith(_API):
        return True
    return path.removeprefix(_API).partition("/")[0] in USED


def add_to(server: "Server", application: Application) -> None:
    """Stand guard before the server."""
    server.add_middleware(Guard, without_login=application.auth is None)
