"""Retrieval over units, by the library ir-measures.

A question's places in order are the run; the units of the index that hold evidence are what is relevant. A place
that holds evidence takes up one relevant unit; relevant units that no place stands for were not retrieved, and count
in the ideal order of nDCG and in recall. A question whose evidence stands in no unit at all scores 0.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from eval.record import Record
from index.errors import SettingsError


@dataclass(frozen=True, slots=True)
class Retrieval:
    """How the places of one question did, each figure in [0, 1]; r is the rank of the first relevant place.

    ``hit1``, ``hit3``: 1 if r ≤ 1 (3), else 0 (N. Craswell and D. Hawking, Overview of the TREC 2004 web track).
    ``mrr``: 1/r if r ≤ 10, else 0 (E. M. Voorhees, The TREC-8 question answering track report, 1999).
    ``ndcg``: Σ rel/log₂(rank + 1) over the first 10 by the same sum of the ideal order (K. Järvelin and J. Kekäläinen,
    Cumulated gain-based evaluation of IR techniques, ACM TOIS 20, 2002).
    ``recall``: relevant places among the first 10 by all relevant units (C. W. Cleverdon, The Cranfield tests on index
    language devices, 1967).
    Code: S. MacAvaney, C. Macdonald and I. Ounis, Streamlining evaluation with ir-measures, ECIR 2022, over trec_eval.
    """

    hit1: float = 0.0
    hit3: float = 0.0
    mrr: float = 0.0
    ndcg: float = 0.0
    recall: float = 0.0


def retrieval(records: Sequence[Record]) -> list[Retrieval]:
    """The retrieval figures of each record, in order (see :class:`Retrieval`).

    Raises:
        SettingsError: ir-measures is not installed.
    """
    try:
        from ir_measures import RR, Qrel, R, ScoredDoc, Success, iter_calc, nDCG
    except ImportError as error:
        raise SettingsError(
            "評価に必要な ir-measures がありません。pip install 'plan-assistant[eval]' を実行してください。"
        ) from error
    names = {Success @ 1: "hit1", Success @ 3: "hit3", RR @ 10: "mrr", nDCG @ 10: "ndcg", R @ 10: "recall"}
    found: list[dict[str, float]] = [{} for _ in records]
    # Two records may have one id (sets of questions are read together): their places in the list tell them apart.
    qrels = [Qrel(str(query), unit, 1) for query, record in enumerate(records) for unit in _relevant(record)]
    run = [
        ScoredDoc(str(query), unit, -float(place))
        for query, record in enumerate(records)
        for place, unit in enumerate(_ranked(record))
    ]
    for metric in iter_calc(list(names), qrels, run) if run else ():
        found[int(metric.query_id)][names[metric.measure]] = float(metric.value)
    return [Retrieval(**figures) for figures in found]


def _ranked(record: Record) -> list[str]:
    """The unit that each place stands for: relevant ones ``+0``, ``+1`` … in order, others ``-`` and their place."""
    held = 0
    units = []
    for place, holds in enumerate(record.ranking):
        units.append(f"+{held}" if holds else f"-{place}")
        held += holds
    return units


def _relevant(record: Record) -> list[str]:
    """All relevant units, at least one: evidence that stands in no unit is still wanted."""
    return [f"+{unit}" for unit in range(max(record.relevant, sum(record.ranking), 1))]
