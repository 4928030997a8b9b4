import random
import time
from typing import get_args

import pytest

from eval.gold import Kind
from eval.measures.confidence import brier
from eval.measures.intervals import wilson
from eval.measures.summary import FIGURES, by, documents, kind, question_set, summarise, summarise_by
from eval.record import Record
from tests.eval.measures.examples import PLAN, citation, record, unanswerable

REFUSED = {"status": "not_found", "citations": [], "related": [citation()]}


def test_by_hand() -> None:
    records = [
        record(id="a"),
        record(id="b", rank=2, ranking=[False, False, True], section=False, milliseconds=15.0),
        record(id="c", rank=4, ranking=[False] * 4 + [True], section=True, milliseconds=10.0),
        record(id="d", **REFUSED),
        record(id="e", kind="cross", sides=0.5, rank=1, ranking=[False, True], relevant=2, edition=False),
        unanswerable(id="f"),
        unanswerable(id="g", status="answered", confidence=0.4),
    ]
    found = summarise(records)
    assert list(found) == [name for name in FIGURES if name in found]
    assert found["first"] == wilson(1, 4)  # a refusal has no first citation
    assert found["top3"] == wilson(3, 4)
    assert found["mrr"].value == pytest.approx((1 + 1 / 3 + 1 / 5 + 1) / 4)
    assert found["recall"].value == pytest.approx((1 + 1 + 1 + 1 + 0.5) / 5)
    assert found["section"] == wilson(2, 3)
    assert found["edition"] == wilson(0, 1)
    assert (found["sides"].value, found["sides"].n) == (0.5, 1)
    assert found["refused"] == wilson(1, 2)
    assert found["false_refusals"] == wilson(1, 5)
    assert found["right"] == wilson(4, 7)
    assert found["brier"].value == pytest.approx(brier(records))
    assert (found["latency_median"].value, found["latency_p95"].value) == (5.0, 15.0)


def test_a_figure_that_applies_to_nothing_is_left_out() -> None:
    assert "sides" not in summarise([record()])
    assert "refused" not in summarise([record()])
    assert set(summarise([unanswerable()])) == {
        "refused", "right", "ece", "brier", "risk_coverage_area", "latency_median", "latency_p95",
    }  # fmt: skip
    assert summarise([]) == {}


def test_groups() -> None:
    other = "2020-09-11_ict-dx-initiatives"
    records = [record(), record(id="b", kind="cross", documents=[PLAN, other]), unanswerable(set="test")]
    assert {name: len(group) for name, group in by(records, kind).items()} == {"cross": 1, "date": 1, "unanswerable": 1}
    assert {name: len(group) for name, group in by(records, documents).items()} == {other: 1, PLAN: 2}
    assert {name: len(group) for name, group in by(records, question_set).items()} == {"dev": 2, "test": 1}
    assert summarise_by(records, kind)["unanswerable"] == summarise(records[2:])


def many(count: int) -> list[Record]:
    draw = random.Random(4)
    kinds = get_args(Kind)
    records = []
    for number in range(count):
        ranking = [draw.random() < 0.3 for _ in range(10)]
        values = {
            "id": f"q{number}", "kind": kinds[number % len(kinds)], "cluster": f"第{draw.randrange(count)}節",
            "confidence": round(draw.random(), 2), "ranking": ranking, "documents": [f"資料{number % 5}"],
            "rank": ranking.index(True) if any(ranking) else None, "milliseconds": draw.random() * 20,
        }  # fmt: skip
        records.append(unanswerable(**values) if values["kind"] == "unanswerable" else record(**values))
    return records


def test_a_whole_run_by_kind_and_document_is_summed_up_quickly_and_the_same_each_time() -> None:
    records = many(320)
    started = time.perf_counter()
    found = [summarise(records), summarise_by(records, kind), summarise_by(records, documents)]
    assert time.perf_counter() - started < 3
    assert found == [summarise(records), summarise_by(records, kind), summarise_by(records, documents)]
    for name, figure in summarise(records).items():
        assert figure.low <= figure.high, name
        if not name.startswith("latency"):
            assert -1e-9 <= figure.low <= figure.high <= 1 + 1e-9, name
