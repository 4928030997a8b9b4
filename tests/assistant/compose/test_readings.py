import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.compose.readings import readings
from assistant.compose.templates import is_frame
from index.normalise import era_names, find_years, fold


@pytest.mark.parametrize(
    ("texts", "frame"),
    [
        (["R4 年度中を目途に取りまとめ"], "（R4 年度は2022年度）"),
        (["２０２５年度までに整備"], "（２０２５年度は令和7年度）"),
        (["二〇二四年度の予算"], "（二〇二四年度は令和6年度）"),
        (["平成32年までに"], "（平成32年は2020年／令和2年）"),
        (["2019年に始める"], "（2019年は平成31年／令和元年）"),
        (["法施行(2016.12)"], "（2016年は平成28年）"),
        (["2026年（令和8年）中を視野に"], ""),
        (["R6年度", "2024年度（令和6年度）"], ""),
        (["年度末までに", "来春"], ""),
        (["H30年度、R1年度、R2年度、R3年度、R4年度の推移"], ""),
    ],
)
def test_a_year_is_shown_as_written_with_its_other_reading_once(texts: list[str], frame: str) -> None:
    assert readings(texts) == frame


@given(st.integers(1900, 2099), st.sampled_from(["年", "年度"]))
def test_the_other_reading_is_the_same_year(number: int, unit: str) -> None:
    frame = readings([f"{number}{unit}に行う"])
    assert is_frame(frame)
    assert {year.number for year in find_years(fold(frame))} == {number}
    assert {year.fiscal for year in find_years(fold(frame))} == {unit == "年度"}


def test_each_era_begins_and_ends_in_its_year() -> None:
    assert era_names(1989) == ["昭和64", "平成元"]
    assert era_names(2019) == ["平成31", "令和元"]
    assert era_names(2024) == ["令和6"]


def test_years_that_share_their_unit_are_read_each() -> None:
    assert readings(["R3、4年度に整備"]) == "（R3年度は2021年度、R4年度は2022年度）"
    assert readings(["令和元、2年度の予算"]) == "（令和元年度は2019年度、令和2年度は2020年度）"
    assert readings(["令和三、4年度に整備"]) == "（令和三年度は2021年度、令和4年度は2022年度）"


def test_a_calendar_year_is_no_reading_of_a_fiscal_year() -> None:
    assert readings(["R6年度末に一体化", "2024年（令和6年）秋に一体化"]) == "（R6年度は2024年度）"
