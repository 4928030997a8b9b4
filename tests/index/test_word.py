from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from hypothesis import given, settings
from hypothesis import strategies as st

from index.document import Outline, Role
from index.load.word import load_word
from index.outline import outline_document
from tests.index.made import Paragraph, flatten_styles, number_headings, word_file
from tests.index.test_accounting import pieces_at

PLAN: list[Paragraph] = [
    ("Title", "みどり市総合計画"),
    ("Normal", "令和5年4月1日"),
    ("Heading 1", "基本的な考え方"),
    ("Heading 2", "計画の目的"),
    ("Normal", "市民の暮らしを守り、安心して住み続けられるまちをつくる。"),
    ("List Bullet", "計画の期間は5年間とする"),
    ("Heading 2", "推進体制"),
    ("Normal", "市長を本部長とする推進本部を置き、年2回会議を開く。"),
    ("Heading 1", "施策"),
    ("表", "取組|時期/分別の徹底|令和6年度/生ごみの堆肥化|令和7年度"),
]
PATHS = [("基本的な考え方",), ("基本的な考え方", "計画の目的"), ("基本的な考え方", "推進体制"), ("施策",)]


def cut(path: Path) -> Outline:
    source = load_word(path)
    return outline_document(source, source.title)


def paths(path: Path) -> list[tuple[str, ...]]:
    return [section.path for section in cut(path).sections if section.path]


def test_heading_styles_make_the_outline(tmp_path: Path) -> None:
    path = word_file(tmp_path / "計画.docx", PLAN)
    assert paths(path) == PATHS
    assert load_word(path).title == "みどり市総合計画"


def test_numbers_that_word_draws_are_part_of_the_heading(tmp_path: Path) -> None:
    path = word_file(tmp_path / "計画.docx", PLAN)
    number_headings(path, [("japaneseCounting", "第%1章"), ("decimalFullWidth", "%1.%2")])
    assert (
        paths(path)[1] == ("第一章 基本的な考え方", "１.１ 計画の目的") or paths(path)[1][0] == "第一章 基本的な考え方"
    )
    assert [found[-1] for found in paths(path)] == [
        "第一章 基本的な考え方",
        "一.１ 計画の目的",
        "一.２ 推進体制",
        "第二章 施策",
    ]


def test_a_row_knows_the_head_of_its_table_and_its_paragraphs(tmp_path: Path) -> None:
    path = word_file(tmp_path / "計画.docx", PLAN)
    source = load_word(path)
    (row,) = [unit for unit in cut(path).units if "分別" in unit.text]
    assert (row.text, row.context) == ("分別の徹底 令和6年度", "取組 時期")
    numbered = [p.text for p in docx.Document(str(path)).element.body.iter(qn("w:t"))]
    first, last = source.places[row.first_line - 1].paragraphs or (0, 0)
    assert numbered[first - 1 : last] == ["分別の徹底", "令和6年度"]


def add_contents(path: Path, entries: list[str], *, styled: bool) -> None:
    document = docx.Document(str(path))
    first = document.paragraphs[2]
    if styled:
        document.styles.add_style("toc 1", 1)
    for entry in entries:
        paragraph = first.insert_paragraph_before(entry, "toc 1" if styled else "Normal")
        if not styled:
            link = OxmlElement("w:hyperlink")
            link.set(qn("w:anchor"), "_Toc1")
            for run in paragraph.runs:
                link.append(run._r)
            paragraph._p.append(link)
    document.save(str(path))


@pytest.mark.parametrize("styled", [True, False])
def test_where_styles_are_lost_the_contents_list_names_the_headings(tmp_path: Path, styled: bool) -> None:
    path = word_file(tmp_path / "計画.docx", PLAN)
    flatten_styles(path)
    entries = ["1\t基本的な考え方\t2", "1.1\t計画の目的\t2", "1.2\t推進体制\t3", "2\t施策\t4"]
    add_contents(path, entries, styled=styled)
    assert paths(path) == [
        ("1 基本的な考え方",),
        ("1 基本的な考え方", "1.1 計画の目的"),
        ("1 基本的な考え方", "1.2 推進体制"),
        ("2 施策",),
    ]
    assert [piece.reason for piece in cut(path).furniture] == ["目次"] * 4


def test_without_styles_and_contents_short_paragraphs_above_longer_ones_are_headings(tmp_path: Path) -> None:
    path = word_file(tmp_path / "計画.docx", PLAN)
    flatten_styles(path)
    assert [found[-1] for found in paths(path)] == [found[-1] for found in PATHS]


def test_deleted_text_readings_and_fallbacks_are_left_out_and_text_boxes_read(tmp_path: Path) -> None:
    path = word_file(tmp_path / "計画.docx", [("Normal", "本文である。")])
    document = docx.Document(str(path))
    run = document.paragraphs[0].runs[0]._r
    for tag, inner, text in (("w:del", "w:delText", "消した"), ("w:txbxContent", "w:t", "枠の中")):
        outer = OxmlElement(tag)
        paragraph = OxmlElement("w:p")
        content = OxmlElement(inner)
        content.text = text
        added = OxmlElement("w:r")
        added.append(content)
        (paragraph if tag == "w:txbxContent" else outer).append(added)
        if tag == "w:txbxContent":
            outer.append(paragraph)
        run.append(outer)
    document.save(str(path))
    assert [line.text for line in load_word(path).lines] == ["本文である。", "枠の中"]


def test_a_frame_around_a_text_is_no_table(tmp_path: Path) -> None:
    path = word_file(tmp_path / "計画.docx", [("Normal", "前文"), ("表", "枠に入れた注意書きである。")])
    assert [(line.text, line.mark.role) for line in load_word(path).lines if line.mark] == [
        ("前文", Role.TEXT),
        ("枠に入れた注意書きである。", Role.TEXT),
    ]


TEXT = st.text(st.sampled_from("市民の手続を見直し、電子申請を始める。①・-1(#|<b>\t 　"), min_size=1, max_size=40)
STYLE = st.sampled_from(["Normal", "Heading 1", "Heading 2", "List Bullet", "Title"])
TABLE = st.tuples(
    st.just("表"),
    st.lists(st.lists(st.sampled_from(["取組", "令和6年度", "", "押印の廃止。"]), min_size=2, max_size=2).map("|".join), min_size=1, max_size=3).map("/".join),
)  # fmt: skip


@given(st.lists(st.one_of(st.tuples(STYLE, TEXT), TABLE), max_size=8))
@settings(max_examples=40, deadline=None)
def test_any_word_file_is_quoted_word_for_word_and_accounted_for(
    tmp_path_factory: pytest.TempPathFactory, paragraphs: list[Paragraph]
) -> None:
    path = word_file(tmp_path_factory.mktemp("w") / "a.docx", paragraphs)
    source = load_word(path)
    found = outline_document(source, source.title)
    held = pieces_at(source.text, found)
    assert all(held[place] == 1 for place, character in enumerate(source.text) if not character.isspace())
    every = list(docx.Document(str(path)).element.body.iter(qn("w:p")))
    for unit in found.units:
        first, last = source.places[unit.first_line - 1].paragraphs, source.places[unit.last_line - 1].paragraphs
        assert first and last
        there = "".join(t.text or "" for p in every[first[0] - 1 : last[1]] for t in p.iter(qn("w:t")))
        assert "".join(source.text[unit.start : unit.end].split()) in "".join(there.split())


def test_a_row_in_a_content_control_is_read_and_a_text_box_in_a_cell_once(tmp_path: Path) -> None:
    path = word_file(tmp_path / "計画.docx", [("表", "取組|時期/分別|令和6年度/堆肥|令和7年度")])
    document = docx.Document(str(path))
    rows = document.tables[0].rows
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    rows[2]._tr.addprevious(control)
    control.append(content)
    content.append(rows[2]._tr)
    box = "<w:txbxContent><w:p><w:r><w:t>枠の中</w:t></w:r></w:p></w:txbxContent>"
    spaces = (
        nsdecls("w") + ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        ' xmlns:v="urn:schemas-microsoft-com:vml"'
    )
    choices = f'<mc:Choice Requires="wps">{box}</mc:Choice><mc:Fallback><v:textbox>{box}</v:textbox></mc:Fallback>'
    run = f"<w:r {spaces}><mc:AlternateContent>{choices}</mc:AlternateContent></w:r>"
    rows[1].cells[0].paragraphs[0]._p.append(parse_xml(run))
    document.save(str(path))
    texts = [line.text for line in load_word(path).lines]
    assert texts == ["取組\t時期", "分別\n枠の中\t令和6年度", "堆肥\t令和7年度"]
