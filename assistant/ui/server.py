"""Gradio's server behind the gate. Import it late: it brings Gradio along."""

from typing import TYPE_CHECKING

from gradio import Server

from assistant.ui.gate import Gate

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from assistant.ui.login import Login


class GuardedServer(Server):
    """Asks the gate before anything else, Gradio's CORS included: that would welcome every site under most names."""

    def __init__(self, title: str, login: "Login", host: str) -> None:
        """``host`` is the address that the server is going to listen on."""
        super().__init__(title=title, docs_url=None, redoc_url=None, openapi_url=None)
        self.login = login
        self._gate = Gate(super().__call__, login, host)

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Answer a request, or have the gate say why not."""
        await self._gate(scope, receive, send)
