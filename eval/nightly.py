"""The nightly run: one at a time, its report swapped in whole, the last good one kept.

The folder holds ``latest`` and ``last-good`` (links to folders below ``reports``), and ``history.sqlite3``. Links are
replaced in one step: whoever looks sees the old report or the new one.
"""

import fcntl
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex

from eval.history import History, past, sets_of
from eval.record import Record
from eval.report import ReportData, write_report
from eval.report.data import missed
from eval.report.markup import clean
from eval.report.names import fault_name

LATEST, LAST_GOOD, REPORTS, HISTORY = "latest", "last-good", "reports", "history.sqlite3"
KEPT = 30  # reports, and runs in the trend
WORST = 3
LONGEST_QUESTION = 60

Tell = Callable[[str], None]


def _out(line: str) -> None:
    sys.stdout.write(line + "\n")


def _err(line: str) -> None:
    sys.stderr.write(line + "\n")


def run_nightly(
    folder: Path, evaluate: Callable[[], ReportData], *, keep: int = KEPT, out: Tell = _out, err: Tell = _err
) -> int:
    """Evaluate, report, judge: 0 passed, 1 the gate failed (or there was none), 2 the run before is still at work.

    One line says how it went: on standard output where all is well, else on standard error, so that cron and systemd
    write only then. An error of ``evaluate`` goes through; then nothing in the folder has changed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder) as alone:
        if not alone:
            err("夜間評価を始められません：前の夜間評価がまだ動いています。終わってからもう一度お試しください。")
            return 2
        data = evaluate()
        report = _publish(folder, data, keep)
        good = data.verdict is not None and data.verdict.passed
        (out if good else err)(summary(data, report))
        return 0 if good else 1


@contextmanager
def _alone(folder: Path) -> Iterator[bool]:
    """Whether this is the only run; the lock goes with the process, however it ends."""
    descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        yield False
    else:
        yield True
    finally:
        os.close(descriptor)


def _publish(folder: Path, data: ReportData, keep: int) -> Path:
    """Record the run, write its report beside the others, then point to it."""
    history = History(folder / HISTORY)
    history.append(past(data))
    data = replace(data, history=history.last(KEPT, sets_of(data.run)))
    reports = folder / REPORTS
    reports.mkdir(exist_ok=True)
    _clear(reports)
    name = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}"
    writing = reports / f".{name}"
    write_report(writing, data)
    writing.rename(reports / name)
    _point(folder / LATEST, name)
    if data.verdict is not None and data.verdict.passed:
        _point(folder / LAST_GOOD, name)
    _forget(folder, keep)
    return folder / LATEST / "report.html"


def _clear(reports: Path) -> None:
    """Remove what a killed run left half written."""
    for left in reports.glob(".*"):
        shutil.rmtree(left, ignore_errors=True)


def _point(link: Path, name: str) -> None:
    fresh = link.with_name(f".{link.name}.{token_hex(4)}")
    fresh.symlink_to(Path(REPORTS) / name, target_is_directory=True)
    fresh.replace(link)


def _forget(folder: Path, keep: int) -> None:
    """Drop the oldest reports, never the one that is pointed to."""
    pointed = {(folder / link).resolve().name for link in (LATEST, LAST_GOOD)}
    names = sorted(path.name for path in (folder / REPORTS).iterdir())
    for name in names[: -max(keep, 1)]:
        if name not in pointed:
            shutil.rmtree(folder / REPORTS / name, ignore_errors=True)


def summary(data: ReportData, report: Path) -> str:
    """The night in one line: what fell, the worst questions, where to read on."""
    verdict = "判定なし：合否を決めていません。" if data.verdict is None else data.verdict.line
    parts = [f"夜間評価 {verdict}"]
    questions = [_named(data, record) for record in worst(data)]
    if questions and not (data.verdict and data.verdict.passed):
        parts.append(f"特に悪い質問：{'、'.join(questions)}。")
    parts.append(f"報告：{report}")
    return clean(" ".join(" ".join(parts).split()))


def worst(data: ReportData, count: int = WORST) -> Sequence[Record]:
    """The misses to look at first: those the baseline had right, then the surest of the wrong ones."""
    misses = [record for record in data.run.records if missed(record)]
    return sorted(misses, key=lambda record: (record.id not in data.lost, -record.confidence, record.id))[:count]


def _named(data: ReportData, record: Record) -> str:
    """The question with its fault; of a hidden one the id alone."""
    fault = f"（{fault_name(record.fault)}）"
    if data.hides(record):
        return record.id + fault
    question = record.question
    if len(question) > LONGEST_QUESTION:
        question = question[:LONGEST_QUESTION] + "…"
    return f"{record.id}「{question}」{fault}"
