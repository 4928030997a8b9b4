"""Write a report: the page, the figures as JSON, and JUnit XML."""

import json
from dataclasses import asdict
from pathlib import Path

from eval.report.curves import bins_of, curve_of
from eval.report.data import ReportData
from eval.report.junit import junit
from eval.report.page import page
from eval.report.redact import shown_run
from index.swap import swapped_in

FORMAT = 1


def write_report(folder: Path, data: ReportData) -> Path:
    """Write ``report.html``, ``report.json`` and ``junit.xml`` into the folder; gives back the page.

    Each file is whole at every moment: the new one takes the place of the old one in one step.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "report.json", report_json(data).encode())
    _write(folder / "junit.xml", junit(data))
    shown = folder / "report.html"
    _write(shown, page(data).encode())
    return shown


def report_json(data: ReportData) -> str:
    """The run and all figures; hidden questions without their texts."""
    verdict = data.verdict
    content = {
        "format": FORMAT,
        "verdict": verdict
        and {"passed": verdict.passed, "line": verdict.line, "checks": [asdict(check) for check in verdict.checks]},
        "baseline": data.baseline,
        "figures": {name: asdict(figure) for name, figure in data.figures.items()},
        "changes": {name: asdict(figure) for name, figure in data.changes.items()},
        "kinds": {kind: {name: asdict(one) for name, one in part.items()} for kind, part in data.kinds.items()},
        "documents": {slug: {name: asdict(one) for name, one in part.items()} for slug, part in data.documents.items()},
        "risk_coverage": [asdict(point) for point in curve_of(data)],
        "reliability": [asdict(one) for one in bins_of(data)],
        "lost": sorted(data.lost),
        "run": shown_run(data).model_dump(mode="json"),
    }
    return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _write(path: Path, content: bytes) -> None:
    with swapped_in(path) as fresh:
        fresh.write_bytes(content)
