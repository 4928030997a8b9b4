"""Logging in and out of the page, and what the page is told of who is there."""

import secrets
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from assistant.auth.turns import Turns
from assistant.ui.application import Application
from assistant.ui.calls import add_calls
from assistant.ui.conversations import retention
from assistant.ui.sessions import Sessions
from assistant.ui.who import may_edit, user_of
from index.errors import Busy

if TYPE_CHECKING:
    from gradio import Request, Server
    from starlette.requests import HTTPConnection

WRONG = "名前かパスワードが違います。5回続けて間違えると、正しいパスワードでも1分ほど待つ必要があります。"


class Attempt(BaseModel, frozen=True):
    """What somebody typed into the form."""

    name: str
    password: str


class Login:
    """The log-in of one server: who is there, by cookie or by the headers of a proxy."""

    def __init__(self, application: Application, sessions: Sessions | None = None) -> None:
        self._auth = application.auth
        self._sessions = sessions or Sessions()
        self._turns = Turns()
        self.cookie = f"plan-assistant-{secrets.token_hex(4)}"  # other ports of this host share the cookies

    @property
    def way(self) -> str:
        """``password``, ``proxy``, or nothing where no log-in is asked for."""
        if self._auth is None:
            return ""
        return "password" if self._auth.asks_password else "proxy"

    def name_of(self, request: "HTTPConnection") -> str | None:
        """The name of whoever sends a request, if they may come in."""
        if self._auth is None:
            return None
        known = self._sessions.name_of(request.cookies.get(self.cookie), self._auth.proof)
        user = self._auth.user_of(request.headers, request.client.host if request.client else None, known)
        return user.name if user else None

    async def enter(self, attempt: Attempt, address: str) -> str | None:
        """The secret of a new session, if name and password are right.

        Raises:
            Busy: too many others are logging in.
        """
        if self._auth is None or not await self._turns.take(self._auth.check, attempt.name, attempt.password, address):
            return None
        user = self._auth.user_of({}, None, attempt.name)
        return self._sessions.begin(user.name, self._auth.proof(user.name)) if user else None

    def leave(self, request: "HTTPConnection") -> None:
        """End the session of a request."""
        self._sessions.end(request.cookies.get(self.cookie))


def account(application: Application, login: Login, request: "Request") -> dict[str, Any]:
    """What the page is told of whoever is there: the name (none without a log-in), and what they may do.

    ``retention`` says how long the server keeps their conversations; it is empty where it keeps none.
    """
    user = user_of(application, request)
    return {
        "name": user.name if user else "",
        "editor": may_edit(application, request),
        "leaves": login.way == "password",
        "retention": retention(application.assistant.settings.conversation_days) if user else "",
    }


def add_to(server: "Server", application: Application, login: Login) -> None:
    """Give the server its ``account`` and, where passwords are asked for, ``/login`` and ``/logout``."""
    from fastapi import Request as WebRequest
    from fastapi.responses import JSONResponse
    from gradio import Request

    def who_is_there(request: Request) -> dict[str, Any]:
        return account(application, login, request)

    add_calls(server, {"account": who_is_there})
    if login.way != "password":
        return

    @server.post("/login", include_in_schema=False)
    async def enter(attempt: Attempt, request: WebRequest) -> JSONResponse:
        try:
            secret = await login.enter(attempt, request.client.host if request.client else "")
        except Busy as error:
            return JSONResponse({"error": str(error)}, status_code=429)
        if secret is None:
            return JSONResponse({"error": WRONG}, status_code=403)
        login.leave(request)  # the session before, if the form came up in the middle of one
        response = JSONResponse({})
        response.set_cookie(
            login.cookie, secret, httponly=True, samesite="strict", secure=request.url.scheme == "https"
        )
        return response

    @server.post("/logout", include_in_schema=False)
    def leave(request: WebRequest) -> JSONResponse:
        login.leave(request)
        response = JSONResponse({})
        response.delete_cookie(login.cookie, httponly=True, samesite="strict")
        return response
