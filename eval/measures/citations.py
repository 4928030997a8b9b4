"""Whether the citations of an answer carry it: citation recall and precision, agreement of numbers, ragas export."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assistant.answer import Answer, Statement
from eval.measures.quantities import numbers_agree, stated
from eval.measures.support import Support, covers
from eval.record import Record

_MARK = re.compile(r"\s*\[\d+\]")


@dataclass(frozen=True, slots=True)
class Cited:
    """How an answer's citations did; ``None`` where it states nothing (recall) or cites nothing (precision)."""

    recall: float | None
    precision: float | None


def cited(answer: Answer, support: Support = covers) -> Cited:
    """Citation recall and precision of an answer.

    Definition: a statement has recall 1 if the union of the quotes that it cites supports it, else 0 (0 too if it
    cites none); recall is the mean over the statements. A citation has precision 1 if its statement has recall 1 and
    the citation is not irrelevant: it alone supports the statement, or without it the others do not; precision is the
    mean over all citations of all statements. Frames (sentences of a fixed list, such as はい or a refusal) come from
    no document and are left out.
    Source: T. Gao, H. Yen, J. Yu and D. Chen, Enabling large language models to generate text with citations
    (ALCE), EMNLP 2023, section 3.
    """
    recalls: list[bool] = []
    precisions: list[bool] = []
    for statement, quotes in _quoted(answer):
        supported = support(statement.text, quotes) if quotes else False
        recalls.append(supported)
        precisions += [
            supported and _is_needed(statement.text, quotes, number, support) for number in range(len(quotes))
        ]
    return Cited(_mean(recalls), _mean(precisions))


def _is_needed(statement: str, quotes: Sequence[str], number: int, support: Support) -> bool:
    """Whether one of the quotes that together support a statement supports it alone, or is missed by the others."""
    others = [quote for place, quote in enumerate(quotes) if place != number]
    return not others or support(statement, [quotes[number]]) or not support(statement, others)


def answer_numbers_agree(answer: Answer) -> bool | None:
    """Whether every number of an answer stands in what it cites; ``None`` where it states nothing.

    Definition: each statement's numbers stand in its own quotes (:func:`eval.measures.quantities.numbers_agree`), and
    the text that is shown has no number that is in no statement, frames included.
    """
    quoted = _quoted(answer)
    if not quoted:
        return None
    if not all(numbers_agree(statement.text, quotes) for statement, quotes in quoted):
        return False
    return stated(_MARK.sub("", answer.answer)) <= {one for s in answer.statements for one in stated(s.text)}


def _quoted(answer: Answer) -> list[tuple[Statement, list[str]]]:
    """The statements that come from documents, each with the quotes that it cites."""
    quotes = {citation.number: citation.quote for citation in answer.citations}
    return [
        (statement, [quotes[number] for number in dict.fromkeys(statement.citations) if number in quotes])
        for statement in answer.statements
        if statement.kind != "frame"
    ]


def _mean(values: Sequence[bool]) -> float | None:
    return sum(values) / len(values) if values else None


def export_ragas(records: Sequence[Record]) -> list[dict[str, Any]]:
    """The records as ragas reads them (``EvaluationDataset.from_list``), for its judge-model figures.

    Each has ``user_input``, ``response``, ``retrieved_contexts`` (the quotes of citations, then of related places)
    and ``reference`` (the expected answer).
    Source: S. Es, J. James, L. Espinosa-Anke and S. Schockaert, RAGAS: automated evaluation of retrieval augmented
    generation, EACL 2024 (demonstrations); the fields are those of its ``SingleTurnSample``.
    """
    return [
        {
            "user_input": record.question,
            "response": record.answer,
            "retrieved_contexts": [place.quote for place in (*record.citations, *record.related)],
            "reference": record.expected,
        }
        for record in records
    ]
