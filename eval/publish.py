"""From a judged run to the report that people read, and to the history of runs."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from eval.gate import Baseline, Verdict, conditions
from eval.history import History, past, sets_of
from eval.measures.citations import export_ragas
from eval.measures.intervals import Figure, bootstrap_mean
from eval.measures.summary import documents, kind, summarise, summarise_by
from eval.record import Run
from eval.report import Check, ReportData, write_report
from eval.report import Figure as Shown
from eval.report import Verdict as ShownVerdict

HISTORY, RAGAS = "history.sqlite3", "ragas.jsonl"
RUNS = 30  # in the trend


def report_data(done: Run, verdict: Verdict, baseline: Baseline | None, titles: Mapping[str, str]) -> ReportData:
    """What the report shows of a run."""
    change = verdict.change
    return ReportData(
        run=done,
        verdict=ShownVerdict(tuple(_checks(verdict))),
        figures=_shown(summarise(done.records)),
        changes=_changes(done, verdict, baseline),
        kinds={name: _shown(row) for name, row in summarise_by(done.records, kind).items()},
        documents={name: _shown(row) for name, row in summarise_by(done.records, documents).items()},
        titles=titles,
        baseline=f"{baseline.started}（{baseline.program}）" if baseline else "",
        lost=frozenset(change.lost) if change else frozenset(),
    )


def _changes(done: Run, verdict: Verdict, baseline: Baseline | None) -> dict[str, Shown]:
    """The paired differences against the baseline: of right answers on the gate's set, of facts on all questions."""
    changes = {"right": _show(verdict.change.difference)} if verdict.change else {}
    steps, clusters = [], []
    for record in done.records:
        before = baseline.outcomes.get(record.set, {}).get(record.id) if baseline else None
        if before is not None and before.facts is not None and record.facts is not None:
            steps.append(record.facts - before.facts)
            clusters.append(record.cluster)
    if steps:
        changes["facts"] = _show(bootstrap_mean(steps, clusters))
    return changes


def publish(folder: Path, data: ReportData, *, in_trend: bool = True) -> Path:
    """Write the report into a folder, with the trend of the runs whose history lies there; the page's path.

    ``in_trend`` adds the run to that history. Beside the page lies ``ragas.jsonl``, what ragas reads; questions of
    hidden sets are left out of it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    history = History(folder / HISTORY)
    if in_trend:
        history.append(past(data))
    rows = export_ragas([record for record in data.run.records if not data.hides(record)])
    (folder / RAGAS).write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
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
