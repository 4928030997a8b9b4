import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.measures.intervals import Figure, bootstrap, bootstrap_mean, quantile_of, wilson

UNIT = st.floats(0, 1)


def test_wilson_by_hand() -> None:
    """8 of 10: (0.8 + 0.19207 ± 1.95996·√(0.016 + 0.009604)) / 1.38415."""
    figure = wilson(8, 10)
    assert (figure.value, figure.n) == (0.8, 10)
    assert (figure.low, figure.high) == (pytest.approx(0.49016, abs=1e-5), pytest.approx(0.94332, abs=1e-5))


def test_wilson_as_newcombe_prints_it() -> None:
    """Newcombe, Statistics in Medicine 17, 1998, table I, method 3: 81/263, 15/148, 0/20, 1/29."""
    for successes, n, low, high in [
        (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718),
    ]:  # fmt: skip
        figure = wilson(successes, n)
        assert (figure.low, figure.high) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_contains_the_rate_and_lies_in_the_unit_interval(counts: tuple[int, int]) -> None:
    figure = wilson(*counts)
    assert 0 <= figure.low <= figure.value <= figure.high <= 1


@pytest.mark.parametrize(("successes", "n"), [(0, 0), (3, 2), (-1, 2)])
def test_what_is_no_rate_is_refused(successes: int, n: int) -> None:
    with pytest.raises(ValueError, match="no rate"):
        wilson(successes, n)


@given(st.lists(st.tuples(UNIT, st.sampled_from("甲乙丙丁")), min_size=1, max_size=30))
def test_the_bootstrap_is_deterministic_and_stays_among_the_values(pairs: list[tuple[float, str]]) -> None:
    values, clusters = [value for value, _ in pairs], [cluster for _, cluster in pairs]
    figure = bootstrap_mean(values, clusters)
    assert figure == bootstrap_mean(values, clusters)
    assert min(values) - 1e-9 <= figure.low <= figure.high <= max(values) + 1e-9
    assert figure.value == pytest.approx(np.mean(values))


def test_questions_of_one_section_count_as_one_piece_of_evidence() -> None:
    values = [1.0, 1.0, 1.0, 0.0, 0.0, 0.0] * 10
    apart = bootstrap_mean(values, [str(number) for number in range(60)])
    together = bootstrap_mean(values, [str(number // 3) for number in range(60)])
    assert together.high - together.low > 1.5 * (apart.high - apart.low)


def test_the_bootstrap_agrees_with_the_normal_interval_where_that_holds() -> None:
    values = [0.0, 1.0] * 200
    figure = bootstrap_mean(values, [str(number) for number in range(400)])
    half = 1.96 * 0.5 / 400**0.5
    assert (figure.low, figure.high) == (pytest.approx(0.5 - half, abs=0.008), pytest.approx(0.5 + half, abs=0.008))


def test_constant_values_and_one_cluster_give_a_point() -> None:
    assert bootstrap_mean([0.5, 0.5], ["甲", "乙"]) == Figure(0.5, 0.5, 0.5, 2)
    assert bootstrap_mean([0.0, 1.0], ["甲", "甲"]) == Figure(0.5, 0.5, 0.5, 2)


def test_no_records_have_no_interval() -> None:
    with pytest.raises(ValueError, match="no records"):
        bootstrap_mean([], [])


@given(st.lists(st.floats(0, 1000), min_size=1, max_size=40), st.sampled_from([0.05, 0.5, 0.95, 1.0]))
def test_a_quantile_is_the_inverse_of_the_distribution(values: list[float], share: float) -> None:
    figure = bootstrap(quantile_of(values, share), [str(number) for number in range(len(values))])
    assert figure.value == np.quantile(values, share, method="inverted_cdf")
    assert min(values) <= figure.low <= figure.high <= max(values)
