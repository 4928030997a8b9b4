import os
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.document import Outline
from index.errors import DocumentUnreadable
from index.load.ocr import can_read_images
from index.load.pdf import load_pdf
from index.outline import outline_document
from index.places import where
from tests.index.made import GOTHIC, MINCHO, Printed, pdf_file, scanned_pdf
from tests.index.test_accounting import pieces_at


def body(top: float, text: str) -> Printed:
    return (90, top, 11, MINCHO, text)


COVER: list[Printed] = [(90, 200, 22, GOTHIC, "みどり市総合計画"), (90, 260, 14, MINCHO, "令和5年4月1日")]
FIRST: list[Printed] = [
    (90, 100, 14, GOTHIC, "1 基本的な考え方"),
    body(130, "市民の暮らしを守り、安心して住み続け"),
    body(150, "られるまちをつくる。"),
    (90, 190, 12.5, GOTHIC, "1.1 推進体制"),
    body(220, "市長を本部長とする推進本部を置く。"),
    (290, 815, 9, MINCHO, "- 2 -"),
]
SECOND: list[Printed] = [
    (90, 100, 14, GOTHIC, "2 施策"),
    body(130, "押印を求める手続を見直す。"),
    body(170, "取組"),
    (300, 170, 11, MINCHO, "時期"),
    body(190, "分別の徹底"),
    (300, 190, 11, MINCHO, "令和6年度"),
    body(210, "生ごみの堆肥化"),
    (300, 210, 11, MINCHO, "令和7年度"),
    (290, 815, 9, MINCHO, "- 3 -"),
]
BOOKMARKS = [(2, 1, "1 基本的な考え方"), (2, 2, "推進体制"), (3, 1, "2 施策")]
PATHS = [("1 基本的な考え方",), ("1 基本的な考え方", "1.1 推進体制"), ("2 施策",)]


def cut(path: Path) -> Outline:
    source = load_pdf(path)
    return outline_document(source, source.title)


def paths(path: Path) -> list[tuple[str, ...]]:
    return [section.path for section in cut(path).sections if section.path]


def test_bookmarks_make_the_outline_with_or_without_their_numbers(tmp_path: Path) -> None:
    assert paths(pdf_file(tmp_path / "a.pdf", [COVER, FIRST, SECOND], BOOKMARKS)) == PATHS


def test_without_bookmarks_type_and_numbers_make_it(tmp_path: Path) -> None:
    assert paths(pdf_file(tmp_path / "a.pdf", [COVER, FIRST, SECOND])) == PATHS


def test_a_contents_page_names_the_headings_and_is_furniture(tmp_path: Path) -> None:
    dots = "." * 40
    entries = ["目次", f"はじめに{dots}2", f"基本的な考え方{dots}2", f"市の施策{dots}3"]
    pages = [
        [body(100 + 20 * place, entry) for place, entry in enumerate(entries)],
        [body(100, "はじめに"), body(120, "計画を定める。"), body(160, "基本的な考え方"), body(180, "市民を守る。")],
        [body(100, "市の施策"), body(120, "窓口を見直す。")],
    ]
    found = cut(pdf_file(tmp_path / "a.pdf", pages))
    assert [s.path for s in found.sections if s.path] == [("はじめに",), ("基本的な考え方",), ("市の施策",)]
    assert [piece.reason for piece in found.furniture] == ["目次"] * 4


def test_lines_are_joined_and_known_by_page_and_box(tmp_path: Path) -> None:
    path = pdf_file(tmp_path / "a.pdf", [COVER, FIRST, SECOND], BOOKMARKS)
    source = load_pdf(path)
    (unit,) = [unit for unit in cut(path).units if "暮らし" in unit.text]
    assert unit.text == "市民の暮らしを守り、安心して住み続けられるまちをつくる。"
    place = where(unit.first_line, unit.last_line, source.places[unit.first_line - 1 : unit.last_line])
    assert (place.lines, place.page, len(place.boxes or ())) == (None, 2, 2)
    page, left, top, right, bottom = (place.boxes or ())[0]
    assert page == 2 and 85 < left < 95 and right > 250 and 115 < top < bottom < 135


def test_page_numbers_are_furniture_and_a_row_knows_its_head(tmp_path: Path) -> None:
    found = cut(pdf_file(tmp_path / "a.pdf", [COVER, FIRST, SECOND]))
    assert [piece.reason for piece in found.furniture] == ["頁番号", "頁番号"]
    (row,) = [unit for unit in found.units if "生ごみ" in unit.text]
    assert (row.text, row.context) == ("生ごみの堆肥化 令和7年度", "取組 時期")


def test_the_title_of_a_slide_is_its_largest_line_and_the_same_title_again_is_folded(tmp_path: Path) -> None:
    def slide(title: str, text: str) -> list[Printed]:
        return [(40, 60, 28, GOTHIC, title), (40, 200, 16, GOTHIC, text)]

    slides = [
        slide("電子申請①", "窓口を減らす。"),
        slide("電子申請②", "印を減らす。"),
        slide("電子申請②", "紙を減らす。"),
    ]
    found = cut(pdf_file(tmp_path / "a.pdf", slides, size=(720, 405)))
    assert [section.path for section in found.sections if section.path] == [("電子申請①",), ("電子申請②",)]
    assert [found.sections[unit.section].path[-1] for unit in found.units] == ["電子申請①", "電子申請②", "電子申請②"]
    assert [piece.reason for piece in found.furniture] == ["繰り返しの題"]


def test_what_cannot_be_read_says_why(tmp_path: Path) -> None:
    path = pdf_file(tmp_path / "a.pdf", [COVER], password="ひみつ")
    with pytest.raises(DocumentUnreadable, match="パスワード"):
        load_pdf(path)
    pdf_file(path, [COVER, FIRST])
    path.write_bytes(path.read_bytes()[:300])
    with pytest.raises(DocumentUnreadable, match="壊れている"):
        load_pdf(path)
    with pytest.raises(DocumentUnreadable, match="文字がありません"):
        load_pdf(pdf_file(path, [[]]))


def needs_ocr() -> None:
    if not can_read_images():
        if os.environ.get("ASSISTANT_TEST_ALL"):
            pytest.fail("tesseract と日本語モデルがありません")
        pytest.skip("tesseract がありません")


def test_a_scanned_page_is_read_by_tesseract(tmp_path: Path) -> None:
    needs_ocr()
    printed = pdf_file(
        tmp_path / "a.pdf", [[(90, 100, 16, GOTHIC, "押印の廃止について"), body(150, "押印を求める手続を見直す。")]]
    )
    source = load_pdf(scanned_pdf(tmp_path / "b.pdf", printed))
    assert "押印の廃止について" in source.text and "手続を見直す" in source.text
    assert "文字認識" in source.warnings[0][0]
    left, top, _, bottom = source.places[0].box or (0, 0, 0, 0)
    assert 80 < left < 100 and 80 < top < bottom < 110


def test_without_tesseract_a_scanned_file_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scanned = scanned_pdf(tmp_path / "b.pdf", pdf_file(tmp_path / "a.pdf", [FIRST]))
    monkeypatch.setattr(shutil, "which", lambda _: None)
    can_read_images.cache_clear()
    try:
        with pytest.raises(DocumentUnreadable, match="Tesseract"):
            load_pdf(scanned)
    finally:
        can_read_images.cache_clear()


TEXTS = st.text(st.sampled_from("市民の手続を見直し電子申請。第1章①・()ABC2026"), min_size=1, max_size=30)
LINES = st.lists(
    st.tuples(TEXTS, st.sampled_from([9.0, 11.0, 11.0, 16.0]), st.sampled_from([MINCHO, GOTHIC])), max_size=8
)


@given(st.lists(LINES, min_size=1, max_size=3))
@settings(max_examples=40, deadline=None)
def test_any_pdf_is_quoted_word_for_word_and_accounted_for(
    tmp_path_factory: pytest.TempPathFactory, pages: list[list[tuple[str, float, str]]]
) -> None:
    printed = [
        [(60.0, 100.0 + 30 * place, size, font, text) for place, (text, size, font) in enumerate(page)]
        for page in pages
    ]
    if not any(printed):
        return
    path = pdf_file(tmp_path_factory.mktemp("p") / "a.pdf", printed)
    source = load_pdf(path)
    found = outline_document(source, source.title)
    held = pieces_at(source.text, found)
    assert all(held[place] == 1 for place, character in enumerate(source.text) if not character.isspace())
    printed_text = "".join("".join(text.split()) for page in pages for text, _, _ in page)
    for unit in found.units:
        for line in source.text[unit.start : unit.end].split("\n"):
            assert "".join(line.split()) in printed_text
        assert source.places[unit.first_line - 1].page is not None
