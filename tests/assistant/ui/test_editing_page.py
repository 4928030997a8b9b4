"""Documents added, replaced and removed on the page, in a real browser."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from assistant.auth.users_file import UsersFile
from tests.assistant.ui.caller import PASSWORD
from tests.assistant.ui.conftest import Visitor
from tests.assistant.ui.test_access import AXE, axe_finds, tab_to
from tests.assistant.ui.test_login import REFUSED, entered
from tests.index.made import word_file

SECONDS = 30_000


@pytest.fixture
def visit(start: Callable[..., str], visit: Callable[..., Visitor]) -> Callable[..., Visitor]:
    """The browser leaves before the page ends that ``start`` started: what it asks to the last is answered."""
    assert start
    return visit


@pytest.fixture
def word(tmp_path: Path) -> Path:
    paragraphs = [
        ("Title", "みどり市窓口改革計画"),
        ("Normal", "令和6年5月1日"),
        ("Heading 1", "1. 受付"),
        ("Normal", "窓口の受付時間を午後7時まで延ばす。"),
    ]
    return word_file(tmp_path / "窓口改革.docx", paragraphs)


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "図書館.txt"
    path.write_text("みどり市図書館計画\n\n1. 開館\n\n・図書館は祝日も開館する。\n", "utf-8")
    return path


def choose(visitor: Visitor, button: str, *files: Path) -> None:
    with visitor.view.expect_file_chooser() as chooser:
        visitor.view.get_by_role("button", name=button).click()
    chooser.value.set_files(list(files))
    expect(visitor.view.get_by_role("dialog")).to_be_visible(timeout=SECONDS)


def agree(visitor: Visitor, button: str) -> None:
    visitor.view.get_by_role("dialog").get_by_role("button", name=button).click()
    expect(visitor.view.get_by_role("dialog")).to_be_hidden()
    expect(visitor.view.locator("#change .done")).to_be_visible(timeout=SECONDS)


def test_documents_are_added_asked_about_replaced_and_removed(
    visit: Callable[..., Visitor], start: Callable[..., str], word: Path, text: Path, small_documents: Path
) -> None:
    visitor = visit(address=start())
    view = visitor.view
    view.get_by_role("link", name="資料", exact=True).click()
    choose(visitor, "ファイルを選ぶ", word, text)
    forms = view.locator(".document-form")
    expect(forms).to_have_count(2)
    expect(forms.first.get_by_label("題名")).to_have_value("みどり市窓口改革計画")
    expect(forms.first.get_by_label("日付")).to_have_value("2024-05-01")
    date = forms.first.locator(".field", has_text="日付").get_by_text("※自動で読み取り（本文から推定）")
    expect(date).to_be_visible()
    expect(forms.first.locator(".field", has_text="発行元").locator(".guess")).to_be_hidden()
    forms.first.get_by_label("日付").fill("2024-05")
    expect(date).to_be_hidden()  # now somebody has written it
    forms.first.get_by_label("日付").fill("2024-05-01")
    forms.first.get_by_label("呼び名").fill("窓口の計画\n窓口計画")
    forms.last.get_by_label("題名").fill('みどり市"図書館"計画')
    view.evaluate("""() => {
        window.seen = [];
        new MutationObserver(() => {
            const bar = document.querySelector("#change progress");
            if (bar) window.seen.push([document.querySelector("#change-what").textContent, bar.max, bar.value]);
        }).observe(document.getElementById("change"), { childList: true, subtree: true, attributes: true, characterData: true });
    }""")
    agree(visitor, "加える")
    assert any("／" in what for what, _, _ in view.evaluate("window.seen"))
    expect(view.locator("#change .done")).to_have_text('『みどり市窓口改革計画』『みどり市"図書館"計画』を加えました。')
    expect(view.get_by_role("status")).to_have_text('『みどり市窓口改革計画』『みどり市"図書館"計画』を加えました。')
    expect(view.locator(".card h3")).to_have_text(
        ["みどり市窓口改革計画", "みどり市ごみ減量報告書", "みどり市総合計画について", 'みどり市"図書館"計画']
    )
    assert 'aliases = ["窓口の計画", "窓口計画"]' in (small_documents / "catalog.toml").read_text("utf-8")

    view.get_by_role("link", name="質問", exact=True).click()
    view.locator("#filter summary").click()
    expect(view.locator("#filter .choice")).to_have_count(4)
    visitor.ask("窓口の受付時間は何時までですか")
    assert "午後7時" in visitor.answer and "『みどり市窓口改革計画』（令和6年5月1日・計画）" in visitor.answer

    view.get_by_role("link", name="資料", exact=True).click()
    word_file(word, [("Heading 1", "1. 受付"), ("Normal", "窓口の受付時間を午後8時まで延ばす。")])
    choose(visitor, "「みどり市窓口改革計画」を差し替える", word)
    expect(view.get_by_role("dialog")).to_contain_text("今のファイルは消え")
    expect(view.get_by_label("呼び名")).to_have_value("窓口の計画\n窓口計画")
    expect(view.get_by_role("dialog").get_by_text("※自動で読み取り").first).to_be_hidden()  # the catalogue said it
    agree(visitor, "差し替える")
    expect(view.locator("#change .done")).to_have_text("『みどり市窓口改革計画』を差し替えました。")
    view.get_by_role("link", name="質問", exact=True).click()
    visitor.ask("窓口の受付時間は何時までですか")
    assert "午後8時" in visitor.answer

    view.get_by_role("link", name="資料", exact=True).click()
    view.get_by_role("button", name="「みどり市窓口改革計画」を取り除く").click()
    expect(view.get_by_role("dialog")).to_contain_text("ファイル「窓口改革.docx」と、目録の記載を消し")
    view.get_by_role("button", name="やめる").click()
    assert (small_documents / "窓口改革.docx").exists()
    view.get_by_role("button", name="「みどり市窓口改革計画」を取り除く").click()
    agree(visitor, "取り除く")
    expect(view.locator("#change .done")).to_have_text("『みどり市窓口改革計画』を取り除きました。")
    expect(view.locator(".card")).to_have_count(3)
    assert not (small_documents / "窓口改革.docx").exists()
    assert "窓口改革" not in (small_documents / "catalog.toml").read_text("utf-8")


def test_what_cannot_be_read_is_said_and_a_name_that_is_taken_is_offered_for_replacement(
    visit: Callable[..., Visitor], start: Callable[..., str], tmp_path: Path, small_documents: Path
) -> None:
    visitor = visit(address=start())
    view = visitor.view
    visitor.open("/?view=documents")
    broken = tmp_path / "壊れた計画.docx"
    broken.write_text("Wordではない", "utf-8")
    with view.expect_file_chooser() as chooser:
        view.get_by_role("button", name="ファイルを選ぶ").click()
    chooser.value.set_files([broken])
    expect(view.get_by_role("alert")).to_contain_text("壊れた計画.docx: 拡張子と中身が合いません", timeout=SECONDS)

    same = tmp_path / "plan.txt"
    same.write_text("みどり市総合計画（改訂版）\n\n1. 目的\n\n・計画の期間を10年に延ばす。\n", "utf-8")
    choose(visitor, "ファイルを選ぶ", same, broken)
    dialog = view.get_by_role("dialog")
    expect(dialog).to_contain_text("壊れた計画.docx: 拡張子と中身が合いません")
    dialog.get_by_role("button", name="加える").click()
    expect(dialog.get_by_role("alert")).to_contain_text("名前を変えるか、差し替えを選んでください。")
    dialog.get_by_role("checkbox").check()
    expect(dialog.get_by_label("題名")).to_have_value("みどり市総合計画について")
    dialog.get_by_label("日付").fill("きのう")
    dialog.get_by_role("button", name="加える").click()
    assert not dialog.get_by_label("日付").evaluate("(input) => input.validity.valid")
    dialog.get_by_label("日付").fill("2024-04")
    agree(visitor, "加える")
    assert "10年に延ばす" in (small_documents / "plan.txt").read_text("utf-8")
    assert [path.name for path in small_documents.iterdir() if path.suffix == ".txt"] == ["plan.txt"]


def test_files_can_be_dropped_and_the_build_ends_without_the_page(
    visit: Callable[..., Visitor], start: Callable[..., str], small_documents: Path
) -> None:
    address = start()
    visitor = visit(address=address)
    view = visitor.view
    visitor.open("/?view=documents")
    dropped = "みどり市図書館計画\n\n1. 開館\n\n・図書館は祝日も開館する。\n"
    view.evaluate(
        """(text) => {
            const data = new DataTransfer();
            data.items.add(new File([text], "図書館.txt"));
            const zone = document.querySelector(".drop-zone");
            for (const type of ["dragenter", "dragover", "drop"])
                zone.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: data }));
        }""",
        dropped,
    )
    expect(view.get_by_role("dialog")).to_be_visible(timeout=SECONDS)
    with view.expect_response("**/run/change"):
        view.get_by_role("dialog").get_by_role("button", name="加える").click()
    view.goto("about:blank")
    other = visit(address=address)
    for _ in range(60):
        other.open("/?view=documents")
        if other.view.locator(".card").count() == 3:
            break
        other.view.wait_for_timeout(250)
    expect(other.view.locator(".card")).to_have_count(3)
    other.view.get_by_role("link", name="質問", exact=True).click()
    other.ask("図書館は祝日も開館しますか")
    assert "祝日も開館する" in other.answer


def test_another_page_takes_up_the_new_documents_with_its_next_answer(
    visit: Callable[..., Visitor], start: Callable[..., str], text: Path
) -> None:
    address = start()
    reader, editor = visit(address=address), visit(address=address)
    reader.ask("押印を廃止する手続は何件ですか")
    editor.open("/?view=documents")
    choose(editor, "ファイルを選ぶ", text)
    agree(editor, "加える")
    reader.ask("図書館は祝日も開館しますか")
    reader.view.locator("#filter summary").click()
    expect(reader.view.locator("#filter .choice")).to_have_count(3)


def test_readers_see_none_of_it(visit: Callable[..., Visitor], start: Callable[..., str], tmp_path: Path) -> None:
    file = UsersFile(tmp_path / "users")
    file.add("suzuki", "editor", PASSWORD)
    file.add("sato", "reader", PASSWORD)
    address = start(ASSISTANT_AUTH=str(file.path))
    for name, count in (("sato", 0), ("suzuki", 1)):
        visitor = visit(address=address)
        entered(visitor, name)
        visitor.said[:] = [text for text in visitor.said if not REFUSED.search(text)]
        visitor.view.get_by_role("link", name="資料", exact=True).click()
        expect(visitor.view.locator(".card")).to_have_count(2)
        expect(visitor.view.get_by_role("button", name="ファイルを選ぶ")).to_have_count(count)
        expect(visitor.view.get_by_role("button", name="を取り除く")).to_have_count(2 * count)


def test_it_is_done_by_keyboard(visit: Callable[..., Visitor], start: Callable[..., str], text: Path) -> None:
    visitor = visit(address=start())
    view = visitor.view
    visitor.open("/?view=documents")
    tab_to(visitor, ".drop-zone button")
    with view.expect_file_chooser() as chooser:
        view.keyboard.press("Enter")
    chooser.value.set_files([text])
    expect(view.get_by_label("資料の名前")).to_be_focused(timeout=SECONDS)
    view.keyboard.press("Enter")
    expect(view.locator("#change .done")).to_be_visible(timeout=SECONDS)
    expect(view.get_by_role("button", name="ファイルを選ぶ")).to_be_focused()
    tab_to(visitor, "[aria-label='「みどり市図書館計画」を取り除く']")
    view.keyboard.press("Enter")
    expect(view.get_by_role("button", name="やめる")).to_be_focused()
    tab_to(visitor, ".danger")
    view.keyboard.press("Enter")
    expect(view.locator(".card")).to_have_count(2, timeout=SECONDS)
    expect(view.get_by_role("heading", name="資料", exact=True)).to_be_focused()


@pytest.mark.skipif(
    not AXE.exists() and not os.environ.get("ASSISTANT_TEST_ALL"), reason="axe-core がありません（.ci/run が入れます）"
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing(
    visit: Callable[..., Visitor], start: Callable[..., str], word: Path, tmp_path: Path, scheme: str, width: int
) -> None:
    visitor = visit(address=start(), color_scheme=scheme, width=width, bypass_csp=True)
    view = visitor.view
    visitor.open("/?view=documents")
    assert axe_finds(visitor) == []
    same = tmp_path / "plan.md"
    same.write_text("みどり市総合計画\n\n- 計画を延ばす。\n", "utf-8")
    broken = tmp_path / "壊れた計画.docx"
    broken.write_text("x", "utf-8")
    choose(visitor, "ファイルを選ぶ", word, same, broken)
    assert axe_finds(visitor) == []
    view.get_by_role("checkbox").check()
    assert axe_finds(visitor) == []
    view.get_by_role("dialog").get_by_role("button", name="加える").click()
    view.locator("#change progress").wait_for()
    assert axe_finds(visitor) == []
    expect(view.locator("#change .done")).to_be_visible(timeout=SECONDS)
    assert axe_finds(visitor) == []
    view.get_by_role("button", name="「みどり市窓口改革計画」を取り除く").click()
    assert axe_finds(visitor) == []
    view.keyboard.press("Escape")
    with view.expect_file_chooser() as chooser:
        view.get_by_role("button", name="「みどり市窓口改革計画」を差し替える").click()
    chooser.value.set_files([broken])
    expect(view.get_by_role("alert")).to_be_visible(timeout=SECONDS)
    assert axe_finds(visitor) == []
