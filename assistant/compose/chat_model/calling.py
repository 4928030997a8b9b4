"""Calls to a chat model that end with the deadline, whatever the model does."""

import queue
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from index.errors import ChatModelError, ChatModelSlow

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

Messages = list[tuple[str, str]]
Piece = TypeVar("Piece")
_END = object()


def pieces(start: Callable[[], Iterable[Piece]], deadline: float) -> Iterator[Piece]:
    """What ``start`` gives piece by piece, until ``deadline`` (of ``time.monotonic``).

    Raises:
        ChatModelSlow: there was more to come at the deadline.
        ChatModelError: the model failed.
    """
    found: queue.SimpleQueue[Any] = queue.SimpleQueue()
    given_up = threading.Event()
    # A daemon: a model that never answers must not keep the program from ending.
    threading.Thread(target=_read, args=(start, found, given_up), daemon=True).start()
    try:
        while (piece := _next(found, deadline)) is not _END:
            yield piece
    finally:
        given_up.set()  # also when nobody wants the rest: the thread closes the connection at its next piece


def _read(start: Callable[[], Iterable[Any]], found: "queue.SimpleQueue[Any]", given_up: threading.Event) -> None:
    try:
        for piece in start():
            if given_up.is_set():
                return
            found.put((time.monotonic(), piece))
        found.put((time.monotonic(), _END))
    except Exception as error:
        found.put((time.monotonic(), error))


def _next(found: "queue.SimpleQueue[Any]", deadline: float) -> Any:  # noqa: ANN401 - a piece of any sort, or the end
    left = deadline - time.monotonic()
    try:
        came, piece = found.get(timeout=left) if left > 0 else found.get_nowait()
    except queue.Empty as error:
        raise ChatModelSlow("対話モデルが時間内に答え終わりませんでした。") from error
    if came > deadline:  # what came in time counts, however late it is read
        raise ChatModelSlow("対話モデルが時間内に答え終わりませんでした。")
    if isinstance(piece, Exception):
        raise ChatModelError(f"対話モデルから回答を得られませんでした（{type(piece).__name__}）。") from piece
    return piece


def invoke(model: "BaseChatModel", messages: Messages, timeout: float) -> str:
    """All that the model says to the messages.

    Raises:
        ChatModelError: it is down, slow or says nothing.
    """
    (reply,) = pieces(lambda: [model.invoke(messages)], time.monotonic() + timeout)
    text = text_of(reply)
    if not text.strip():
        raise ChatModelError("対話モデルの回答が空でした。")
    return text


def text_of(message: Any) -> str:  # noqa: ANN401 - a message or a chunk of one
    """The text of a message without what a model thought before."""
    return str(message.text) if isinstance(message.text, str) else str(message.content)
