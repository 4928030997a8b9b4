import pytest

from assistant.compose.cut_statements import text_of, whole_statements
from index.document import Unit, UnitKind
from index.store.content import StoredUnit


def unit(number: int, text: str, section: int = 0) -> StoredUnit:
    return StoredUnit(number, 0, 0, Unit(section, UnitKind.SENTENCE, 0, 1, number, number, text))


@pytest.mark.parametrize(
    ("texts", "picked", "whole"),
    [
        (["データを分野を越えて連携", "させ、支援に活用する。"], 1, "データを分野を越えて連携させ、支援に活用する。"),
        (["自らの手でデザインすることができるよ", "うな社会"], 0, "自らの手でデザインすることができるような社会"),
        (["窓口を開く。", "ないものは電話で聞く。"], 1, "ないものは電話で聞く。"),
        (["飲み水", "のり"], 1, "のり"),
    ],
)
def test_what_was_cut_apart_is_said_together(texts: list[str], picked: int, whole: str) -> None:
    units = [unit(number, text) for number, text in enumerate(texts)]
    (said,) = whole_statements([units[picked]], units)
    assert text_of(said) == whole


def test_no_unit_is_said_twice() -> None:
    units = [unit(0, "分野を越えて連携"), unit(1, "させ、活用する。"), unit(2, "窓口を開く。")]
    assert [len(said) for said in whole_statements(units, units)] == [2, 1]


def test_a_statement_ends_with_its_section() -> None:
    units = [unit(0, "分野を越えて連携", section=0), unit(1, "させ、活用する。", section=1)]
    assert [len(said) for said in whole_statements(units, units)] == [1, 1]
