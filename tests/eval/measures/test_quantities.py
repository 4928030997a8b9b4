import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.measures.quantities import canonical, numbers_agree, readings, stated

SAME = [
    ("120件", "１２０件"), ("120件", "百二十件"), ("1万2千トン", "12,000トン"), ("1.2兆円", "1兆2,000億円"),
    ("令和6年度", "2024年度"), ("令和6年度", "R6 年度"), ("二〇二四年度", "令和六年度"), ("令和元年", "2019年"),
    ("2021年12月24日", "令和3年12月24日"), ("2021年12月24日", "2021/12/24"), ("2021年12月24日", "令和三年十二月二十四日"),
    ("5か月", "５ヶ月"), ("3パーセント", "3%"), ("35か所", "三十五カ所"), ("第3回", "第三回"), ("3つ", "三つ"),
    ("2025年度", "2025〜2030年度"), ("5人", "5～10人"), ("3.0%", "3%"), ("千人", "1,000人"), ("2024年", "令和6年度"), ("Society5.0", "Society 5.0"),
]  # fmt: skip
OTHER = [
    ("120件", "121件"), ("120件", "1120件"), ("120件", "120人"), ("120件", "件数"), ("2024年度", "2024年"),
    ("令和6年度", "令和5年度"), ("2021年12月24日", "2021年12月22日と2022年12月24日"), ("第3回", "3回"), ("3回", "第3回"),
    ("120件以上", "120件以下"), ("5G", "4G"), ("3%", "3ポイント"), ("1.5倍", "15倍"), ("12,000円", "12円"),
    ("2、3年", "23年"), ("100万人", "100人"), ("Society6.0", "Society 5.0"), ("COVID-19", "COVID-20"),
]  # fmt: skip


@pytest.mark.parametrize(("statement", "quote"), SAME)
def test_one_number_in_two_spellings_agrees(statement: str, quote: str) -> None:
    assert numbers_agree(f"対象は{statement}とする。", [f"・対象は、{quote}とすること"])


@pytest.mark.parametrize(("statement", "quote"), OTHER)
def test_another_number_does_not(statement: str, quote: str) -> None:
    assert not numbers_agree(f"対象は{statement}とする。", [f"・対象は、{quote}とすること"])


@pytest.mark.parametrize(
    "text",
    [
        "十分に検討する",
        "第三者機関",
        "数十の自治体",
        "同一人物",
        "千葉市",
        "一般的な",
        "①デジタル化",
        "四半期",
    ],
)
def test_words_that_state_no_number(text: str) -> None:
    assert stated(text) == frozenset()


def test_the_numbers_may_stand_in_several_quotes() -> None:
    assert numbers_agree("令和6年度に120件を廃止", ["2024年度中に", "120件の手続"])
    assert not numbers_agree("令和6年度に120件を廃止", ["2024年度中に"])
    assert numbers_agree("押印を廃止する", [])
    assert not numbers_agree("120件", [])


def test_a_date_states_its_parts() -> None:
    assert {"2021年12月24日", "2021年12月", "12月24日", "2021年", "24日"} <= readings("令和3年12月24日")
    assert stated("令和3年12月24日") == {"2021年12月24日"}


def test_one_spelling() -> None:
    assert canonical("Ｒ６年度に百二十件（３パーセント）") == "2024年度に120件(3%)"


@given(st.integers(0, 10**9), st.sampled_from(["件", "人", "円", "%", "か所", ""]))
def test_a_number_agrees_with_itself_and_with_no_other(number: int, unit: str) -> None:
    assert numbers_agree(f"約{number}{unit}", [f"約{number:,}{unit}である"])
    assert not numbers_agree(f"約{number + 1}{unit}", [f"約{number}{unit}である"])


@given(st.text("〇一二十百千万億年月日度第件,.0123456789令和R/-～人 ", max_size=20))
def test_any_text_agrees_with_itself(text: str) -> None:
    assert numbers_agree(text, [text])
