import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.measures.compare import compare, compare_all, mcnemar
from eval.measures.intervals import Figure
from eval.record import Record
from tests.eval.measures.examples import record, unanswerable


def right(one: Record) -> bool:
    return one.right


def run(outcomes: list[bool]) -> list[Record]:
    """A run with a question a section, right or wrong."""
    return [
        record(id=f"q{number}", cluster=f"第{number}節", rank=0 if good else None, ranking=[good])
        for number, good in enumerate(outcomes)
    ]


def test_mcnemar_by_hand() -> None:
    """1 lost, 5 won: 2·(1 + 6)/64."""
    assert mcnemar(1, 5) == pytest.approx(0.21875)
    assert mcnemar(0, 6) == pytest.approx(2 / 64)
    assert mcnemar(0, 0) == mcnemar(3, 3) == 1.0


@given(st.integers(0, 60), st.integers(0, 60))
def test_mcnemar_is_symmetric_and_a_probability(lost: int, won: int) -> None:
    assert mcnemar(lost, won) == mcnemar(won, lost)
    assert 0 < mcnemar(lost, won) <= 1


@given(st.lists(st.booleans(), min_size=1, max_size=30))
def test_identical_runs_do_not_differ(outcomes: list[bool]) -> None:
    compared = compare(run(outcomes), run(outcomes), right)
    assert compared is not None
    assert compared.difference == Figure(0.0, 0.0, 0.0, len(outcomes))
    assert (compared.lost, compared.won, compared.p) == ((), (), 1.0)
    for one in compare_all(run(outcomes), run(outcomes)).values():
        assert (one.difference.value, one.difference.low, one.difference.high) == (0, 0, 0)


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=30))
def test_the_other_way_round_the_difference_turns(pairs: list[tuple[bool, bool]]) -> None:
    before, after = run([one for one, _ in pairs]), run([one for _, one in pairs])
    there, back = compare(before, after, right), compare(after, before, right)
    assert there is not None
    assert back is not None
    assert there.difference.value == pytest.approx(-back.difference.value)
    assert (there.lost, there.won, there.p) == (back.won, back.lost, back.p)


def test_a_neutral_change_of_three_lost_and_three_won_stays_above_the_tolerance() -> None:
    before = run([True] * 100 + [False] * 30)
    after = run([False] * 3 + [True] * 100 + [False] * 27)
    compared = compare(before, after, right)
    assert compared is not None
    assert compared.difference.value == 0
    assert (compared.lost, compared.won) == (("q0", "q1", "q2"), ("q100", "q101", "q102"))
    assert -0.05 < compared.difference.low < 0 < compared.difference.high < 0.05


def test_a_real_loss_is_below_the_tolerance() -> None:
    compared = compare(run([True] * 130), run([False] * 13 + [True] * 117), right)
    assert compared is not None
    assert compared.difference.value == pytest.approx(-0.1)
    assert compared.difference.low < -0.05
    assert compared.p < 0.001


def test_only_questions_that_both_asked_and_that_the_measure_applies_to_count() -> None:
    before = [record(id="a", facts=0.5), record(id="b", facts=None), record(id="c", facts=1.0)]
    after = [record(id="d", facts=0.0), record(id="b", facts=1.0), record(id="a", facts=1.0)]
    compared = compare(before, after, lambda one: one.facts)
    assert compared is not None
    assert (compared.before, compared.after, compared.difference.n, compared.won) == (0.5, 1.0, 1, ("a",))
    assert compare(before, [record(id="z")], right) is None


def test_more_false_refusals_are_questions_lost() -> None:
    refused = record(status="not_found", citations=[], ranking=[], rank=None)
    compared = compare_all([record()], [refused])
    assert compared["false_refusals"].difference.value == 1.0
    assert compared["false_refusals"].lost == compared["right"].lost == compared["first"].lost == ("q1",)
    assert "refused" not in compared
    assert compare_all([unanswerable()], [unanswerable(status="answered")])["refused"].lost == ("q1",)
