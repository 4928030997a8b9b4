"""The evidence panel in a real browser: links to a place, the outline, the documents view."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.assistant.ui.conftest import Visitor, served
from tests.index.made import GOTHIC, pdf_file

QUESTION = "公共サービスメッシュはいつまでに整備しますか"
DRAFT = "2023-06_priority-plan-draft-outline"


def test_a_link_opens_exactly_this_place_again(visitor: Visitor) -> None:
    visitor.ask(QUESTION)
    link = visitor.view.locator(".place").get_attribute("href")
    assert link == f"?place={DRAFT}:L667-670"
    visitor.open(f"/{link}")
    assert visitor.marked() == [667, 668, 670]
    expect(visitor.view.locator('[data-line="667"]')).to_be_in_viewport()


def test_a_link_to_a_single_line_and_beyond_the_end(visitor: Visitor) -> None:
    visitor.open(f"/?place={DRAFT}:L728")
    assert visitor.marked() == [728]
    visitor.open(f"/?place={DRAFT}:L99999-99999")
    assert len(visitor.marked()) <= 1


def test_a_link_to_an_unknown_document_says_so(visitor: Visitor) -> None:
    visitor.open("/?place=nothing:L1-2")
    expect(visitor.view.locator("#evidence .error")).to_contain_text("資料「nothing」は索引にありません")


def test_a_place_deep_in_a_very_long_document_is_in_sight(tmp_path: Path, visit: Callable[..., Visitor]) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    lines = [
        f"・第{number}号の施策として、窓口{number}の受付時間を延ばす。" + "詳しくは別に定める。" * (number % 7)
        for number in range(1, 6001)
    ]
    (folder / "長い計画.txt").write_text("\n".join(lines), "utf-8")
    with served(tmp_path / "index", ASSISTANT_DOCUMENTS=str(folder)) as address:
        visitor = visit(address=address)
        for line in (5000, 12, 3456):
            visitor.open(f"/?place=長い計画:L{line}")
            assert visitor.marked() == [line]
            expect(visitor.view.locator(f'[data-line="{line}"]')).to_be_in_viewport()
            visitor.view.wait_for_timeout(300)
            expect(visitor.view.locator(f'[data-line="{line}"]')).to_be_in_viewport()


def test_a_pdf_shows_the_printed_page_with_the_quote_in_a_box(tmp_path: Path, visit: Callable[..., Visitor]) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    pages = [
        [(72, 100, 16, GOTHIC, "第1章 窓口"), (72, 140, 10.5, GOTHIC, "窓口の受付時間を午後7時まで延ばす。")],
        [(72, 100, 16, GOTHIC, "第2章 電子申請"), (72, 140, 10.5, GOTHIC, "電子申請を令和8年度に始める。")],
    ]
    pdf_file(folder / "plan.pdf", pages)
    with served(tmp_path / "index", ASSISTANT_DOCUMENTS=str(folder)) as address:
        visitor = visit(address=address)
        visitor.ask("電子申請はいつ始めますか")
        expect(visitor.view.locator(".line.cited").first).to_contain_text("電子申請を令和8年度に始める。")
        visitor.view.get_by_role("button", name="頁の画像").click()
        picture = visitor.view.get_by_role("img", name=re.compile("p.2 の画像"))
        expect(picture).to_be_visible()
        assert picture.evaluate("image => image.naturalWidth") > 600
        sheet, box = picture.bounding_box(), visitor.view.locator(".box").first.bounding_box()
        assert sheet and box
        assert abs((box["y"] - sheet["y"]) / sheet["height"] - (140 - 10.5) / 842) < 0.01
        assert abs((box["x"] - sheet["x"]) / sheet["width"] - 72 / 595) < 0.01
        visitor.view.get_by_role("button", name="頁の画像").click()
        expect(visitor.view.locator(".line.cited").first).to_be_visible()


def test_the_outline_leads_through_the_document(visitor: Visitor) -> None:
    visitor.ask(QUESTION)
    current = visitor.view.locator(".outline [aria-current]")
    expect(current).to_have_text("情報連携の更なる推進")
    first = visitor.view.locator(".outline-link").first
    first.click()
    expect(visitor.view.locator(f'[data-line="{first.get_attribute("data-to")}"]')).to_be_in_viewport()
    expect(current).not_to_have_text("情報連携の更なる推進")


def test_the_documents_are_listed_and_read(visitor: Visitor) -> None:
    visitor.view.get_by_role("link", name="資料", exact=True).click()
    assert "view=documents" in visitor.view.url
    cards = visitor.view.locator(".card")
    assert cards.count() == 5
    newest = cards.first
    expect(newest.get_by_role("heading")).to_have_text("デジタル社会の実現に向けた重点計画（案）概要資料")
    assert "この計画の最新の版" in newest.inner_text()
    newest.get_by_text(re.compile(r"目次（\d+節）")).click()
    newest.locator(".outline-link", has_text="次期マイナンバーカードの検討").click()
    expect(visitor.view.locator(".line.cited")).to_contain_text("次期マイナンバーカードの検討")
    visitor.view.go_back()
    expect(visitor.view.get_by_label("質問", exact=True)).to_be_visible()


def test_a_document_is_asked_from_the_list(visitor: Visitor) -> None:
    visitor.open("/?view=documents")
    visitor.view.locator(".card", has_text="講演資料").first.get_by_role("button", name="この資料に質問する").click()
    expect(visitor.view.get_by_label("質問", exact=True)).to_be_focused()
    expect(visitor.view.locator("#filter-summary")).to_have_text(
        "デジタル社会の実現に向けて（講演資料）だけから答えます"
    )


def test_a_phone_shows_the_evidence_above_the_answer(visit: Callable[..., Visitor]) -> None:
    visitor = visit(width=390, height=844)
    visitor.ask(QUESTION)
    expect(visitor.view.locator("#evidence")).to_be_hidden()
    visitor.view.locator(".answer .mark").first.click()
    expect(visitor.view.locator('[data-line="668"]')).to_be_in_viewport()
    assert visitor.view.evaluate("document.documentElement.scrollWidth") <= 390
    visitor.view.get_by_role("button", name="回答に戻る").click()
    expect(visitor.view.locator("#evidence")).to_be_hidden()
    expect(visitor.view.locator(".answer .mark").first).to_be_focused()
    assert visitor.view.evaluate("document.documentElement.scrollWidth") <= 390
    visitor.view.get_by_role("button", name="会話", exact=True).click()
    expect(visitor.view.get_by_role("button", name="新しい会話")).to_be_visible()
    visitor.view.keyboard.press("Escape")
    expect(visitor.view.get_by_role("button", name="新しい会話")).to_be_hidden()
