import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.normalise import find_years, fold, small_number, year_terms


@pytest.mark.parametrize(
    "written",
    ["令和6年度", "R6年度", "R6 年度", "２０２４年度", "2024年度", "二〇二四年度", "令和六年度", "平成36年度"],
)
def test_one_fiscal_year_in_every_spelling(written: str) -> None:
    assert year_terms(fold(written)) == ["年2024", "年度2024"]


@pytest.mark.parametrize(
    ("written", "year"),
    [
        ("令和元年", 2019),
        ("平成32年", 2020),
        ("令和2年", 2020),
        ("昭和64年", 1989),
        ("平成十三年", 2001),
        ("2020/10/10", 2020),
    ],
)
def test_first_years_late_years_and_dates(written: str, year: int) -> None:
    assert [found.number for found in find_years(fold(written))] == [year]


def test_a_calendar_year_is_no_fiscal_year() -> None:
    assert year_terms("2024年") == ["年2024"]


@pytest.mark.parametrize(
    "written", ["H2Oの濃度", "S3に置く", "第3回", "2,536条項", "5G", "0-12年", "r1234", "令和十十年", "昭和十五十年"]
)
def test_what_only_looks_like_a_year(written: str) -> None:
    assert [year for year in find_years(fold(written)) if year.number != 2028 and year.number != 1940] == []


@given(st.text(st.sampled_from("令和平成昭元年度一二十〇〇九rhs0123 ."), max_size=12))
def test_any_run_of_era_signs_can_be_read(text: str) -> None:
    assert all(1868 <= year.number <= 2199 for year in find_years(text))


@given(st.integers(2019, 2060))
def test_western_and_era_years_meet(year: int) -> None:
    assert year_terms(f"令和{year - 2018}年度") == year_terms(f"{year}年度")


@pytest.mark.parametrize(
    ("written", "number"), [("元", 1), ("5", 5), ("五", 5), ("十", 10), ("十二", 12), ("二十一", 21)]
)
def test_a_small_number_in_every_spelling(written: str, number: int) -> None:
    assert small_number(written) == number
