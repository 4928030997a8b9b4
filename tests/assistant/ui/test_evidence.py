"""The evidence panel in a real browser: links to a place, the outline, the documents view."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from bench.serving import served
from tests.assistant.ui.conftest import Visitor
from tests.index.made import GOTHIC, pdf_file

QUESTION = "公共サービスメッシュはいつまでに整備しますか"
COMPARISON = "2021年の計画と2023年の計画案で、運転免許証の扱いを比べて"
DRAFT = "2023-06_priority-plan-draft-outline"


def on_top(visitor: Visitor, selector: str) -> bool:
    """Whether nothing covers the beginning of an element."""
    return visitor.view.evaluate(
        """(selector) => {
            const part = document.querySelector(selector);
            const { left, top } = part.getClientRects()[0];
            return part.contains(document.elementFromPoint(left + 4, top + 8));
        }""",
        selector,
    )


def test_a_link_opens_exactly_this_place_again(visitor: Visitor) -> None:
    visitor.ask(QUESTION)
    link = visitor.view.locator(".place").get_attribute("href")
    assert link == f"?place={DRAFT}:L667-670"
    expect(visitor.view.locator(".place")).to_have_text("667～670行目")
    visitor.open(f"/{link}")
    assert visitor.marked() == [667, 668, 670]
    expect(visitor.view.locator('[data-line="667"]')).to_be_in_viewport()


def test_a_link_to_a_single_line_and_beyond_the_end(visitor: Visitor) -> None:
    visitor.open(f"/?place={DRAFT}:L728")
    assert visitor.marked() == [728]
    expect(visitor.view.locator(".place")).to_have_text("728行目")
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


def test_evidence_is_stepped_through_with_one_button_and_said(visitor: Visitor) -> None:
    visitor.ask("マイナンバーカードの普及の目標は")
    said = visitor.view.get_by_role("status")
    onward = visitor.view.get_by_role("button", name="次の根拠")
    onward.focus()
    for number in (2, 3):
        visitor.view.keyboard.press("Enter")
        expect(visitor.view.locator("#evidence-head")).to_contain_text(f"根拠 {number}／")
        expect(onward).to_be_focused()
        expect(visitor.view.locator(".line.cited").first).to_be_in_viewport()
        place = visitor.view.locator(".pane .place").inner_text()
        assert re.fullmatch(r"\d+(～\d+)?行目", place)
        expect(said).to_contain_text(place)
        quote = visitor.view.locator(".cited mark").first.evaluate("mark => mark.childNodes[1].textContent")
        expect(said).to_contain_text(quote[:20])
    visitor.view.get_by_role("button", name="前の根拠").press("Enter")
    expect(visitor.view.get_by_role("button", name="前の根拠")).to_be_focused()


def test_the_outline_beside_two_editions_covers_one_and_crushes_none(visitor: Visitor) -> None:
    visitor.ask(COMPARISON)
    panes = visitor.view.locator(".pane")
    expect(panes).to_have_count(2)
    tops = [pane.locator(".pane-body").evaluate("body => body.getBoundingClientRect().top") for pane in panes.all()]
    assert tops[0] == tops[1]
    for pane in panes.all():
        tools = pane.locator(".pane-tools > *").all()
        assert len({tool.evaluate("tool => tool.getBoundingClientRect().top") for tool in tools}) == 1
        line = pane.locator(".line.cited").first
        before = line.bounding_box()
        toggle = pane.get_by_role("button", name="目次")
        toggle.click()
        expect(pane.locator(".outline")).to_be_visible()
        expect(pane.locator(".lines")).to_be_hidden()  # what lies under the outline takes no focus
        toggle.click()
        expect(line).to_be_in_viewport()
        assert line.bounding_box() == before


def test_the_cited_line_stays_where_it_is_when_the_outline_opens_beside_it(visitor: Visitor) -> None:
    visitor.ask(QUESTION)
    line = visitor.view.locator('[data-line="667"]')
    expect(line).to_be_in_viewport()
    top = line.evaluate("line => Math.round(line.getBoundingClientRect().top)")
    for _ in range(2):
        visitor.view.get_by_role("button", name="目次").click()
        assert abs(line.evaluate("line => line.getBoundingClientRect().top") - top) <= 2
    visitor.view.locator(".lines").evaluate("box => { box.scrollTop = 900; }")
    first = "[...document.querySelectorAll('.line')].find(line => line.getBoundingClientRect().bottom > document.querySelector('.lines').getBoundingClientRect().top).dataset.line"
    seen = visitor.view.evaluate(first)
    visitor.view.get_by_role("button", name="目次").click()
    assert visitor.view.evaluate(first) == seen


@pytest.mark.parametrize(("width", "height"), [(390, 844), (720, 450), (768, 1024)])
def test_on_a_narrow_page_the_outline_covers_nothing_but_when_it_is_used(
    visit: Callable[..., Visitor], width: int, height: int
) -> None:
    visitor = visit(width=width, height=height)
    visitor.ask(QUESTION)
    visitor.view.locator(".answer .mark").first.click()
    outline, toggle = visitor.view.locator(".outline"), visitor.view.get_by_role("button", name="目次")
    expect(outline).to_be_hidden()
    assert on_top(visitor, '[data-line="667"] mark')
    toggle.click()
    expect(toggle).to_have_attribute("aria-expanded", "true")
    expect(outline.locator("[aria-current]")).to_be_in_viewport()
    visitor.view.keyboard.press("Tab")
    while not visitor.view.locator(".outline-link:focus").count():
        visitor.view.keyboard.press("Tab")
    visitor.view.keyboard.press("Escape")
    expect(outline).to_be_hidden()
    expect(toggle).to_be_focused()
    toggle.click()
    visitor.view.locator(".outline-link", has_text="次期マイナンバーカードの検討").first.click()
    expect(outline).to_be_hidden()
    line = visitor.view.locator(".line:focus")
    expect(line).to_contain_text("次期マイナンバーカードの検討")
    assert on_top(visitor, ".line:focus .text")
    visitor.view.keyboard.press("Escape")
    expect(visitor.view.locator("#evidence")).to_be_hidden()
    expect(visitor.view.locator(".answer .mark").first).to_be_focused()


@pytest.mark.parametrize(("width", "height"), [(390, 844), (720, 450)])
def test_a_narrow_page_shows_one_edition_of_two_at_a_time(
    visit: Callable[..., Visitor], width: int, height: int
) -> None:
    visitor = visit(width=width, height=height)
    visitor.ask(COMPARISON)
    visitor.view.locator(".comparison td").first.locator(".mark").first.click()
    old, new = visitor.view.locator(".pane").all()
    for name, shown, other in (("旧", old, new), ("新", new, old), ("旧", old, new)):
        choice = visitor.view.get_by_role("group", name="表示する版").get_by_role("button", name=name)
        choice.press("Enter")
        expect(choice).to_have_attribute("aria-pressed", "true")
        expect(choice).to_be_focused()
        expect(shown.locator(".lines")).to_be_visible()
        expect(other.locator(".lines")).to_be_hidden()
        expect(shown.locator(".line.cited").first).to_be_in_viewport()
        expect(visitor.view.get_by_role("status")).to_contain_text(f"{name} 『")
        body, head = shown.locator(".pane-body").bounding_box(), shown.locator(".pane-head").bounding_box()
        assert body and head
        assert body["y"] >= head["y"] + head["height"] and body["y"] + body["height"] <= height
        assert body["height"] > height / 2
    assert visitor.view.evaluate("document.documentElement.scrollWidth") <= width


def test_a_page_that_becomes_wide_again_is_not_left_locked(visitor: Visitor) -> None:
    visitor.ask(QUESTION)
    visitor.view.locator(".answer .mark").first.click()
    visitor.view.set_viewport_size({"width": 390, "height": 844})
    expect(visitor.view.locator(".outline")).to_be_hidden()
    assert visitor.view.locator("#main").evaluate("main => main.inert")
    visitor.view.set_viewport_size({"width": 1440, "height": 900})
    expect(visitor.view.locator(".outline")).to_be_visible()
    assert not visitor.view.locator("#main").evaluate("main => main.inert")


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
