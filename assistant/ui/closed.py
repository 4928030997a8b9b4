"""Of Gradio's own routes those are closed that the page does not use: one of them would take in files, from anybody."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gradio import Server
    from starlette.types import ASGIApp, Receive, Scope, Send

_API = "/gradio_api/"
USED = ("run", "call", "startup-events", "login_check", "user")  # what is open below it


class Closed:
    """Answers 404 for what is closed, and has ``app`` answer the rest (ASGI)."""

    def __init__(self, app: "ASGIApp") -> None:
        self._app = app

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Let a request through, or say that there is nothing."""
        from starlette.responses import PlainTextResponse

        answer = self._app if scope["type"] != "http" or is_used(scope["path"]) else PlainTextResponse("", 404)
        await answer(scope, receive, send)


def is_used(path: str) -> bool:
    """Whether the page uses a route of Gradio's, or it is none of Gradio's."""
    return not path.startswith(_API) or path.removeprefix(_API).partition("/")[0] in USED


def add_to(server: "Server") -> None:
    """Close them."""
    server.add_middleware(Closed)
