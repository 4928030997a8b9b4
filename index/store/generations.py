"""Generations of an index on disk: written beside, swapped in by one atomic rename, kept while read.

::

    .index/
      current            one line: the name of the generation to read
      lock               held by the one builder that writes
      gen-0007-3f2a…/    a whole generation; readers hold a shared lock on its file ``reading``
      building-…/        a generation being written, or what a killed builder left

A kill at any moment leaves ``current`` naming a whole generation, the old or the new one.
"""

import errno
import fcntl
import os
import re
import secrets
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import IndexBroken, IndexMissing, IndexUnwritable

CURRENT = "current"
READING = "reading"
# Only folders of exactly these names are ever deleted.
_BUILDING = re.compile(r"building-[0-9a-f]{12}")
_GENERATION = re.compile(r"gen-([0-9]{6,})-[0-9a-f]{8}")
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
_NOT_WRITTEN = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)


def current_generation(folder: Path) -> Path:
    """The folder of the generation to read.

    Raises:
        IndexMissing: there is none yet.
        IndexBroken: ``current`` names one that is not there.
    """
    try:
        name = (folder / CURRENT).read_text("utf-8").strip()
    except FileNotFoundError:
        raise IndexMissing("索引がまだありません。assistant index で作成してください。") from None
    except UnicodeDecodeError as error:
        raise IndexBroken(broken("current を読めません")) from error
    except NotADirectoryError:
        raise IndexMissing(f"「{folder}」はフォルダではありません。ASSISTANT_INDEX を確認してください。") from None
    generation = folder / name
    if not _GENERATION.fullmatch(name) or not generation.is_dir():
        raise IndexBroken(broken(f"世代 {name[:40]!r} がありません"))
    return generation


def broken(why: str) -> str:
    """The line that tells a user that the index is broken and what to do."""
    return f"索引が壊れています（{why}）。assistant index --rebuild で作り直してください。"


def hold_for_reading(folder: Path) -> tuple[int, Path]:
    """Take a shared lock on the current generation; close the descriptor to let it go.

    A builder may replace and delete the generation between the reading of ``current`` and the lock; then the
    newer one is taken.
    """
    name = ""
    while True:
        before, name = name, _current_name(folder)
        try:
            generation = current_generation(folder)
            descriptor = os.open(generation / READING, os.O_RDONLY)
        except (FileNotFoundError, IndexBroken) as error:
            if name == before:  # no builder is at work: it really is not there
                raise (
                    error if isinstance(error, IndexBroken) else IndexBroken(broken(f"{READING} がありません"))
                ) from error
            continue
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        if os.fstat(descriptor).st_nlink:
            return descriptor, generation
        os.close(descriptor)  # deleted just before the lock was taken


def _current_name(folder: Path) -> str:
    try:
        return (folder / CURRENT).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


@contextmanager
def locked(folder: Path, waiting: Callable[[], None] = lambda: None) -> Iterator[None]:
    """The one builder at a time: another waits, and says so by calling ``waiting``."""
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting()
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def writing(folder: Path) -> Iterator[Path]:
    """A fresh folder to write a generation into (under :func:`locked`); on success it becomes the current one.

    What killed builders left is removed, and old generations that nobody reads.

    Raises:
        IndexUnwritable: the disk is full, or cannot be written to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.iterdir():
        if _BUILDING.fullmatch(left.name):
            shutil.rmtree(left, ignore_errors=True)
    building = folder / f"building-{secrets.token_hex(6)}"
    try:
        building.mkdir()
        yield building
        _swap_in(folder, building)
    except BaseException as error:
        shutil.rmtree(building, ignore_errors=True)
        if _is_unwritten(error):
            raise IndexUnwritable(
                f"索引フォルダ「{folder}」に書き込めません。ディスクの空きとフォルダの権限を確かめてください。"
            ) from error
        raise
    _drop_old(folder)


def _is_unwritten(error: BaseException) -> bool:
    """Whether it is the disk that does not take what is written."""
    if isinstance(error, sqlite3.Error):  # no code: it was not SQLite itself that failed
        return getattr(error, "sqlite_errorcode", 0) & 0xFF in _NOT_WRITTEN
    return isinstance(error, OSError) and error.errno in _NO_ROOM


def _swap_in(folder: Path, building: Path) -> None:
    (building / READING).touch()
    for path in building.rglob("*"):
        _sync(path)
    _sync(building)
    numbers = [int(found[1]) for path in folder.iterdir() if (found := _GENERATION.fullmatch(path.name))]
    generation = folder / f"gen-{max(numbers, default=0) + 1:06d}-{secrets.token_hex(4)}"
    building.rename(generation)
    fresh = folder / f"{CURRENT}.new"
    fresh.write_text(generation.name + "\n", "utf-8")
    _sync(fresh)
    fresh.replace(folder / CURRENT)
    _sync(folder)


def _drop_old(folder: Path) -> None:
    name = _current_name(folder)
    for generation in folder.iterdir():
        if _GENERATION.fullmatch(generation.name) and generation.name != name:
            _drop_if_free(generation)


def _drop_if_free(generation: Path) -> None:
    """Delete a generation that nobody reads; readers cannot take it up meanwhile."""
    try:
        descriptor = os.open(generation / READING, os.O_RDONLY)
    except FileNotFoundError:
        shutil.rmtree(generation, ignore_errors=True)
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        (generation / READING).unlink()
        shutil.rmtree(generation, ignore_errors=True)
    except BlockingIOError:
        pass  # somebody reads it: the next builder will see
    finally:
        os.close(descriptor)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
