"""The form at the foot of the chat: early typing, the filter beside it, little room, how sure an answer is."""

import re
from collections.abc import Callable

from playwright.sync_api import Route, expect

from tests.assistant.ui.conftest import Visitor
from tests.assistant.ui.test_chat import QUESTION, UNANSWERED

LOW = "市長の好きな食べ物は何ですか"  # its words stand here and there, nothing more
DOUBT = "近い記載を示します。答えになっているか、原文で確かめてください。"


def test_what_is_typed_before_the_page_is_ready_stays_and_can_be_asked_then(visitor: Visitor) -> None:
    held: list[Route] = []
    visitor.view.route("**/run/opening", lambda route: held.append(route))
    visitor.view.goto(visitor.address)
    box, send = visitor.view.get_by_label("質問", exact=True), visitor.view.locator("#send")
    expect(send).to_have_text("準備しています…")
    expect(send).to_be_disabled()
    foot = visitor.view.locator("#ask").bounding_box()
    assert foot is not None and foot["y"] + foot["height"] > 890  # of 900
    box.fill(QUESTION)
    visitor.view.keyboard.press("Enter")
    expect(visitor.view.locator("#announcer")).to_contain_text("準備しています")
    expect(box).to_have_value(QUESTION)
    expect(visitor.view.locator(".turn")).to_have_count(0)
    visitor.view.wait_for_timeout(200)
    held[0].continue_()
    expect(send).to_have_text("質問する")
    expect(box).to_have_value(QUESTION)
    visitor.view.keyboard.press("Enter")
    expect(visitor.view.locator(".answer")).to_contain_text("2025年度", timeout=20_000)


def test_without_its_scripts_the_form_sends_nothing(visitor: Visitor) -> None:
    visitor.view.route("**/page/main.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    visitor.view.goto(visitor.address)
    visitor.view.locator("#question").fill(QUESTION)
    visitor.view.keyboard.press("Enter")
    visitor.view.locator("#send").click(force=True)
    assert "?" not in visitor.view.url
    assert visitor.view.locator("#question").input_value().strip() == QUESTION


def test_the_filter_is_said_in_short_let_go_beside_it_and_not_kept_for_a_new_conversation(visitor: Visitor) -> None:
    summary, clear = visitor.view.locator("#filter-summary"), visitor.view.get_by_role("button", name="絞り込みを解除")
    expect(clear).to_be_hidden()
    for let_go in (clear, visitor.view.get_by_role("button", name="新しい会話")):
        visitor.view.locator("#filter summary").click()
        visitor.view.get_by_role("button", name="最新の版だけ").click()
        visitor.view.locator("#filter summary").click()
        expect(summary).to_have_text("4件の資料だけから答えます")
        let_go.focus()
        visitor.view.keyboard.press("Enter")
        expect(summary).to_have_text("すべての資料から答えます")
        expect(clear).to_be_hidden()
    visitor.view.locator("#filter summary").click()
    visitor.view.get_by_role("button", name="最新の版だけ").click()
    clear.focus()
    visitor.view.keyboard.press("Enter")
    expect(visitor.view.locator("#filter summary")).to_be_focused()


def test_a_document_that_is_asked_about_is_the_only_one_that_answers(visitor: Visitor) -> None:
    visitor.ask(QUESTION)
    visitor.view.get_by_role("link", name="資料", exact=True).click()
    visitor.view.get_by_role("button", name="この資料に質問する").first.click()
    expect(visitor.view.get_by_label("質問", exact=True)).to_be_focused()
    expect(visitor.view.locator("#filter-summary")).to_contain_text("だけから答えます")


def test_how_sure_an_answer_is_is_said_in_words(visitor: Visitor) -> None:
    facts = visitor.view.locator(".facts")
    visitor.ask(QUESTION)
    expect(facts.last).to_have_text(re.compile("^資料の抜き書き・確からしさ: 高い（0.[89][0-9]?）$"))
    visitor.ask(UNANSWERED)
    expect(facts.last).to_contain_text("資料に記載がない見込み: 高い（")
    expect(visitor.view.get_by_text(DOUBT)).to_have_count(0)
    visitor.ask(LOW)
    expect(facts.last).to_contain_text("確からしさ: 低い（0.")
    assert visitor.answer.startswith(DOUBT)


def test_at_200_percent_the_form_takes_little_room_and_the_drawer_closes_beside_it(
    visit: Callable[..., Visitor],
) -> None:
    visitor = visit(width=720, height=450)
    visitor.ask(QUESTION)
    form = visitor.view.locator("#ask").bounding_box()
    assert form is not None and form["height"] < 100
    expect(visitor.view.get_by_label("質問", exact=True)).to_have_accessible_description(
        "Enter で送信、Shift+Enter で改行"
    )
    visitor.view.get_by_role("button", name="会話", exact=True).click()
    expect(visitor.view.get_by_role("button", name="閉じる")).to_be_focused()
    visitor.view.mouse.click(700, 300)
    expect(visitor.view.locator("#conversations")).to_be_hidden()
    expect(visitor.view.get_by_role("button", name="会話", exact=True)).to_be_focused()
    visitor.view.get_by_role("button", name="会話", exact=True).click()
    visitor.view.set_viewport_size({"width": 1440, "height": 900})
    visitor.view.get_by_label("質問", exact=True).click()  # a wide window is not held back by a drawer
