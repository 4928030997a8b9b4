"""What of Gradio the page does not use is closed.

Of its other routes one would take in files, from anybody. Its dealing with files would fetch any address that somebody
writes into what an endpoint is sent.
"""

from typing import TYPE_CHECKING, NoReturn

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


async def _as_it_is(data: object, *_: object, **__: object) -> object:
    """What looks like a file of Gradio's is data like any other."""
    return data


async def _fetch_nothing(*_: object, **__: object) -> NoReturn:
    raise RuntimeError("the page fetches nothing")


_OF_FILES = {
    "async_move_files_to_cache": _as_it_is,  # Gradio runs it over all that comes in and goes out
    "async_ssrf_protected_get": _fetch_nothing,
    "async_ssrf_protected_download": _fetch_nothing,
}


def leave_files_alone() -> None:
    """Have Gradio look for no files in what endpoints are sent and say, for the whole of this process."""
    from gradio import processing_utils

    for name, instead in _OF_FILES.items():
        getattr(processing_utils, name)  # a Gradio that calls it otherwise is found out here, not by an attacker
        setattr(processing_utils, name, instead)


def add_to(server: "Server") -> None:
    """Close it."""
    leave_files_alone()
    server.add_middleware(Closed)
