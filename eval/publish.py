"""From a judged run to the report that people read, and to the history of runs."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from eval.gate import Baseline, Verdict, conditions
from eval.history import History, past, sets_of
from eval.measures.intervals import Figure
from eval.measures.summary import documents, kind, summarise, summarise_by
from eval.record import Run
from eval.report import Check, ReportData, write_report
from eval.report import Figure as Shown
from eval.report import Verdict as ShownVerdict

HISTORY = "history.sqlite3"
RUNS = 30  # in the trend


def report_data(done: Run, verdict: Verdict, baseline: Baseline | None, titles: Mapping[str, str]) -> ReportData:
    """What the report shows of a run."""
    change = verdict.change
    return ReportData(
        run=done,
        verdict=ShownVerdict(tuple(_checks(verdict))),
        figures=_shown(summarise(done.records)),
        changes={"right": _show(change.difference)} if change else {},
        kinds={name: _shown(row) for name, row in summarise_by(done.records, kind).items()},
        documents={name: _shown(row) for name, row in summarise_by(done.records, documents).items()},
        titles=titles,
        baseline=f"{baseline.started}（{baseline.program}）" if baseline else "",
        lost=frozenset(change.lost) if change else frozenset(),
    )


def publish(folder: Path, data: ReportData) -> Path:
    """Write the report into a folder, with the trend of the runs whose history lies there; the page's path."""
    folder.mkdir(parents=True, exist_ok=True)
    history = History(folder / HISTORY)
    history.append(past(data))
    return write_report(folder, replace(data, history=history.last(RUNS, sets_of(data.run))))


def _checks(verdict: Verdict) -> list[Check]:
    failed = {failure.name: failure for failure in verdict.failures}
    return [
        Check(name, name not in failed, failed[name].line if name in failed else text)
        for name, text in conditions(verdict)
    ]


def _shown(figures: Mapping[str, Figure]) -> dict[str, Shown]:
    return {name: _show(figure) for name, figure in figures.items()}


def _show(figure: Figure) -> Shown:
    return Shown(figure.value, figure.low, figure.high, figure.n)
