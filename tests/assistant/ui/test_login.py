"""Logging in with a real browser: the form, what is kept for whom, what is left when the session ends."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import expect

from assistant.auth.users_file import UsersFile
from assistant.feedback import open_feedback
from assistant.settings import Settings
from bench.serving import served
from tests.assistant.chat_server import chat_server
from tests.assistant.ui.caller import PASSWORD
from tests.assistant.ui.conftest import Visitor
from tests.assistant.ui.test_access import AXE, axe_finds, tab_to
from tests.assistant.ui.test_chat import RIGHT, WHY

QUESTION = "公共サービスメッシュはいつまでに整備しますか"
OTHER = "押印の見直しで改正された法律は何本ですか"
REFUSED = re.compile(r"status of 40[13] ")  # the browser's own note in its console


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("login")


@pytest.fixture(scope="module")
def page(five_index: Path, folder: Path) -> Iterator[str]:
    """The address of a page that asks for a password."""
    file = UsersFile(folder / "users")
    file.add("suzuki", "editor", PASSWORD)
    file.add("sato", "reader", PASSWORD)
    with served(five_index, ASSISTANT_AUTH=str(file.path), ASSISTANT_STATE=str(folder / "state")) as address:
        yield address


@pytest.fixture
def come(visit: Callable[..., Visitor], page: str) -> Iterator[Callable[..., Visitor]]:
    """Come to the page that asks for a password; being refused is not a failure there."""
    visitors: list[Visitor] = []

    def come(**options: object) -> Visitor:
        visitors.append(visit(**{"address": page, **options}))
        return visitors[-1]

    yield come
    for visitor in visitors:
        visitor.said[:] = [text for text in visitor.said if not REFUSED.search(text)]


def log_in(visitor: Visitor, name: str = "suzuki", password: str = PASSWORD) -> None:
    visitor.view.get_by_label("名前", exact=True).fill(name)
    visitor.view.get_by_label("パスワード").fill(password)
    visitor.view.keyboard.press("Enter")


def entered(visitor: Visitor, name: str = "suzuki") -> None:
    log_in(visitor, name)
    expect(visitor.view.locator("#login")).to_have_count(0)
    visitor.view.wait_for_selector("body.ready")


def end_session(visitor: Visitor) -> None:
    """As when it was idle for long, or the server was started anew."""
    visitor.context.clear_cookies()


def test_the_form_stands_in_place_of_everything(come: Callable[..., Visitor]) -> None:
    visitor = come()
    name, password = visitor.view.get_by_label("名前", exact=True), visitor.view.get_by_label("パスワード")
    expect(name).to_be_focused()
    assert name.get_attribute("autocomplete") == "username"
    assert password.get_attribute("autocomplete") == "current-password"
    expect(visitor.view.get_by_label("質問", exact=True)).to_be_hidden()
    expect(visitor.view.get_by_role("navigation")).to_have_count(0)
    assert visitor.view.get_by_role("main").count() == 1


def test_a_wrong_password_is_said_and_the_right_one_opens(come: Callable[..., Visitor]) -> None:
    visitor = come()
    log_in(visitor, password="machigai-no-aikotoba")
    expect(visitor.view.get_by_role("alert")).to_contain_text("名前かパスワードが違います")
    expect(visitor.view.get_by_label("パスワード")).to_be_focused()
    expect(visitor.view.get_by_label("パスワード")).to_have_value("")
    expect(visitor.view.get_by_label("名前", exact=True)).to_have_value("suzuki")
    visitor.view.keyboard.type(PASSWORD)
    tab_to(visitor, "form button")
    visitor.view.keyboard.press("Enter")
    expect(visitor.view.locator("#top-end")).to_contain_text("suzuki編集")
    expect(visitor.view.get_by_label("質問", exact=True)).to_be_focused()
    expect(visitor.view.locator("#announcer")).to_have_text("ログインしました")


def test_a_link_to_a_place_outlasts_the_login(come: Callable[..., Visitor], page: str) -> None:
    visitor = come()
    visitor.open("/?place=2023-06_priority-plan-draft-outline:L728-728")
    entered(visitor)
    assert visitor.marked() == [728]


def test_a_conversation_is_found_after_a_reload_and_in_another_browser(come: Callable[..., Visitor]) -> None:
    visitor = come()
    entered(visitor)
    assert "ログインすればほかの端末でも続けられます" in visitor.view.locator("#retention").inner_text()
    visitor.ask(QUESTION)
    answer = visitor.answer
    visitor.reload()
    assert visitor.answer == answer
    visitor.ask("それはどこが担当しますか")
    assert visitor.conversations() == [QUESTION]
    assert QUESTION not in visitor.view.evaluate("JSON.stringify(localStorage)")
    elsewhere = come()
    entered(elsewhere)
    expect(elsewhere.view.locator(".conversation-name")).to_have_text([QUESTION])
    elsewhere.view.get_by_role("button", name=QUESTION, exact=True).click()
    expect(elsewhere.view.locator(".turn")).to_have_count(2)
    elsewhere.view.get_by_role("button", name=f"「{QUESTION}」の名前を変える").click()
    elsewhere.view.get_by_label("会話の名前").fill("メッシュ")
    elsewhere.view.keyboard.press("Enter")
    expect(elsewhere.view.locator(".conversation-name")).to_have_text(["メッシュ"])
    other = come()
    entered(other, "sato")
    expect(other.view.locator("#top-end")).to_contain_text("sato閲覧")
    assert other.conversations() == []
    elsewhere.view.get_by_role("button", name="すべての会話を削除").click()
    elsewhere.view.get_by_role("dialog").get_by_role("button", name="すべて削除する").click()
    expect(elsewhere.view.locator(".conversation-name")).to_have_count(0)
    visitor.reload()
    assert visitor.conversations() == [] and visitor.view.locator(".turn").count() == 0


def test_an_answer_asked_anew_replaces_what_came_after_it(come: Callable[..., Visitor]) -> None:
    visitor = come()
    entered(visitor, "sato")
    visitor.ask(QUESTION)
    visitor.ask("それはどこが担当しますか")
    visitor.view.locator(".turn").first.get_by_role("button", name="質問を直す").click()
    visitor.view.get_by_label("直した質問").fill(OTHER)
    visitor.view.keyboard.press("Enter")
    visitor.view.get_by_role("dialog").get_by_role("button", name="聞き直す").click()
    expect(visitor.view.locator(".turn")).to_have_count(1)
    visitor.view.locator(".turn .turn-tools").wait_for()
    visitor.reload()
    expect(visitor.view.locator(".question")).to_have_text([OTHER])
    visitor.view.get_by_role("button", name="を削除").first.click()
    visitor.view.get_by_role("dialog").get_by_role("button", name="削除する").click()
    expect(visitor.view.locator(".conversation-name")).to_have_count(0)


def test_logging_out_shows_the_form_and_nothing_of_before(come: Callable[..., Visitor]) -> None:
    visitor = come()
    entered(visitor)
    visitor.ask(QUESTION)
    cookies = visitor.context.cookies()
    visitor.view.get_by_role("button", name="ログアウト").click()
    expect(visitor.view.get_by_label("名前", exact=True)).to_be_focused()
    assert "公共サービスメッシュ" not in visitor.view.content()
    visitor.context.add_cookies(cookies)  # type: ignore[arg-type]
    visitor.reload()
    expect(visitor.view.get_by_label("名前", exact=True)).to_be_visible()  # the old cookie opens nothing
    entered(visitor, "sato")
    assert visitor.conversations() == [] and visitor.view.locator(".turn").count() == 0


def test_a_session_that_ends_in_the_middle_loses_no_question(come: Callable[..., Visitor]) -> None:
    visitor = come()
    entered(visitor)
    visitor.ask(QUESTION)
    end_session(visitor)
    visitor.view.get_by_label("質問", exact=True).fill(OTHER)
    visitor.view.keyboard.press("Enter")
    expect(visitor.view.get_by_label("名前", exact=True)).to_be_focused()
    expect(visitor.view.locator(".turn").first).to_be_hidden()
    log_in(visitor)
    box = visitor.view.get_by_label("質問", exact=True)
    expect(box).to_be_focused()
    expect(box).to_have_value(OTHER)
    expect(visitor.view.locator(".turn")).to_have_count(1)
    visitor.view.keyboard.press("Enter")
    expect(visitor.view.locator(".turn")).to_have_count(2)
    visitor.view.locator(".turn").nth(1).locator(".turn-tools").wait_for()


def test_another_user_who_logs_in_sees_nothing_of_the_one_before(come: Callable[..., Visitor]) -> None:
    visitor = come()
    entered(visitor)
    visitor.ask(QUESTION)
    end_session(visitor)
    visitor.view.get_by_label("質問", exact=True).fill(OTHER)
    visitor.view.keyboard.press("Enter")
    expect(visitor.view.get_by_label("名前", exact=True)).to_be_focused()
    log_in(visitor, "sato")
    expect(visitor.view.locator("#top-end")).to_contain_text("sato")
    expect(visitor.view.locator(".turn")).to_have_count(0)
    expect(visitor.view.get_by_label("質問", exact=True)).to_have_value("")
    assert visitor.conversations() == []


def test_feedback_is_kept_with_the_name(come: Callable[..., Visitor], folder: Path) -> None:
    visitor = come()
    entered(visitor)
    visitor.ask(QUESTION)
    visitor.view.get_by_role("button", name="役に立った").click()
    expect(visitor.view.locator(".turn-tools").get_by_role("status")).to_have_text("評価を保存しました")
    assert [one.user for one in open_feedback(Settings(state=folder / "state")).list()] == ["suzuki"]


def test_a_proxy_that_sends_a_name_opens_the_page(
    serve: Callable[..., AbstractContextManager[str]], visit: Callable[..., Visitor], tmp_path: Path
) -> None:
    with serve(ASSISTANT_AUTH="proxy:X-Remote-User@127.0.0.1", ASSISTANT_STATE=str(tmp_path)) as address:
        visitor = visit(address=address)
        expect(visitor.view.get_by_role("alert")).to_contain_text("利用者名が届きませんでした")
        visitor.context.set_extra_http_headers({"X-Remote-User": "suzuki"})
        visitor.view.get_by_role("button", name="開き直す").click()
        expect(visitor.view.locator("#top-end")).to_contain_text("suzuki閲覧")
        expect(visitor.view.get_by_role("button", name="ログアウト")).to_have_count(0)
        visitor.view.wait_for_selector("body.ready")
        visitor.ask(QUESTION)
        visitor.said[:] = [text for text in visitor.said if not REFUSED.search(text)]
        visitor.view.close()


def test_a_page_open_to_others_says_so(
    serve: Callable[..., AbstractContextManager[str]], visit: Callable[..., Visitor]
) -> None:
    with serve(ASSISTANT_HOST="0.0.0.0") as address:
        visitor = visit(address=address)
        expect(visitor.view.get_by_label("お知らせ")).to_contain_text("ログインなしで、ほかの端末から使える")
        visitor.view.close()


def test_a_stopped_answer_is_kept_as_far_as_it_was_seen(
    serve: Callable[..., AbstractContextManager[str]], visit: Callable[..., Visitor], tmp_path: Path
) -> None:
    UsersFile(tmp_path / "users").add("suzuki", "reader", PASSWORD)
    with (
        chat_server(lambda _: f"{RIGHT}[1]。\n{WHY}[1]。\n", pause=1.5) as (url, _),
        serve(
            ASSISTANT_AUTH=str(tmp_path / "users"),
            ASSISTANT_STATE=str(tmp_path / "state"),
            ASSISTANT_CHAT_MODEL="openai:scripted",
            ASSISTANT_CHAT_BASE_URL=url,
            ASSISTANT_CHAT_API_KEY="none",
        ) as address,
    ):
        visitor = visit(address=address)
        entered(visitor)
        visitor.view.get_by_label("質問", exact=True).fill(QUESTION)
        visitor.view.keyboard.press("Enter")
        expect(visitor.view.locator(".answer .model").first).to_contain_text(RIGHT, timeout=40_000)
        visitor.view.get_by_role("button", name="止める").click()
        expect(visitor.view.get_by_text("途中で止めました。")).to_be_visible()
        visitor.ask(OTHER)
        visitor.reload()
        expect(visitor.view.locator(".question")).to_have_text([QUESTION, OTHER])
        first = visitor.view.locator(".turn").first
        expect(first.get_by_text("途中で止めました。")).to_be_visible()
        expect(first.locator(".answer")).to_contain_text(RIGHT)
        expect(first.locator(".answer")).not_to_contain_text(WHY)
        visitor.view.get_by_role("button", name="新しい会話").click()
        visitor.view.get_by_label("質問", exact=True).fill(QUESTION)
        visitor.view.keyboard.press("Enter")
        expect(visitor.view.locator(".turn").last.locator(".model").first).to_contain_text(RIGHT)
        visitor.view.get_by_role("button", name="新しい会話").click()  # leaving stops it: it is kept as far as it came
        expect(visitor.view.locator(".conversation-name")).to_have_text([QUESTION, QUESTION], timeout=10_000)
        visitor.said[:] = [text for text in visitor.said if not REFUSED.search(text)]
        visitor.view.close()


def test_name_and_log_out_have_room_on_a_phone(come: Callable[..., Visitor]) -> None:
    visitor = come(width=390, height=700)
    entered(visitor)
    assert visitor.view.evaluate("document.documentElement.scrollWidth") <= 390
    for what in (visitor.view.get_by_role("button", name="ログアウト"), visitor.view.get_by_label("画面の色")):
        expect(what).to_be_in_viewport(ratio=1)
    bar = visitor.view.get_by_role("banner").bounding_box()
    assert bar is not None and bar["height"] < 110


@pytest.mark.skipif(not AXE.exists(), reason="axe-core がありません（.ci/run が入れます）")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing_on_the_form(come: Callable[..., Visitor], scheme: str, width: int) -> None:
    visitor = come(color_scheme=scheme, width=width, bypass_csp=True)
    assert axe_finds(visitor) == []
    log_in(visitor, "dareka", "machigai-no-aikotoba")
    expect(visitor.view.get_by_role("alert")).to_contain_text("違います")
    assert axe_finds(visitor) == []
    visitor.view.get_by_label("名前", exact=True).fill("")
    entered(visitor, "sato")
    assert axe_finds(visitor) == []
