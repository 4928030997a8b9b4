"""The night: alone, swapped in whole, the last good report kept, one line that says what fell."""

import fcntl
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from eval.nightly import run_nightly, summary, worst
from eval.record import Fault
from eval.report import ReportData
from tests.eval.report_data import PASSED, SECRET, record, report


class Night:
    """A night with what it said."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.out: list[str] = []
        self.err: list[str] = []

    def run(self, data: ReportData, keep: int = 30) -> int:
        return run_nightly(self.folder, lambda: data, keep=keep, out=self.out.append, err=self.err.append)


@pytest.fixture
def night(tmp_path: Path) -> Night:
    return Night(tmp_path / "nightly")


def started(folder: Path) -> str:
    started: str = json.loads((folder / "report.json").read_text("utf-8"))["run"]["started"]
    return started


def at(data: ReportData, when: str) -> ReportData:
    return replace(data, run=data.run.model_copy(update={"started": when}))


GOOD, BAD = at(report(PASSED), "2026-03-01T18:00:00+00:00"), at(report(), "2026-03-02T18:00:00+00:00")


def test_a_good_night_is_the_latest_and_the_last_good(night: Night) -> None:
    assert night.run(GOOD) == 0
    assert night.err == [] and len(night.out) == 1
    assert night.out[0].startswith("夜間評価 合格：") and night.out[0].endswith("latest/report.html")
    assert started(night.folder / "latest") == started(night.folder / "last-good") == GOOD.run.started
    assert sorted(path.name for path in (night.folder / "latest").iterdir()) == [
        "junit.xml",
        "report.html",
        "report.json",
    ]


def test_a_bad_night_keeps_the_last_good_report(night: Night) -> None:
    night.run(GOOD)
    assert night.run(BAD) == 1
    assert started(night.folder / "latest") == BAD.run.started
    assert started(night.folder / "last-good") == GOOD.run.started
    assert 'class="cross"' in (night.folder / "latest" / "report.html").read_text("utf-8")


def test_a_bad_night_says_in_one_line_what_fell_and_the_three_worst(night: Night) -> None:
    assert night.run(BAD) == 1
    (line,) = night.err
    assert night.out == [] and "\n" not in line
    assert "不合格：先頭が −6.2ポイント下がりました" in line and "元号の検査は34件のうち2件が不合格" in line
    assert len(re.findall(r"(?:dev|test)-\d{3}", line.split("報告：")[0])) == 3
    assert SECRET not in line


def test_the_worst_are_those_lost_then_the_surest(night: Night) -> None:
    wrong = [
        record(n, Fault.FINDING, set_=set_).model_copy(update={"confidence": c})
        for n, set_, c in ((1, "dev", 0.3), (2, "dev", 0.9), (3, "test", 0.5), (4, "dev", 0.1))
    ]
    data = replace(report(), run=report().run.model_copy(update={"records": wrong}), lost=frozenset({"dev-004"}))
    assert [one.id for one in worst(data)] == ["dev-004", "dev-002", "test-003"]
    line = summary(data, Path("latest/report.html"))
    assert "dev-004「はんこをやめる話はどこに書いてありますか」（検索）" in line and "test-003（検索）" in line


def test_no_order_to_the_terminal_gets_through(night: Night) -> None:
    wrong = record(1, Fault.FINDING).model_copy(update={"question": "a\x1b[2J\nb"})
    line = summary(replace(BAD, run=BAD.run.model_copy(update={"records": [wrong]})), Path("r"))
    assert "\x1b" not in line and "\n" not in line


def test_a_second_night_does_not_start_while_the_first_is_at_work(night: Night) -> None:
    def during() -> ReportData:
        other = Night(night.folder)
        assert other.run(BAD) == 2
        assert len(other.err) == 1 and "まだ動いています" in other.err[0]
        return GOOD

    assert run_nightly(night.folder, during, out=night.out.append, err=night.err.append) == 0
    assert started(night.folder / "latest") == GOOD.run.started
    assert night.run(BAD) == 1  # the lock is free again


def test_the_lock_of_another_process_counts(night: Night) -> None:
    night.folder.mkdir()
    with (night.folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert night.run(GOOD) == 2
    assert night.run(GOOD) == 0


def test_a_run_that_breaks_changes_nothing_and_frees_the_lock(night: Night) -> None:
    night.run(GOOD)

    def breaks() -> ReportData:
        raise RuntimeError("broken")

    with pytest.raises(RuntimeError):
        run_nightly(night.folder, breaks)
    assert started(night.folder / "latest") == GOOD.run.started
    assert night.run(BAD) == 1


def test_a_report_that_cannot_be_written_leaves_the_old_one(night: Night, monkeypatch: pytest.MonkeyPatch) -> None:
    night.run(GOOD)

    def full(folder: Path, data: ReportData) -> Path:
        folder.mkdir()
        raise OSError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr("eval.nightly.write_report", full)
        with pytest.raises(OSError, match="disk full"):
            night.run(BAD)
    assert started(night.folder / "latest") == GOOD.run.started
    night.run(GOOD)
    assert [path for path in (night.folder / "reports").iterdir() if path.name.startswith(".")] == []


def test_old_reports_go_but_never_the_last_good_one(night: Night) -> None:
    night.run(GOOD)
    for _ in range(4):
        night.run(BAD, keep=2)
    assert len(list((night.folder / "reports").iterdir())) == 3
    assert started(night.folder / "last-good") == GOOD.run.started


def test_no_gate_is_no_good_night(night: Night) -> None:
    assert night.run(report(None)) == 1
    assert "判定なし" in night.err[0] and not (night.folder / "last-good").exists()


def test_the_trend_grows_from_night_to_night(night: Night) -> None:
    night.run(GOOD)
    night.run(BAD)
    assert "直近2回の記録" in (night.folder / "latest" / "report.html").read_text("utf-8")
