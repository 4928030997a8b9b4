"""Files that a browser sends: each asked for first, then streamed to a place beside the documents, then looked into.

Whoever may edit is given a ticket for a file (:meth:`Uploads.begin`, which Gradio's login guards). Only with it are
bytes taken in, once; nobody else can know it.
"""

import asyncio
import secrets
import threading
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from index.errors import Busy, InputError
from index.incoming import Look, check_size, drop, look_into, new_place, safe_name, sweep, unwritable

KEPT = 3600.0  # seconds after which a file that nobody used is forgotten
MOST_WAITING = 50
_LOOKS = 2  # files that are looked into at once


@dataclass
class Upload:
    """A file that is on its way, or waits to be used; ``path`` ends with its safe name."""

    path: Path
    size: int
    begun: float = field(default_factory=time.monotonic)
    taken: bool = False
    held: bool = False
    look: Look | None = None

    @property
    def name(self) -> str:
        """The name that it may have in the documents folder."""
        return self.path.name


class Uploads:
    """The files that wait, by their tickets."""

    def __init__(self, documents: Path) -> None:
        self._documents = documents
        self._waiting: dict[str, Upload] = {}
        self._lock = threading.Lock()
        self._looks = asyncio.Semaphore(_LOOKS)  # who waits takes no thread

    def begin(self, name: str, size: int) -> str:
        """A ticket for a file.

        Raises:
            DocumentUnreadable: it is too big, or of no format that is read.
            InputError: it has no name that can be used.
            DocumentsUnwritable: the folder cannot be written to.
            Busy: too many files wait.
        """
        safe = safe_name(name)
        check_size(size)
        self.forget_old()
        upload = Upload(new_place(self._documents, safe), size)
        with self._lock:
            if len(self._waiting) < MOST_WAITING:
                ticket = secrets.token_urlsafe(24)
                self._waiting[ticket] = upload
                return ticket
        drop(upload.path)
        raise Busy("加えるのを待つファイルが多すぎます。少し待ってから、もう一度お試しください。")

    async def receive(self, ticket: str, body: AsyncIterator[bytes]) -> Upload:
        """Take a file in and look into it; if anything is wrong with it, it is forgotten.

        Raises:
            InputError: there is no such ticket, or it was used.
            DocumentUnreadable: the file is too big or cannot be read.
            DocumentsUnwritable: the disk is full.
        """
        upload = self._take(ticket)
        try:
            await _save(upload, body)
            async with self._looks:
                upload.look = await asyncio.to_thread(look_into, upload.path, Path(upload.name).stem)
        except BaseException:
            self.drop(ticket)
            raise
        return upload

    def awaits(self, ticket: str) -> bool:
        """Whether somebody was given this ticket and has not used it."""
        with self._lock:
            upload = self._waiting.get(ticket)
            return upload is not None and not upload.taken

    def _take(self, ticket: str) -> Upload:
        with self._lock:
            upload = self._waiting.get(ticket)
            if upload is None or upload.taken:
                raise _unknown()
            upload.taken = True
            return upload

    def arrived(self, ticket: str) -> Upload:
        """A file that waits, looked into.

        Raises:
            InputError: there is none.
        """
        with self._lock:
            upload = self._waiting.get(ticket)
        if upload is None or upload.look is None or not upload.path.exists():
            raise _unknown()
        return upload

    def hold(self, tickets: Sequence[str]) -> None:
        """Keep files from being forgotten until they are let go: a change that fails puts them back.

        Raises:
            InputError: one of them is not there, or is held for another change.
        """
        with self._lock:
            held = [self._waiting.get(ticket) for ticket in set(tickets)]
            if len(held) != len(tickets) or any(upload is None or upload.held for upload in held):
                raise _unknown()
            for upload in held:
                if upload:
                    upload.held = True

    def let_go(self, tickets: Sequence[str]) -> None:
        """The change is over: those that landed are forgotten, those that were put back wait again."""
        with self._lock:
            for ticket in tickets:
                if upload := self._waiting.get(ticket):
                    upload.held = False
                    if not upload.path.exists():
                        del self._waiting[ticket]

    def drop(self, *tickets: str) -> None:
        """Forget files, but for those that are held; those that landed are where they are."""
        with self._lock:
            free = [ticket for ticket in tickets if ticket in self._waiting and not self._waiting[ticket].held]
            gone = [self._waiting.pop(ticket) for ticket in dict.fromkeys(free)]
        for upload in gone:
            drop(upload.path)

    def forget_old(self) -> None:
        """Forget files that nobody used for too long, those of an earlier run of the page too."""
        before = time.monotonic() - KEPT
        with self._lock:
            old = [ticket for ticket, upload in self._waiting.items() if upload.begun < before]
        self.drop(*old)
        sweep(self._documents, 2 * KEPT)  # what an earlier run of the page left


def _unknown() -> InputError:
    return InputError("このファイルの受け付けは終わっています。もう一度ファイルを選んでください。")


async def _save(upload: Upload, body: AsyncIterator[bytes]) -> None:
    got = 0
    try:
        with upload.path.open("xb") as file:
            async for piece in body:
                got += len(piece)
                check_size(got)
                if got > upload.size:
                    break
                file.write(piece)
    except OSError as error:
        raise unwritable(upload.path.parents[2]) from error
    if got != upload.size:
        raise InputError("ファイルを最後まで受け取れませんでした。もう一度お試しください。")
