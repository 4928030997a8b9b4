"""Conversations in a real browser: kept over a reload, opened, renamed, deleted for good."""

from playwright.sync_api import expect

from tests.assistant.ui.conftest import Visitor

QUESTION = "公共サービスメッシュはいつまでに整備しますか"
OTHER = "押印の見直しで改正された法律は何本ですか"


def stored(visitor: Visitor) -> str:
    return str(visitor.view.evaluate("JSON.stringify(localStorage)"))


def test_a_reload_keeps_the_conversation_and_its_evidence(visitor: Visitor) -> None:
    visitor.ask(QUESTION)
    answer = visitor.answer
    visitor.reload()
    expect(visitor.view.locator(".turn")).to_have_count(1)
    assert visitor.answer == answer
    expect(visitor.view.locator('[data-line="668"]')).to_be_in_viewport()
    visitor.ask("それはどこが担当しますか")
    assert visitor.conversations() == [QUESTION]


def test_several_conversations_are_switched(visitor: Visitor) -> None:
    visitor.ask(QUESTION)
    visitor.view.get_by_role("button", name="新しい会話").click()
    expect(visitor.view.get_by_label("質問", exact=True)).to_be_focused()
    visitor.ask(OTHER)
    assert visitor.conversations() == [OTHER, QUESTION]
    visitor.view.get_by_role("button", name=QUESTION, exact=True).click()
    expect(visitor.view.locator(".question")).to_have_text(QUESTION)
    assert visitor.view.locator(".conversation.current .conversation-name").inner_text().strip() == QUESTION


def test_a_conversation_is_renamed(visitor: Visitor) -> None:
    visitor.ask(QUESTION)
    visitor.view.get_by_role("button", name=f"「{QUESTION}」の名前を変える").click()
    visitor.view.get_by_label("会話の名前").fill("メッシュの時期 <b>")
    visitor.view.keyboard.press("Enter")
    assert visitor.conversations() == ["メッシュの時期 <b>"]
    visitor.reload()
    assert visitor.conversations() == ["メッシュの時期 <b>"]


def test_a_deleted_conversation_is_really_gone(visitor: Visitor) -> None:
    visitor.ask(QUESTION)
    assert QUESTION in stored(visitor)
    visitor.view.get_by_role("button", name=f"「{QUESTION}」を削除").click()
    dialog = visitor.view.get_by_role("dialog")
    dialog.get_by_role("button", name="やめる").click()
    assert visitor.conversations() == [QUESTION]
    visitor.view.get_by_role("button", name=f"「{QUESTION}」を削除").click()
    dialog.get_by_role("button", name="削除する").click()
    expect(visitor.view.locator(".turn")).to_have_count(0)
    assert visitor.conversations() == []
    assert QUESTION not in stored(visitor) and "2025年度" not in stored(visitor)


def test_retention_is_stated_and_kept(visitor: Visitor) -> None:
    assert "サーバーには残りません" in visitor.view.locator("#retention").inner_text()
    expect(visitor.view.get_by_label("最後に使ってから消えるまで")).to_have_value("90")
    visitor.ask(QUESTION)
    visitor.view.evaluate(
        """() => {
            const list = JSON.parse(localStorage.getItem("plan-assistant/conversations"));
            list[0].used -= 91 * 24 * 60 * 60 * 1000;
            localStorage.setItem("plan-assistant/conversations", JSON.stringify(list));
        }"""
    )
    visitor.reload()
    assert visitor.conversations() == []
    assert QUESTION not in stored(visitor)


def test_readers_choose_how_long_their_conversations_are_kept(visitor: Visitor) -> None:
    visitor.ask(QUESTION)
    visitor.view.evaluate(
        """() => {
            const list = JSON.parse(localStorage.getItem("plan-assistant/conversations"));
            list[0].used -= 8 * 24 * 60 * 60 * 1000;
            localStorage.setItem("plan-assistant/conversations", JSON.stringify(list));
        }"""
    )
    visitor.reload()
    assert visitor.conversations() == [QUESTION]
    visitor.view.get_by_label("最後に使ってから消えるまで").select_option("7")
    expect(visitor.view.locator(".conversation-name")).to_have_count(0)
    assert QUESTION not in stored(visitor)
    visitor.reload()
    expect(visitor.view.get_by_label("最後に使ってから消えるまで")).to_have_value("7")


def test_two_tabs_do_not_lose_each_others_conversations(visitor: Visitor) -> None:
    tab = visitor.context.new_page()
    tab.goto(visitor.address)
    tab.wait_for_selector("body.ready")
    visitor.ask(QUESTION)
    expect(tab.locator(".conversation-name")).to_have_text([QUESTION])
    tab.get_by_label("質問", exact=True).fill(OTHER)
    tab.keyboard.press("Enter")
    tab.locator(".turn-tools").wait_for()
    expect(visitor.view.locator(".conversation-name")).to_have_text([OTHER, QUESTION])
    tab.get_by_role("button", name=f"「{QUESTION}」を削除").click()
    tab.get_by_role("dialog").get_by_role("button", name="削除する").click()
    expect(visitor.view.locator(".conversation-name")).to_have_text([OTHER])
    expect(visitor.view.locator(".turn")).to_have_count(0)  # it was open here
