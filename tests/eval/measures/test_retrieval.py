import sys
from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.measures.retrieval import Retrieval, retrieval
from index.errors import SettingsError
from tests.eval.measures.examples import record, unanswerable


def of(ranking: list[bool], relevant: int) -> Retrieval:
    (found,) = retrieval([record(ranking=ranking, relevant=relevant)])
    return found


def test_by_hand_with_a_unit_that_was_not_retrieved() -> None:
    """Evidence at places 2 and 5, a third relevant unit nowhere."""
    found = of([False, True, False, False, True], 3)
    ideal = 1 + 1 / log2(3) + 1 / log2(4)
    assert (found.hit1, found.hit3, found.mrr) == (0, 1, 0.5)
    assert found.ndcg == pytest.approx((1 / log2(3) + 1 / log2(6)) / ideal)
    assert found.recall == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("ranking", "relevant", "wanted"),
    [
        ([True], 1, Retrieval(1, 1, 1, 1, 1)),
        ([True, True], 2, Retrieval(1, 1, 1, 1, 1)),
        ([False, False, False, True], 1, Retrieval(0, 0, 0.25, 1 / log2(5), 1)),
        ([False] * 10 + [True], 1, Retrieval(0, 0, 0, 0, 0)),
        ([False, False], 2, Retrieval()),
        ([], 2, Retrieval()),
        ([False], 0, Retrieval()),  # evidence in no unit
        ([True, True], 1, Retrieval(1, 1, 1, 1, 1)),  # another document says the same
    ],
)
def test_by_hand(ranking: list[bool], relevant: int, wanted: Retrieval) -> None:
    found = of(ranking, relevant)
    for name in ("hit1", "hit3", "mrr", "ndcg", "recall"):
        assert getattr(found, name) == pytest.approx(getattr(wanted, name)), name


def test_records_keep_their_order_even_with_one_id() -> None:
    found = retrieval([record(), unanswerable(), record(ranking=[False, True])])
    assert [one.mrr for one in found] == [1.0, 0.0, 0.5]
    assert retrieval([]) == []


@given(st.lists(st.booleans(), max_size=10), st.integers(0, 12))
def test_recall_grows_with_every_place_that_holds_evidence(ranking: list[bool], more: int) -> None:
    relevant = sum(ranking) + more
    shares = [of(ranking[:depth], relevant).recall for depth in range(len(ranking) + 1)]
    assert shares == sorted(shares)
    found = of(ranking, relevant)
    assert all(0 <= getattr(found, name) <= 1 + 1e-9 for name in ("hit1", "hit3", "mrr", "ndcg", "recall"))


def test_without_the_library_one_line_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ir_measures", None)
    with pytest.raises(SettingsError, match=r"plan-assistant\[eval\]") as raised:
        retrieval([record()])
    assert "\n" not in str(raised.value)
