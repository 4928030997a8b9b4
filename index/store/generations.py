"""Generations of an index on disk: written beside, swapped in by one atomic rename, kept while read.

::

    .index/
      current            one line: the name of the generation to read
      lock               held by the one builder that writes
      gen-0007-3f2a…/    a whole generation; readers hold a shared lock on its file ``reading``
      building-…/        a generation being written, or what a killed builder left

A kill at any moment leaves ``current`` naming a whole generation, the old or the new one.
"""

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import IndexBroken, IndexMissing

CURRENT = "current"
READING = "reading"
_BUILDING = "building-"
_GENERATION = "gen-"


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
    if not name.startswith(_GENERATION) or "/" in name or not generation.is_dir():
        raise IndexBroken(broken(f"世代 {name[:40]!r} がありません"))
    return generation


def broken(why: str) -> str:
    """The line that tells a user that the index is broken and what to do."""
    return f"索引が壊れています（{why}）。assistant index --rebuild で作り直してください。"


@contextmanager
def reading(folder: Path) -> Iterator[Path]:
    """The current generation, kept from being deleted while the context lasts."""
    descriptor, generation = hold_for_reading(folder)
    try:
        yield generation
    finally:
        os.close(descriptor)


def hold_for_reading(folder: Path) -> tuple[int, Path]:
    """Take a shared lock on the current generation; close the descriptor to let it go.

    A builder may replace and delete the generation between the reading of ``current`` and the lock; then the
    newer one is taken.
    """
    for _ in range(10):
        generation = current_generation(folder)
        try:
            descriptor = os.open(generation / READING, os.O_RDONLY)
        except FileNotFoundError:
            if (folder / CURRENT).read_text("utf-8").strip() == generation.name:
                raise IndexBroken(broken(f"{READING} がありません")) from None
            continue
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        if generation.is_dir():
            return descriptor, generation
        os.close(descriptor)
    raise IndexBroken(broken("読み込み中に何度も入れ替わりました"))


@contextmanager
def writing(folder: Path) -> Iterator[Path]:
    """A fresh folder to write a generation into; on success it becomes the current one.

    One builder at a time: another waits. What killed builders left is removed, and old generations that
    nobody reads.
    """
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        for left in folder.glob(f"{_BUILDING}*"):
            shutil.rmtree(left, ignore_errors=True)
        building = folder / f"{_BUILDING}{secrets.token_hex(6)}"
        building.mkdir()
        try:
            yield building
        except BaseException:
            shutil.rmtree(building, ignore_errors=True)
            raise
        _swap_in(folder, building)
        _drop_old(folder)
    finally:
        os.close(descriptor)


def _swap_in(folder: Path, building: Path) -> None:
    (building / READING).touch()
    for path in building.rglob("*"):
        _sync(path)
    _sync(building)
    number = 1 + max((int(path.name.split("-")[1]) for path in folder.glob(f"{_GENERATION}*")), default=0)
    generation = folder / f"{_GENERATION}{number:06d}-{secrets.token_hex(4)}"
    building.rename(generation)
    fresh = folder / f"{CURRENT}.new"
    fresh.write_text(generation.name + "\n", "utf-8")
    _sync(fresh)
    fresh.replace(folder / CURRENT)
    _sync(folder)


def _drop_old(folder: Path) -> None:
    name = (folder / CURRENT).read_text("utf-8").strip()
    for generation in folder.glob(f"{_GENERATION}*"):
        if generation.name != name and _is_free(generation):
            shutil.rmtree(generation, ignore_errors=True)


def _is_free(generation: Path) -> bool:
    """Whether nobody reads a generation."""
    try:
        descriptor = os.open(generation / READING, os.O_RDONLY)
    except FileNotFoundError:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(descriptor)
    return True


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
