"""What the page asks of the server and is answered at once: an expected error is an answer too."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec

from index.errors import AssistantError

if TYPE_CHECKING:
    from gradio import Server

Parameters = ParamSpec("Parameters")


def add_calls(server: "Server", calls: dict[str, Callable[..., dict[str, Any]]]) -> None:
    """Give the server endpoints by their names: from the page, ``call("name", …)``."""
    for name, work in calls.items():
        server.api(_telling(work), name=name, queue=False, api_visibility="private")


def _telling(work: Callable[Parameters, dict[str, Any]]) -> Callable[Parameters, dict[str, Any]]:
    """An expected error becomes what the page shows."""

    @wraps(work)
    def told(*args: Parameters.args, **names: Parameters.kwargs) -> dict[str, Any]:
        try:
            return work(*args, **names)
        except AssistantError as error:
            return {"error": str(error)}

    return told
