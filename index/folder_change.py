"""The documents folder changed as a whole: files and catalogue together, or neither."""

import fcntl
import logging
import os
import secrets
import shutil
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from index.catalog import slugs_of, survey_documents
from index.catalog_edit import Value
from index.catalog_undo import CatalogChange
from index.errors import InputError, NameTaken, UnknownDocument
from index.incoming import drop, staging_folder, unwritable
from index.standing import check_standing

log = logging.getLogger(__name__)
NOTHING_SEEN: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file that waits beside (:mod:`index.incoming`), the name it is to have, and what the catalogue is to say.

    ``replaces`` is the slug of the document whose place it takes, which keeps its name.
    """

    path: Path
    name: str
    entry: Mapping[str, Value]
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class Moves:
    """What becomes of files: those that arrive with their slugs and places, and those that go."""

    come: tuple[tuple[str, Arrival, Path], ...]
    go: tuple[Path, ...]


def plan_moves(folder: Path, arrivals: Sequence[Arrival], leaving: Sequence[str] = ()) -> Moves:
    """Find out where files go; nothing is touched.

    Raises:
        NameTaken: a document would get the name of another, or change that of another.
        UnknownDocument: a document that is to be replaced or to go is not there.
        InputError: a document is a link, or none would be left.
        DocumentsMissing: there is no document to begin with.
    """
    now = survey_documents(folder).files
    gone = {slug: _own_file(now, slug) for slug in (*leaving, *(one.replaces for one in arrivals if one.replaces))}
    come = []
    for one in arrivals:
        place = gone[one.replaces].with_suffix(Path(one.name).suffix) if one.replaces else folder / one.name
        come.append((one.replaces or _slug(one.name), one, place))
    stay = {slug: path for slug, path in now.items() if slug not in gone}
    wanted = stay | {slug: place for slug, _, place in come}
    for slug, _, place in come:
        if slug in stay or (place.exists() and place not in gone.values()):
            raise _taken(slug)
    if len(wanted) != len(stay) + len(come) or slugs_of(folder, wanted.values()) != wanted:
        raise _taken("、".join(slug for slug, _, _ in come))
    if not wanted:
        raise InputError("最後の資料は取り除けません。先に別の資料を加えてください。")
    return Moves(tuple(come), tuple(gone.values()))


def _own_file(now: Mapping[str, Path], slug: str) -> Path:
    path = now.get(slug)
    if path is None:
        raise UnknownDocument(f"資料「{slug}」は資料フォルダにありません。画面を読み込み直してください。")
    if path.is_symlink():
        raise InputError(f"資料「{slug}」はリンクなので、画面からは変えられません。資料フォルダで直してください。")
    return path


def _slug(name: str) -> str:
    return unicodedata.normalize("NFC", Path(name).with_suffix("").as_posix())


def _taken(slug: str) -> NameTaken:
    return NameTaken(f"「{slug}」と同じか紛れる名前の資料があります。名前を変えるか、差し替えを選んでください。")


@contextmanager
def changed(
    folder: Path, arrivals: Sequence[Arrival], leaving: Sequence[str] = (), seen: Mapping[str, str] = NOTHING_SEEN
) -> Iterator[tuple[str, ...]]:
    """Land files, take others out, and bring the catalogue in line; the slugs that arrived.

    ``seen`` is how documents stood (:mod:`index.standing`) when somebody decided on the change.

    If the block raises, folder and catalogue are as they were, and the files wait beside again. What somebody else
    wrote into the catalogue meanwhile stays.

    Raises:
        NameTaken, UnknownDocument, InputError, DocumentsMissing: as :func:`plan_moves`; a document has changed since.
        DocumentsUnwritable: a file cannot be moved.
        CatalogError: the catalogue cannot be read or written.
    """
    staging = staging_folder(folder)
    with _alone(staging):
        moves = plan_moves(folder, arrivals, leaving)
        check_standing(folder, seen)
        catalog = CatalogChange(folder)
        undo = [catalog.take_back]
        trash = staging / f"removed-{secrets.token_hex(8)}"
        try:
            try:
                _move(moves, trash, undo)
            except OSError as error:
                raise unwritable(folder) from error
            for slug in leaving:
                catalog.remove_entry(slug)
            for slug, one, _ in moves.come:
                catalog.set_entry(slug, one.entry)
            yield tuple(slug for slug, _, _ in moves.come)
        except BaseException:
            for step in reversed(undo):
                step()
            with suppress(OSError):  # what could not be brought back stays there for a person to find
                trash.rmdir()
            raise
        shutil.rmtree(trash, ignore_errors=True)
        for one in arrivals:
            drop(one.path)


@contextmanager
def _alone(staging: Path) -> Iterator[None]:
    """One change at a time, in whichever process."""
    descriptor = os.open(staging / "lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _move(moves: Moves, trash: Path, undo: list[Callable[[], None]]) -> None:
    """Move files, noting after each step how to take it back. A file that is replaced is never missing."""
    landing = [place for _, _, place in moves.come]
    if moves.go:
        trash.mkdir()
    for number, path in enumerate(moves.go):
        kept = trash / f"{number}"
        if path in landing:
            _keep(path, kept)
        else:
            path.rename(kept)
        undo.append(partial(_back, kept, path))
    for _, one, place in moves.come:
        one.path.replace(place)
        undo.append(partial(_back, place, one.path))


def _keep(path: Path, kept: Path) -> None:
    """Have a file under another name too."""
    try:
        kept.hardlink_to(path)
    except OSError:  # not on this file system
        shutil.copy2(path, kept)


def _back(path: Path, where: Path) -> None:
    """Take a move back; what cannot be is said in the log, and the other moves are still taken back."""
    try:
        where.parent.mkdir(parents=True, exist_ok=True)  # somebody may have swept the empty place away
        path.replace(where)
    except OSError:
        log.exception("a failed change could not be taken back: %s belongs at %s", path, where)
