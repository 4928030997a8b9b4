"""Changes that fail while the index is built: everything is as it was, whatever else happens meanwhile."""

import errno
import threading
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from assistant import PlanAssistant
from assistant.ui.application import Application
from assistant.ui.editing import changes, uploads
from assistant.ui.editing.changes import State
from assistant.ui.editing.endpoints import Editing
from assistant.ui.tidying import Tidying
from index.catalog import find_documents
from index.errors import Busy, InputError
from index.standing import standing
from tests.assistant.ui.caller import run

TEXT = "# 窓口改革計画\n\n- 窓口の受付時間を午後7時まで延ばす。\n"


@pytest.fixture
def editing(small: PlanAssistant) -> Editing:
    """Editing of the small documents, without a server."""
    return Editing(Application(small))


def sent(editing: Editing, name: str, text: str = TEXT) -> str:
    """The ticket of a file that arrived."""

    async def body() -> AsyncIterator[bytes]:
        yield text.encode()

    ticket = editing.uploads.begin(name, len(text.encode()))
    run(editing.uploads.receive(ticket, body()))
    return ticket


def seen_of(editing: Editing, slug: str) -> str:
    return standing(editing.documents, slug) if slug else ""


def ended(editing: Editing) -> State:
    until = time.monotonic() + 30
    while editing.changes.state.running:
        assert time.monotonic() < until
        time.sleep(0.01)
    return editing.changes.state


@pytest.fixture
def build_fails(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Have every build do something and fail."""

    def fail(error: Exception, meanwhile: Callable[[], object] = lambda: None) -> None:
        def build(*_: object, **__: object) -> None:
            meanwhile()
            raise error

        monkeypatch.setattr(changes, "build_index", build)

    return fail


def everything(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


@pytest.mark.parametrize("replaces", ["", "plan"])
def test_a_file_of_a_change_that_runs_is_not_forgotten(
    editing: Editing, small_documents: Path, build_fails: Callable[..., None], replaces: str
) -> None:
    before = everything(small_documents)
    ticket = sent(editing, "窓口.md")

    def forget() -> None:
        editing.uploads.drop(ticket)
        with pytest.raises(InputError):
            editing.uploads.hold([ticket])

    build_fails(InputError("失敗"), forget)
    addition = {"ticket": ticket, "replaces": replaces, "seen": seen_of(editing, replaces), "form": {"title": "窓口"}}
    editing.change([addition], [])
    assert ended(editing).failed == "失敗"
    assert everything(small_documents) == before
    assert editing.uploads.arrived(ticket).path.read_text("utf-8") == TEXT  # it waits again
    editing.uploads.drop(ticket)
    with pytest.raises(InputError):
        editing.uploads.arrived(ticket)


def test_a_place_that_was_swept_away_is_made_again(
    editing: Editing, small_documents: Path, build_fails: Callable[..., None]
) -> None:
    before = everything(small_documents)
    ticket = sent(editing, "窓口.md")
    build_fails(InputError("失敗"), editing.uploads.arrived(ticket).path.parent.rmdir)
    editing.change([{"ticket": ticket, "replaces": "plan", "seen": seen_of(editing, "plan"), "form": {}}], [])
    ended(editing)
    assert everything(small_documents) == before and find_documents(small_documents)["plan"].suffix == ".txt"


def test_an_error_that_nobody_expected_blocks_no_further_change(
    editing: Editing, small_documents: Path, build_fails: Callable[..., None]
) -> None:
    before = everything(small_documents)
    build_fails(RuntimeError("nobody expected this"))  # in the change, and again when the index is brought back
    for _ in range(2):
        ticket = sent(editing, "窓口.md")
        editing.change([{"ticket": ticket, "form": {}}], [])
        assert "内部エラー" in ended(editing).failed
    assert everything(small_documents) == before


def test_what_nobody_came_back_for_goes_though_nobody_else_comes(
    editing: Editing, small_documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent(editing, "窓口.md")
    monkeypatch.setattr(uploads, "KEPT", -1.0)
    tidying, done = Tidying(), threading.Event()
    for work in (lambda: 1 / 0, editing.uploads.forget_old, done.set):  # what fails keeps nothing else from being done
        tidying.add(work)
    tidying.start()
    assert done.wait(20)
    assert [path.name for path in (small_documents / ".incoming").glob("file-*")] == []


def test_one_ticket_is_for_one_document(editing: Editing) -> None:
    ticket = sent(editing, "窓口.md")
    both = [{"ticket": ticket, "name": name, "form": {}} for name in ("一", "二")]
    with pytest.raises(InputError):
        editing.change(both, [])
    editing.uploads.hold([ticket])  # it was let go


def test_a_full_disk_is_said_and_can_be_tried_again(
    editing: Editing, small_documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything(small_documents)
    ticket = sent(editing, "窓口.md")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("index.store.generations._swap_in", full)
        editing.change([{"ticket": ticket, "form": {}}], [])
        assert "ディスクの空き" in ended(editing).failed
    assert everything(small_documents) == before
    editing.change([{"ticket": ticket, "form": {}}], [])
    assert "加えました" in ended(editing).said


def test_a_change_that_landed_is_no_failure_if_its_index_cannot_be_opened_at_once(
    editing: Editing, small_documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails() -> None:
        raise Busy("開けません")

    monkeypatch.setattr(editing.changes, "_take_up", fails)
    editing.change([{"ticket": sent(editing, "窓口.md"), "form": {}}], [])
    assert "加えました" in ended(editing).said
    assert "窓口" in find_documents(small_documents)
