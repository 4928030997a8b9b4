"""The focus is never lost, and a view is found as it was left: by keyboard, in a real browser."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from playwright.sync_api import Locator, expect

from tests.assistant.chat_server import chat_server
from tests.assistant.ui.conftest import Visitor
from tests.assistant.ui.test_chat import QUESTION, RIGHT, WHY

OTHER = "押印の見直しで改正された法律は何本ですか"


def box(visitor: Visitor) -> Locator:
    return visitor.view.get_by_label("質問", exact=True)


def press(visitor: Visitor, what: Locator, key: str = "Enter") -> None:
    what.focus()
    visitor.view.keyboard.press(key)


def test_an_example_leads_to_the_box_for_the_next_question(visitor: Visitor) -> None:
    press(visitor, visitor.view.locator(".example").first)
    expect(box(visitor)).to_be_focused()
    visitor.view.locator(".turn-tools").wait_for(timeout=20_000)
    expect(box(visitor)).to_be_focused()


def test_the_button_that_sends_leads_to_the_box_too(visitor: Visitor) -> None:
    box(visitor).fill(QUESTION)
    press(visitor, visitor.view.get_by_role("button", name="質問する"))
    expect(box(visitor)).to_be_focused()
    visitor.view.locator(".turn-tools").wait_for(timeout=20_000)
    expect(box(visitor)).to_be_focused()


def test_stopping_leads_to_the_box_and_reading_on_is_not_disturbed(
    visit: Callable[..., Visitor], serve: Callable[..., AbstractContextManager[str]]
) -> None:
    with (
        chat_server(lambda _: f"{RIGHT}[1]。\n{WHY}[1]。\n", pause=1.5) as (url, _),
        serve(
            ASSISTANT_CHAT_MODEL="openai:scripted", ASSISTANT_CHAT_BASE_URL=url, ASSISTANT_CHAT_API_KEY="none"
        ) as address,
    ):
        visitor = visit(address=address)
        box(visitor).fill(QUESTION)
        visitor.view.keyboard.press("Enter")
        expect(visitor.view.locator(".answer .model").first).to_contain_text(RIGHT, timeout=40_000)
        mark = visitor.view.locator(".answer .mark").first
        mark.focus()
        visitor.view.locator(".turn-tools").wait_for(timeout=20_000)  # drawn anew meanwhile
        expect(mark).to_be_focused()
        box(visitor).fill(QUESTION)
        visitor.view.keyboard.press("Enter")
        expect(visitor.view.locator(".turn").last.locator(".model").first).to_contain_text(RIGHT)
        press(visitor, visitor.view.get_by_role("button", name="止める"))
        expect(visitor.view.get_by_text("途中で止めました。")).to_be_visible()
        expect(box(visitor)).to_be_focused()
        expect(visitor.view.locator("#announcer")).to_have_text("止めました")
        visitor.view.close()


def test_a_conversation_that_is_opened_is_said_and_can_be_gone_on_with(visitor: Visitor) -> None:
    visitor.ask(QUESTION)
    visitor.view.get_by_role("button", name="新しい会話").click()
    press(visitor, visitor.view.get_by_role("button", name=QUESTION, exact=True))
    expect(box(visitor)).to_be_focused()
    expect(visitor.view.locator("#announcer")).to_have_text(f"会話「{QUESTION}」を開きました")


def test_leaving_the_correction_of_a_question_leads_back_to_its_button(visitor: Visitor) -> None:
    visitor.ask(QUESTION)
    visitor.ask(OTHER)
    correct = visitor.view.get_by_role("button", name="質問を直す").first
    press(visitor, correct)
    expect(visitor.view.get_by_label("直した質問")).to_be_focused()
    visitor.view.keyboard.press("Escape")
    expect(correct).to_be_focused()
    visitor.view.keyboard.press("Enter")
    press(visitor, visitor.view.get_by_role("button", name="やめる"))
    expect(correct).to_be_focused()
    expect(visitor.view.locator(".question").first).to_have_text(QUESTION)


def test_a_view_has_its_name_and_is_found_as_it_was_left(visitor: Visitor) -> None:
    visitor.ask(QUESTION)
    visitor.ask(OTHER)
    expect(visitor.view).to_have_title("質問 - 計画アシスタント")
    scrolled = "() => document.getElementById('main').scrollTop"
    before = visitor.view.evaluate(scrolled)
    assert before > 0
    press(visitor, visitor.view.get_by_role("link", name="資料", exact=True))
    expect(visitor.view).to_have_title("資料 - 計画アシスタント")
    expect(visitor.view.get_by_role("heading", name="資料", exact=True)).to_be_focused()
    assert visitor.view.evaluate(scrolled) == 0
    visitor.view.evaluate("() => { document.getElementById('main').scrollTop = 120; }")
    press(visitor, visitor.view.get_by_role("link", name="質問", exact=True))
    head = visitor.view.get_by_role("heading", name="質問と回答")
    expect(head).to_be_focused()
    expect(head).to_be_in_viewport(ratio=1)  # who comes by keyboard sees where they are
    assert visitor.view.evaluate(scrolled) == before
    visitor.view.go_back()
    expect(visitor.view).to_have_title("資料 - 計画アシスタント")
    assert visitor.view.evaluate(scrolled) == 120
    press(visitor, visitor.view.get_by_role("link", name="まとめて質問"))
    expect(visitor.view).to_have_title("まとめて質問 - 計画アシスタント")
    expect(visitor.view.get_by_role("heading", name="まとめて質問")).to_be_focused()
