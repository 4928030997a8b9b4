"""Every character that is no white space belongs to exactly one unit, heading or piece of furniture."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.catalog import read_catalog
from index.document import Outline
from index.load import load, split_lines
from index.outline import outline_document
from index.outline.remainder import UNEXPLAINED
from tests.conftest import DOCUMENTS

LISTED = Path(__file__).parents[2] / "docs" / "furniture.tsv"

PIECES = st.sampled_from(
    [
        "# みどり市の計画",
        "## 2. 取組",
        "第1章 基本的な考え方",
        "第3-2 1. 行政サービス①",
        "第3-2 1. 行政サービス②",
        "(1) 窓口の見直し",
        "① 押印を廃止する",
        "【影響】",
        "・令和6年度中に電子申請を始める。",
        "- 避難所30か所に無線を置く",
        "  - **市民**の声を聴く",
        "市は窓口の混雑を和らげるため、手続を",
        "見直し、電子申請を広げる。",
        "取組\t時期\t担当",
        "分別の徹底\t令和6年度\t環境課",
        "| 取組 | 時期 |",
        "| --- | --- |",
        "| <p>分別</p> <p></p> | 令和6年度 |",
        "1. 推進\t計画を推進。計画を推進。",
        "2. 推進\t計画を推進。計画を推進。",
        "1. 経緯",
        "2. 体制",
        "3. 計画",
        "背景と課題........................3",
        "目的………………5",
        "概要\t12",
        "目次",
        "**",
        "<br>",
        "<https://www.example.jp/>",
        "---",
        "点",
        "検",
        "12",
        "　",
        "",
        "\u200b",
        "\x0c図１　構成",
        "⺠間の取組。⽴場を超える。",
        "a<b> c",
        "&amp;&nbsp;",
        "＜参考＞",
    ]
)
TEXTS = st.lists(st.one_of(PIECES, PIECES, st.text(max_size=12)), max_size=30).map("\n".join)


def pieces_at(text: str, cut: Outline) -> Counter[int]:
    """How many units, headings and pieces of furniture hold each character."""
    spans = [(piece.start, piece.end) for piece in (*cut.units, *cut.sections, *cut.furniture)]
    return Counter(place for start, end in spans for place in range(start, end) if not text[place].isspace())


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_each_character_belongs_to_one_unit_heading_or_furniture(text: str) -> None:
    cut = outline_document(split_lines(text), "みどり市の計画")
    held = pieces_at(text, cut)
    assert {place: text[place] for place, c in enumerate(text) if not c.isspace() and held[place] != 1} == {}
    assert [text[piece.start : piece.end] for piece in cut.furniture if piece.reason == UNEXPLAINED] == []


@given(TEXTS)
@settings(max_examples=100, deadline=None)
def test_a_unit_lies_in_its_section_and_in_its_lines(text: str) -> None:
    source = split_lines(text)
    cut = outline_document(source, "")
    for unit in cut.units:
        section = cut.sections[unit.section]
        assert section.first_line <= unit.first_line <= unit.last_line <= section.last_line
        assert source.lines[unit.first_line - 1].start <= unit.start < unit.end
        assert unit.end <= source.lines[unit.last_line - 1].end


@pytest.mark.parametrize("path", sorted(DOCUMENTS.glob("*.txt")), ids=lambda path: path.stem)
def test_the_furniture_of_the_five_documents_is_the_listed_one_and_small(path: Path) -> None:
    source = load(path)
    cut = outline_document(source, read_catalog(DOCUMENTS)[path.stem].title)
    letters = sum(not character.isspace() for character in source.text)
    held = pieces_at(source.text, cut)
    assert set(held.values()) == {1}
    assert len(held) == letters
    furniture = [(piece.reason, " ".join(source.text[piece.start : piece.end].split())) for piece in cut.furniture]
    assert (
        sum(not c.isspace() for piece in cut.furniture for c in source.text[piece.start : piece.end]) <= 0.06 * letters
    )
    rows = [line.split("\t") for line in LISTED.read_text("utf-8").splitlines()[1:]]
    assert furniture == [(reason, text) for slug, _, reason, text in rows if slug == path.stem]
