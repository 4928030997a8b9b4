import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.measures.nuggets import Nuggets, nuggets, nuggets_of
from tests.eval.measures.examples import record

FACTS = [["2026年", "令和8年"], ["マイナンバーカード"], ["必要事項"], ["電子証明書"]]
ANSWER = "令和８年中を視野に次期マイナンバーカードの導入を目指し、必要事項を検討"


def test_vital_and_okay_nuggets_are_told_apart() -> None:
    found = nuggets(ANSWER, FACTS, [True, True, False, True])
    assert (found.vital_said, found.vital, found.okay_said, found.okay) == (2, 3, 1, 1)
    assert found.recall == pytest.approx(2 / 3)


def test_the_formula_of_trec_by_hand() -> None:
    """r = 2 of R = 4 vital, a = 1 okay, 400 characters: allowance 300, P = 0.75, F(5) = 26·0.375/(18.75 + 0.5)."""
    found = Nuggets(vital_said=2, vital=4, okay_said=1, okay=3, length=400)
    assert (found.recall, found.precision) == (0.5, 0.75)
    assert found.f(5) == pytest.approx(26 * 0.375 / 19.25)
    assert found.f() == pytest.approx(10 * 0.375 / (9 * 0.75 + 0.5))


def test_every_fact_of_a_record_is_vital() -> None:
    assert nuggets_of(record()).recall == 1.0
    assert nuggets_of(record(must_contain=[["2026年"], ["2027年"]])).recall == 0.5
    assert nuggets_of(record(must_contain=[])).recall == 1.0


def test_an_answer_that_says_nothing() -> None:
    found = nuggets("", FACTS)
    assert (found.recall, found.f()) == (0.0, 0.0)
    assert nuggets("別の話" * 10, FACTS).precision == 0.0


@given(
    st.lists(st.sampled_from([fact[0] for fact in FACTS]), max_size=6), st.lists(st.booleans(), min_size=4, max_size=4)
)
def test_recall_never_falls_when_more_is_said(said: list[str], vital: list[bool]) -> None:
    shares = [nuggets("、".join(said[:end]), FACTS, vital).recall for end in range(len(said) + 1)]
    assert shares == sorted(shares)
    assert all(0 <= share <= 1 for share in shares)


def test_a_flag_for_every_nugget() -> None:
    with pytest.raises(ValueError, match="zip"):
        nuggets(ANSWER, FACTS, [True])
