"""Which evidence of two editions stands side by side."""

from assistant import PlanAssistant
from assistant.answer import Statement
from assistant.ui.counterparts import counterparts
from tests.assistant.export.made import answer, citation, comparison


def test_what_speaks_of_the_same_stands_side_by_side() -> None:
    said = [
        ("健康保険証としての利用をR4年度末までに全ての医療機関等で", 1, 0),
        ("運転免許証との一体化をR6年度末に開始", 2, 0),
        ("令和6年度末の運転免許証との一体化を前倒し", 3, 1),
        ("2024年秋に健康保険証を廃止し、医療機関等での利用へ", 4, 1),
    ]
    statements = [Statement(text=text, kind="quote", citations=[n], column=column) for text, n, column in said]
    made = answer(statements=statements, citations=[citation(number) for number in range(1, 5)], related=[])
    assert counterparts(made) == {1: 4, 2: 3, 3: 2, 4: 1}


def test_the_same_heading_counts_too() -> None:
    statements = [
        Statement(text="目標を定める", kind="quote", citations=[1], column=0),
        Statement(text="体制を整える", kind="quote", citations=[2], column=0),
        Statement(text="着実に進める", kind="quote", citations=[3], column=1),
    ]
    sections = (["1. 防災"], ["2. 教育データの利活用"], ["第4 教育データの利活用"])
    places = [citation(number, section=section) for number, section in enumerate(sections, 1)]
    assert counterparts(answer(statements=statements, citations=places, related=[])) == {1: 3, 2: 3, 3: 2}


def test_nothing_stands_beside_where_nothing_is_compared() -> None:
    assert counterparts(answer()) == {}
    assert counterparts(comparison()) == {1: 2, 2: 1}


def test_a_real_comparison_pairs_across_the_editions(five: PlanAssistant) -> None:
    compared = five.ask("2021年の計画と2023年の計画案で、運転免許証の扱いを比べて")
    pairs = counterparts(compared)
    column = {n: said.column for said in compared.statements for n in said.citations}
    assert pairs.keys() == column.keys() and all(column[one] != column[other] for one, other in pairs.items())
    heads = {place.number: place.section for place in compared.citations}
    drive = next(number for number, head in heads.items() if "運転免許証をはじめ" in head[-1])
    assert "マイナンバーカードの普及及び利用の推進" in heads[pairs[drive]]
