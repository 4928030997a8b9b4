"""The history: what goes in comes out, old files are brought up to date, two writers do not lose a row."""

import multiprocessing
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from eval import history as module
from eval.history import History, HistoryUnusable, migration, past
from tests.eval.report_data import history, report


def test_what_goes_in_comes_out(tmp_path: Path) -> None:
    runs = history(5)
    kept = History(tmp_path / "deep" / "history.sqlite3")
    for one in runs:
        kept.append(one)
    assert kept.last(10) == runs
    assert History(tmp_path / "deep" / "history.sqlite3").last(2) == runs[-2:]


def test_the_past_of_a_report_names_the_checks_that_failed(tmp_path: Path) -> None:
    one = past(report())
    assert one.passed is False and len(one.why) == 2 and one.sets == "dev,test"
    assert past(report(None)).passed is None
    kept = History(tmp_path / "history.sqlite3")
    kept.append(past(report(None)))
    assert kept.last(1)[0].passed is None


def test_a_trend_is_of_like_with_like(tmp_path: Path) -> None:
    kept = History(tmp_path / "history.sqlite3")
    whole, part = history(2)
    kept.append(whole)
    kept.append(replace(part, sets="dev"))
    assert kept.last(10, "dev,test") == [whole]
    assert len(kept.last(10)) == 2


def test_an_old_file_is_brought_up_to_date_and_keeps_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite3"
    with sqlite3.connect(path) as old:
        module._MIGRATIONS[0](old)
        old.execute("PRAGMA user_version = 1")
        old.execute("INSERT INTO run VALUES (1, '2026-01-01T00:00:00+00:00', 'p', 'i', 'm', 1, '[]', '{}')")
    old.close()
    kept = History(path)
    assert [(one.program, one.sets, one.passed) for one in kept.last(5)] == [("p", "", True)]
    with sqlite3.connect(path) as fresh:
        assert fresh.execute("PRAGMA user_version").fetchone() == (len(module._MIGRATIONS),)
    fresh.close()


def test_a_step_that_fails_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "history.sqlite3"
    History(path).append(history(1)[0])

    def breaks(connection: sqlite3.Connection) -> None:
        connection.execute("ALTER TABLE run ADD COLUMN half TEXT")
        connection.execute("no such statement")

    with monkeypatch.context() as patched:
        patched.setattr(module, "_MIGRATIONS", [*module._MIGRATIONS, breaks])
        with pytest.raises(HistoryUnusable):
            History(path)
    assert History(path).last(5) == history(1)


def test_steps_are_registered_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MIGRATIONS", list(module._MIGRATIONS))
    with pytest.raises(ValueError, match="migration 9"):
        migration(9)(lambda connection: None)


def test_a_newer_file_and_a_broken_one_say_what_to_do(tmp_path: Path) -> None:
    newer, broken = tmp_path / "newer.sqlite3", tmp_path / "broken.sqlite3"
    connection = sqlite3.connect(newer)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    broken.write_bytes(b"no database" * 100)
    with pytest.raises(HistoryUnusable, match="新しい版"):
        History(newer)
    with pytest.raises(HistoryUnusable, match="別の場所へ移す"):
        History(broken)


def write(path: Path, who: str, count: int) -> None:
    kept = History(path)  # both may find no file, and both bring it up to date
    (one,) = history(1)
    for number in range(count):
        kept.append(replace(one, program=f"{who}{number}"))


def test_two_writers_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite3"
    spawn = multiprocessing.get_context("spawn")
    writers = [spawn.Process(target=write, args=(path, who, 25)) for who in "ab"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(120)
    assert [writer.exitcode for writer in writers] == [0, 0]
    assert sorted(one.program for one in History(path).last(100)) == sorted(
        f"{who}{n}" for who in "ab" for n in range(25)
    )
