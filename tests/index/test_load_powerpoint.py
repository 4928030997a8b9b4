import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pptx import Presentation
from pptx.oxml import parse_xml
from pptx.util import Emu, Inches, Pt

from index.document import SourceText
from index.load import load
from index.load.powerpoint import load_powerpoint


def shown(source: SourceText) -> list[tuple[int | None, str, int, str]]:
    return [
        (place.page, line.mark.role.value, line.mark.level, line.text)
        for line, place in zip(source.lines, source.places, strict=True)
        if line.mark
    ]


def box(shapes, left: float, top: float, text: str):
    frame = shapes.add_textbox(Inches(left), Inches(top), Inches(2), Inches(0.5)).text_frame
    frame.text = text
    return frame


def test_slides_in_reading_order(tmp_path: Path) -> None:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    box(slide.shapes, 5, 6, "右下")
    box(slide.shapes, 1, 6.05, "左下")
    group = slide.shapes.add_group_shape()
    box(group.shapes, 1, 7, "組の中")
    slide.shapes.title.text = "第1章\v推進体制"
    body = slide.placeholders[1].text_frame
    body.text = "本部を置く"
    body.add_paragraph().text = "会議を開く\v年2回"
    table = slide.shapes.add_table(2, 2, Inches(1), Inches(5), Inches(4), Inches(0.5)).table
    for place, text in enumerate(["年度", "額", "令和5年度", "1\n2"]):
        table.cell(place // 2, place % 2).text = text
    slide.notes_slide.notes_text_frame.text = "話すこと"
    plain = deck.slides.add_slide(deck.slide_layouts[6])
    frame = box(plain.shapes, 1, 1, "題のない頁")
    frame.paragraphs[0].runs[0].font.size, frame.paragraphs[0].runs[0].font.bold = Pt(18), True
    path = tmp_path / "資料.pptx"
    deck.save(str(path))
    source = load(path)
    assert source.title == "第1章推進体制"
    assert shown(source) == [
        (1, "text", 1, "第1章推進体制"),
        (1, "bullet", 0, "本部を置く"),
        (1, "bullet", 0, "会議を開く"),
        (1, "text", 0, "年2回"),
        (1, "header", 0, "年度\t額"),
        (1, "row", 0, "令和5年度\t1\n2"),
        (1, "text", 0, "左下"),
        (1, "text", 0, "右下"),
        (1, "text", 0, "組の中"),
        (1, "text", 0, "話すこと"),
        (2, "text", 1, "題のない頁"),
    ]
    marks = [line.mark for line in source.lines if line.mark]
    assert [mark.whole for mark in marks[:4]] == [True, True, False, False]
    assert (marks[-1].size, marks[-1].bold, marks[-1].page) == (18.0, True, 2)
    row = marks[5]
    assert (row.table, [source.text[slice(*cell)] for cell in row.cells]) == (1, ["令和5年度", "1\n2"])


@pytest.mark.parametrize(
    ("declared", "title"),
    [
        ("みどり市総合計画", "みどり市総合計画"),
        ("PowerPoint プレゼンテーション", "題"),
        ("資料.pptx", "題"),
        ("", "題"),
    ],
)
def test_the_title_is_the_declared_one_if_a_person_wrote_it(tmp_path: Path, declared: str, title: str) -> None:
    deck = Presentation()
    deck.slides.add_slide(deck.slide_layouts[0]).shapes.title.text = "題"
    deck.core_properties.title = declared
    deck.save(str(tmp_path / "a.pptx"))
    assert load(tmp_path / "a.pptx").title == title


def test_page_numbers_are_furniture(tmp_path: Path) -> None:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "題"
    for number, kind in enumerate(("sldNum", "dt", "ftr"), start=90):
        slide.shapes._spTree.append(
            parse_xml(
                '<p:sp xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
                'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><p:nvSpPr>'
                f'<p:cNvPr id="{number}" name="x"/><p:cNvSpPr/><p:nvPr><p:ph type="{kind}" idx="{number}"/></p:nvPr>'
                f"</p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:p><a:r><a:t>{kind}</a:t></a:r></a:p></p:txBody></p:sp>"
            )
        )
    deck.save(str(tmp_path / "a.pptx"))
    source = load(tmp_path / "a.pptx")
    assert [line.mark.reason for line in source.lines if line.mark] == ["", "スライド番号", "日付", "フッター"]


def test_a_bullet_is_what_the_paragraph_says(tmp_path: Path) -> None:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.placeholders[1].text_frame.text = "印のない文"
    space = "http://schemas.openxmlformats.org/drawingml/2006/main"
    properties = slide.placeholders[1].text_frame.paragraphs[0]._p.get_or_add_pPr()
    properties.append(parse_xml(f'<a:buNone xmlns:a="{space}"/>'))
    frame = box(slide.shapes, 1, 7, "番号のある文")
    frame.paragraphs[0]._p.get_or_add_pPr().append(parse_xml(f'<a:buAutoNum xmlns:a="{space}" type="arabicPeriod"/>'))
    deck.save(str(tmp_path / "a.pptx"))
    assert shown(load(tmp_path / "a.pptx")) == [(1, "text", 0, "印のない文"), (1, "bullet", 0, "番号のある文")]


SHAPES = st.lists(
    st.tuples(
        st.integers(0, 9_000_000), st.integers(0, 6_000_000), st.text(st.sampled_from("市民 計画。\n"), max_size=8)
    ),
    max_size=5,
)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.text(st.sampled_from("第1章 題\n"), max_size=5), SHAPES), min_size=1, max_size=3))
def test_each_paragraph_lies_in_one_line(tmp_path_factory: pytest.TempPathFactory, slides: list) -> None:
    deck = Presentation()
    expected = []
    for title, shapes in slides:
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        slide.shapes.title.text = title
        for left, top, text in shapes:
            slide.shapes.add_textbox(Emu(left), Emu(top), 9, 9).text_frame.text = text
        expected.append(sorted("".join([title, *(text for _, _, text in shapes)]).replace("\n", "").replace(" ", "")))
    path = tmp_path_factory.mktemp("deck") / "a.pptx"
    deck.save(str(path))
    source = load_powerpoint(path)
    ends = -1
    for line in source.lines:
        assert line.text == source.text[line.start : line.end]
        assert ends < line.start < line.end
        ends = line.end
    for page, characters in enumerate(expected, start=1):
        texts = [line.text for line, place in zip(source.lines, source.places, strict=True) if place.page == page]
        assert sorted("".join(texts).replace(" ", "")) == characters


def test_the_texts_of_a_diagram(tmp_path: Path) -> None:
    deck = Presentation()
    deck.slides.add_slide(deck.slide_layouts[6])
    path = tmp_path / "a.pptx"
    deck.save(str(path))
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name).decode("utf-8", "surrogateescape") for name in package.namelist()}
    draw = "http://schemas.openxmlformats.org/drawingml/2006"
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts["ppt/diagrams/data1.xml"] = (
        f'<d:dataModel xmlns:d="{draw}/diagram" xmlns:a="{draw}/main"><d:ptLst><d:pt><d:t><a:bodyPr/><a:p><a:r>'
        "<a:t>計画を</a:t></a:r><a:r><a:t>立てる</a:t></a:r></a:p></d:t></d:pt></d:ptLst></d:dataModel>"
    )
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        "</Types>",
        '<Override PartName="/ppt/diagrams/data1.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.drawingml.diagramData+xml"/></Types>',
    )
    name = "ppt/slides/_rels/slide1.xml.rels"
    parts[name] = parts[name].replace(
        "</Relationships>",
        f'<Relationship Id="rId99" Type="{rel}/diagramData" Target="../diagrams/data1.xml"/></Relationships>',
    )
    name = "ppt/slides/slide1.xml"
    parts[name] = parts[name].replace(
        "</p:spTree>",
        '<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="9" name="x"/><p:cNvGraphicFramePr/><p:nvPr/>'
        '</p:nvGraphicFramePr><p:xfrm><a:off x="0" y="0"/><a:ext cx="9" cy="9"/></p:xfrm><a:graphic>'
        f'<a:graphicData uri="{draw}/diagram"><d:relIds xmlns:d="{draw}/diagram" xmlns:r="{rel}" r:dm="rId99"/>'
        "</a:graphicData></a:graphic></p:graphicFrame></p:spTree>",
    )
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content.encode("utf-8", "surrogateescape"))
    assert shown(load(path)) == [(1, "text", 0, "計画を立てる")]
