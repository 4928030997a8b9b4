"""The state file: migrated in order, refused where it is newer, whole whoever writes, empty of what was deleted."""

import os
import random
import sqlite3
import stat
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.conversations import ConversationStore
from assistant.feedback import FeedbackStore, Opinion
from assistant.state import StateFile
from assistant.state.migrations import MIGRATIONS
from index.errors import StateBusy, StateError
from tests.assistant.answers import answer
from tests.conftest import ROOT


def version(file: StateFile) -> int:
    with closing(sqlite3.connect(file.path)) as connection:
        number: int = connection.execute("PRAGMA user_version").fetchone()[0]
        return number


def set_version(file: StateFile, number: int) -> None:
    with closing(sqlite3.connect(file.path)) as connection:
        connection.execute(f"PRAGMA user_version = {number}")


def bytes_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())


def test_a_new_file_has_the_newest_version_and_is_its_owners_alone(tmp_path: Path) -> None:
    file = StateFile(tmp_path / ".state")
    assert not file.exists
    with file.reading() as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert version(file) == len(MIGRATIONS)
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.path.parent.stat().st_mode) == 0o700


def test_an_older_file_is_led_on_and_keeps_what_it_has(tmp_path: Path) -> None:
    """A file from before there were conversations."""
    old = StateFile(tmp_path, migrations=MIGRATIONS[:1])
    FeedbackStore(old).add(Opinion(rating="good"), answer())
    assert version(old) == 1
    new = StateFile(tmp_path)
    assert ConversationStore(new).list("suzuki") == []
    assert version(new) == len(MIGRATIONS)
    assert [one.opinion.rating for one in FeedbackStore(new).list()] == ["good"]


@pytest.mark.parametrize("start", range(len(MIGRATIONS) + 1))
def test_every_version_leads_to_the_same_tables(tmp_path: Path, start: int) -> None:
    with StateFile(tmp_path, migrations=MIGRATIONS[:start]).reading():
        pass
    with StateFile(tmp_path).reading() as connection:
        led_on = set(connection.execute("SELECT name, sql FROM sqlite_master"))
    with StateFile(tmp_path / "fresh").reading() as connection:
        assert led_on == set(connection.execute("SELECT name, sql FROM sqlite_master"))


def test_a_step_that_fails_leaves_the_version_before(tmp_path: Path) -> None:
    FeedbackStore(StateFile(tmp_path, migrations=MIGRATIONS[:1])).add(Opinion(rating="good"), answer())
    broken = StateFile(tmp_path, migrations=[*MIGRATIONS[:1], ("CREATE TABLE half (id INT)", "CREATE nonsense")])
    with pytest.raises(sqlite3.OperationalError), broken.reading():
        pass
    assert version(broken) == 1
    with StateFile(tmp_path, migrations=MIGRATIONS[:1]).reading() as connection:
        assert not connection.execute("SELECT * FROM sqlite_master WHERE name = 'half'").fetchall()


def test_a_file_of_a_newer_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = StateFile(tmp_path)
    store = FeedbackStore(file)
    store.add(Opinion(rating="good"), answer())
    set_version(file, 99)
    for use in (store.list, store.delete_all, lambda: store.add(Opinion(rating="bad"), answer())):
        with pytest.raises(StateError, match="プログラムを更新してください"):
            use()
    assert version(file) == 99


@pytest.mark.parametrize("content", [b"x" * 5000, b"SQLite format 3\x00" + b"\x00" * 3000])
def test_a_file_that_is_none_names_the_remedy(tmp_path: Path, content: bytes) -> None:
    file = StateFile(tmp_path)
    file.path.write_bytes(content)
    with pytest.raises(StateError, match="別の場所へ移すと"):
        FeedbackStore(file).list()
    assert file.path.read_bytes() == content


def test_a_folder_that_cannot_be_made_names_the_setting(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StateError, match="ASSISTANT_STATE"):
        FeedbackStore(StateFile(tmp_path / "file")).list()


def test_who_waits_too_long_is_told(tmp_path: Path) -> None:
    file = StateFile(tmp_path, wait=0.1)
    store = FeedbackStore(file)
    store.list()
    with file.writing(), pytest.raises(StateBusy, match="少し待ってから"):
        store.add(Opinion(rating="good"), answer())
    store.add(Opinion(rating="good"), answer())


def test_what_fails_half_way_is_not_kept(tmp_path: Path) -> None:
    file = StateFile(tmp_path)
    store = FeedbackStore(file)
    store.add(Opinion(rating="good"), answer())
    with pytest.raises(RuntimeError), file.writing() as connection:
        connection.execute("DELETE FROM feedback")
        raise RuntimeError
    assert len(store.list()) == 1


def test_threads_lose_nothing(tmp_path: Path) -> None:
    store = FeedbackStore(StateFile(tmp_path / "made" / "by" / "the" / "first"))
    threads = [
        threading.Thread(
            target=lambda name=f"user{number}": [
                store.add(Opinion(rating="bad"), answer(), user=name) for _ in range(10)
            ]
        )
        for number in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = store.list()
    assert len(kept) == 80 and len({one.number for one in kept}) == 80


def test_processes_make_the_file_together_and_lose_nothing(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom pathlib import Path\n"
        "from assistant.feedback import FeedbackStore, Opinion\nfrom assistant.state import StateFile\n"
        "from tests.assistant.answers import answer\n"
        "store = FeedbackStore(StateFile(Path(sys.argv[1])))\n"
        "for _ in range(10): store.add(Opinion(rating='bad'), answer(), user=sys.argv[2])\n"
        "store.delete(store.list()[0].number)\n"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    processes = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path), str(number)], env=environment)
        for number in range(4)
    ]
    statuses = [process.wait(timeout=60) for process in processes]
    kept = len(FeedbackStore(StateFile(tmp_path)).list())
    # two may pick the same one to delete: the second is told that it is gone
    assert kept == 40 - statuses.count(0) and statuses.count(0) >= 1


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    lengths=st.lists(st.sampled_from([1, 5, 60, 400, 3000]), min_size=20, max_size=60),
    deleted=st.sets(st.integers(0, 59), min_size=1),
)
def test_nothing_of_what_was_deleted_is_left_in_any_file(
    tmp_path_factory: pytest.TempPathFactory, lengths: list[int], deleted: set[int]
) -> None:
    """Whatever pages the rows went through: neither question, answer, comment nor user is left anywhere."""
    folder = tmp_path_factory.mktemp("state")
    file = StateFile(folder)
    store, talks = FeedbackStore(file), ConversationStore(file)
    for number, length in enumerate(lengths):
        mark = f"<{number:04}>"
        store.add(Opinion(rating="bad", comment=mark * 3), answer(mark * length, mark * length), user=f"u{mark}")
        talks.append(f"u{mark}", None, answer(mark * length))
    gone = [number for number in deleted if number < len(lengths)]
    for number in gone:
        store.delete(number + 1)
        talks.delete_all(f"u<{number:04}>")
    left = bytes_in(folder)
    assert not [number for number in gone if f"<{number:04}>".encode() in left]
    assert all(f"<{number:04}>".encode() in left for number in range(len(lengths)) if number not in gone)


def test_nothing_is_left_where_rows_moved_between_pages(tmp_path: Path) -> None:
    """Rows that grow and shrink in an order where SQLite leaves copies behind that ``secure_delete`` does not reach."""
    file, chance = StateFile(tmp_path), random.Random(11)
    insert = (
        "INSERT INTO feedback (given, user, rating, reason, comment, question, conversation, answer, idx, composer)"
        " VALUES ('2020', '', 'bad', '', '', ?, '[]', ?, 'i', 'c')"
    )
    with file.writing() as connection:
        for number in range(400):
            question = f"<{number:04}>" * chance.randint(1, 40)
            connection.execute(insert, (question, "x" * chance.choice([10, 500, 3000])))
            if chance.random() < 0.3:
                grown = ("y" * chance.randint(1, 900), chance.randint(1, number + 1))
                connection.execute("UPDATE feedback SET comment = comment || ? WHERE id = ?", grown)
    gone = chance.sample(range(400), 200)
    with file.writing() as connection:
        connection.executemany("DELETE FROM feedback WHERE id = ?", [(number + 1,) for number in gone])
    file.erase_traces()
    left = bytes_in(tmp_path)
    assert [number for number in gone if f"<{number:04}>".encode() in left] == []


def test_deleting_while_somebody_reads_on_says_that_traces_are_left(tmp_path: Path) -> None:
    file = StateFile(tmp_path, wait=0.1)
    store = FeedbackStore(file)
    store.add(Opinion(rating="bad", comment="みどり"), answer())
    with closing(sqlite3.connect(file.path, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT * FROM feedback").fetchall()
        with pytest.raises(StateBusy, match="跡を消しきれていません"):
            store.delete_all()
        assert store.list() == []
        assert "みどり".encode() in bytes_in(tmp_path)
    assert store.delete_all() == 0
    assert "みどり".encode() not in bytes_in(tmp_path)
