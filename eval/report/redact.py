"""A run without the texts of questions that nobody who tunes may read."""

from hashlib import sha256

from eval.record import Record, Run
from eval.report.data import ReportData


def shown_run(data: ReportData) -> Run:
    """The run as it may be kept: hidden records keep their figures and lose every text that tells the question."""
    records = [_bare(record) if data.hides(record) else record for record in data.run.records]
    return data.run.model_copy(update={"records": records})


def _bare(record: Record) -> Record:
    """The record without texts; its cluster stays distinguishable without saying which section it is."""
    return record.model_copy(
        update={
            "question": "",
            "expected": "",
            "answer": "",
            "instead": "",
            "evidence": [],
            "must_contain": [],
            "citations": [],
            "related": [],
            "cluster": sha256(record.cluster.encode()).hexdigest()[:12],
        }
    )
