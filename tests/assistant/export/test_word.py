import io
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Mm
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.export import export_answers, export_word, ready_for_export, word_bytes
from index.errors import InputError
from tests.assistant.export.made import MADE, answer, citation, comparison, refusal


def opened(*answers: object) -> Document:
    return docx.Document(io.BytesIO(word_bytes(answers, MADE)))  # type: ignore[arg-type]


def rows(document: Document, table: int = 0) -> list[list[str]]:
    """The rows of a table as texts, merged cells once."""
    texts = []
    for row in document.tables[table].rows:
        cells = {id(cell._tc): cell.text for cell in row.cells}
        texts.append(list(cells.values()))
    return texts


def test_a_question_is_a_heading_and_a_table_with_all_that_finds_its_source() -> None:
    document = opened(answer(notices=["資料が変わっています。"]))
    headings = [(p.style.name, p.text) for p in document.paragraphs if p.style and p.style.name.startswith("Heading")]
    assert headings == [("Heading 1", "問1　公共サービスメッシュはいつまでに整備しますか")]
    asked, said, source, made, checked = rows(document)
    assert asked == ["問", "公共サービスメッシュはいつまでに整備しますか"]
    assert said == ["答", "公共サービスメッシュを2025年度（令和7年度）中に整備する。 [1]"]
    assert source[0] == "根拠[1]"
    assert source[1].splitlines() == [
        "『重点計画（案）概要資料』（令和5年6月・案）",
        "節　第3-2 1. 国民に対する行政サービスのデジタル化① ＞ 国・地方公共団体・民間を通じたトータルデザイン ＞ ② 実現に向けた取組",
        "場所　667～670行目",
        "- ・ 情報連携を推進。",
        "- ・ 公共サービスメッシュを2025年度（令和7年度）中に整備する。",
    ]
    assert made[1].splitlines() == ["回答あり・確からしさ 0.87・資料の抜き書き", "※資料が変わっています。"]
    assert checked[0] == "確認欄" and "□ 原文と照合した" in checked[1] and "確認者" in checked[1]


def test_a_comparison_is_a_table_of_old_and_new() -> None:
    labels = rows(opened(comparison()))
    assert labels[1] == [
        "答",
        "旧 『重点計画について』（2021-12-24・閣議決定）",
        "新 『重点計画（案）概要資料』（2023-06・案）",
    ]
    assert labels[2][1:] == ["運転免許証との一体化をR6年度末に開始。 [1]", "令和6年度末の一体化を前倒しする。 [2]"]
    assert labels[3][1:] == ["（R6年度は2024年度）"]
    assert [row[0] for row in labels[4:6]] == ["根拠[1]", "根拠[2]"]


def test_a_refusal_has_the_nearest_places() -> None:
    labels = rows(opened(refusal()))
    assert [row[0] for row in labels] == ["問", "答", "関連する箇所[1]", "関連する箇所[2]", "作成", "確認欄"]
    assert "見つからず" in labels[4][1]


def test_a_chat_model_is_named() -> None:
    assert "対話モデル（ollama:gemma3）" in rows(opened(answer(composer="ollama:gemma3")))[3][1]


def test_a_conversation_is_numbered_and_dated() -> None:
    document = opened(answer(), comparison(), refusal())
    assert len(document.tables) == 3
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "令和8年11月21日作成　3問　索引 46716895ed68" in text and "問3　GIGA" in text
    assert "46716895ed68" in document.sections[0].footer.paragraphs[0].text
    assert document.core_properties.author == "計画アシスタント"
    assert document.core_properties.title == "想定問答"


def test_the_page_is_a4_in_japanese_fonts_by_name() -> None:
    content = word_bytes([answer()], MADE)
    document = docx.Document(io.BytesIO(content))
    section = document.sections[0]
    assert abs(section.page_width - Mm(210)) < Mm(0.1) and abs(section.page_height - Mm(297)) < Mm(0.1)
    for style, face in (("Normal", "游明朝"), ("Heading 1", "游ゴシック"), ("Title", "游ゴシック")):
        fonts = document.styles[style].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) == fonts.get(qn("w:ascii")) == face
        assert not [name for name in fonts.attrib if name.endswith("Theme")]  # a theme's font would go before it
    with ZipFile(io.BytesIO(content)) as package:
        assert package.namelist().count("word/fontTable.xml") == 1
        table = package.read("word/fontTable.xml").decode()
    assert 'w:name="游明朝"' in table and "Yu Mincho" in table and "ＭＳ ゴシック" in table


def test_a_long_question_is_cut_in_its_heading_only() -> None:
    question = "押印" * 1000
    document = opened(answer(question=question))
    heading = next(p.text for p in document.paragraphs if p.text.startswith("問1"))
    assert len(heading) < 70 and heading.endswith("…")
    assert rows(document)[0][1] == question


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_any_text_of_a_document_can_be_written_and_is_no_markup(text: str) -> None:
    document = opened(answer(question=f"問{text}", citations=[citation(quote=f"{text}<w:br/>&amp;\x0c\x00\ufffe")]))
    assert rows(document)[2][1].endswith("<w:br/>&amp;")


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "想定問答.docx"
    export_word([answer()], path)
    assert docx.Document(str(path)).tables
    export_answers([answer(), refusal()], path)  # the web page's folder may be used again
    assert len(docx.Document(str(path)).tables) == 2
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("name", ["回答.pdf", "回答", "回答.doc"])
def test_other_formats_are_refused_in_one_line(tmp_path: Path, name: str) -> None:
    for use in (ready_for_export, lambda path: export_answers([answer()], path)):
        with pytest.raises(InputError, match=r"\.docx か \.xlsx にしてください"):
            use(tmp_path / name)


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="フォルダ「"):
        ready_for_export(tmp_path / "none" / "a.docx")
    with pytest.raises(InputError, match="に書けません"):
        export_word([answer()], tmp_path / "none" / "a.docx")
    with pytest.raises(InputError, match="保存する回答がありません"):
        word_bytes([])
    (tmp_path / "a.docx").write_text("確認済み", "utf-8")
    with pytest.raises(InputError, match="既にあります"):
        ready_for_export(tmp_path / "a.docx")
