from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.measures.confidence import Point, brier, ece, reliability, risk_coverage, risk_coverage_area
from eval.record import Record
from tests.eval.measures.examples import record

Pairs = list[tuple[float, bool]]
PAIRS = st.lists(st.tuples(st.sampled_from([0.0, 0.25, 0.5, 0.9, 1.0]) | st.floats(0, 1), st.booleans()), min_size=1)


def of(pairs: Pairs) -> list[Record]:
    return [
        record(id=f"q{number}", confidence=confidence, rank=0 if right else None)
        for number, (confidence, right) in enumerate(pairs)
    ]


def test_brier_by_hand() -> None:
    assert brier(of([(0.9, True), (0.6, False)])) == pytest.approx((0.01 + 0.36) / 2)


def test_ece_by_hand_with_two_records_a_bin() -> None:
    """Bins of (0.0, 0.1), (0.1, 0.15) …: 20 records, all right at confidence 1 but for the five lowest bins."""
    pairs = [(0.05 * number, number >= 10) for number in range(20)]
    low = [abs(0 - (0.05 * number + 0.025)) for number in range(0, 10, 2)]
    high = [abs(1 - (0.05 * number + 0.025)) for number in range(10, 20, 2)]
    assert ece(of(pairs)) == pytest.approx((sum(low) + sum(high)) / 10)


def test_ece_of_a_perfect_and_of_a_boastful_assistant() -> None:
    assert ece(of([(1.0, True), (0.0, False)])) == pytest.approx(0.0)
    assert ece(of([(1.0, False)] * 7)) == pytest.approx(1.0)
    assert ece(of([(0.8, number < 8) for number in range(10)])) == pytest.approx(0.0)


def test_the_reliability_table() -> None:
    table = reliability(of([(0.05 * number, number >= 10) for number in range(20)]))
    assert [row.questions for row in table] == [pytest.approx(2)] * 10
    assert table[0].confidence == pytest.approx(0.025)
    assert [round(row.right, 9) for row in table] == [0] * 5 + [1] * 5
    assert reliability([]) == []


def test_the_curve_and_its_area_by_hand() -> None:
    records = of([(0.9, True), (0.8, False), (0.5, True), (0.5, False)])
    assert risk_coverage(records) == [Point(0.9, 0.25, 0.0), Point(0.8, 0.5, 0.5), Point(0.5, 1.0, 0.5)]
    # of the tie either order: (0 + 1/2 + 1/3 + 2/4) / 4 or (0 + 1/2 + 2/3 + 2/4) / 4
    assert risk_coverage_area(records) == pytest.approx((0 + 1 / 2 + 1 / 2 + 1 / 2) / 4)
    assert risk_coverage([]) == []


@given(PAIRS)
def test_all_lie_in_the_unit_interval_whatever_the_order(pairs: Pairs) -> None:
    for measure in (ece, brier, risk_coverage_area):
        value = measure(of(pairs))
        assert -1e-9 <= value <= 1 + 1e-9
        assert measure(of(pairs[::-1])) == pytest.approx(value)


@given(PAIRS)
def test_the_curve_ends_with_all_records_and_the_error_rate(pairs: Pairs) -> None:
    curve = risk_coverage(of(pairs))
    assert curve[-1].coverage == pytest.approx(1.0)
    assert curve[-1].risk == pytest.approx(sum(not right for _, right in pairs) / len(pairs))
    assert [point.coverage for point in curve] == sorted(point.coverage for point in curve)


@given(PAIRS)
def test_the_table_adds_up_to_the_error(pairs: Pairs) -> None:
    table = reliability(of(pairs))
    total = sum(row.questions * abs(row.right - row.confidence) for row in table) / len(pairs)
    assert total == pytest.approx(ece(of(pairs)), abs=1e-9)
    assert sum(row.questions for row in table) == pytest.approx(len(pairs))


@given(st.lists(st.tuples(st.sampled_from([0.2, 0.7]), st.booleans()), min_size=1, max_size=5))
def test_the_area_is_the_mean_over_all_orders_of_ties(pairs: Pairs) -> None:
    def area(order: tuple[tuple[float, bool], ...]) -> float:
        wrong = np.cumsum([not right for _, right in order])
        return float(np.mean(wrong / np.arange(1, len(order) + 1)))

    orders = [o for o in permutations(pairs) if [c for c, _ in o] == sorted((c for c, _ in o), reverse=True)]
    assert risk_coverage_area(of(pairs)) == pytest.approx(np.mean([area(order) for order in orders]))
