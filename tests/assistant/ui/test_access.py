"""For everybody: by keyboard alone, by ear, in light and dark, and by axe's rules."""

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.assistant.ui.conftest import Visitor
from tests.conftest import ROOT

AXE = ROOT / ".axe" / "axe.min.js"
QUESTION = "公共サービスメッシュはいつまでに整備しますか"
COMPARISON = "2021年の計画と2023年の計画案で、運転免許証の扱いを比べて"
UNANSWERED = "GIGAスクール構想の端末の予算はいくらですか"


def tab_to(visitor: Visitor, selector: str, key: str = "Tab", most: int = 60) -> None:
    """Press Tab until the focus is on something; it is seen wherever it goes."""
    for _ in range(most):
        visitor.view.keyboard.press(key)
        where = visitor.view.evaluate(
            """(wanted) => {
                const at = document.activeElement;
                const style = getComputedStyle(at);
                const native = at.matches("summary, select, input");
                const seen = native || style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
                return { found: at.matches(wanted), seen, name: at.outerHTML.slice(0, 120) };
            }""",
            selector,
        )
        assert where["seen"], where["name"]
        if where["found"]:
            return
    raise AssertionError(f"no way to {selector} by keyboard")


def test_everything_is_done_by_keyboard(visitor: Visitor) -> None:
    visitor.view.keyboard.press("Tab")
    expect(visitor.view.get_by_role("link", name="質問欄へ移動")).to_be_focused()
    visitor.view.keyboard.press("Enter")
    expect(visitor.view.get_by_label("質問", exact=True)).to_be_focused()
    visitor.view.keyboard.type(QUESTION)
    visitor.view.keyboard.press("Enter")
    visitor.view.locator(".turn-tools").wait_for(timeout=20_000)
    tab_to(visitor, ".mark", key="Shift+Tab")
    visitor.view.keyboard.press("Enter")
    expect(visitor.view.locator(".cited mark").first).to_be_focused()
    tab_to(visitor, ".outline-link", key="Shift+Tab")
    visitor.view.keyboard.press("ArrowDown")
    expect(visitor.view.locator(".outline-link:focus")).to_have_text("第3-2 1. 国民に対する行政サービスのデジタル化②")
    visitor.view.keyboard.press("Enter")
    expect(visitor.view.locator('[data-line="674"]')).to_be_focused()
    tab_to(visitor, ".place", key="Shift+Tab")
    visitor.view.keyboard.press("Escape")
    expect(visitor.view.locator(".mark").first).to_be_focused()
    tab_to(visitor, "[aria-label$='を削除']", key="Shift+Tab")
    visitor.view.keyboard.press("Enter")
    visitor.view.keyboard.press("Tab")
    visitor.view.keyboard.press("Enter")
    expect(visitor.view.locator(".turn")).to_have_count(0)


def test_a_mark_reached_by_tab_shows_its_evidence_and_keeps_the_focus(visitor: Visitor) -> None:
    visitor.ask("マイナンバーカードの普及の目標は")
    tab_to(visitor, ".place-row", key="Shift+Tab")
    expect(visitor.view.locator("#evidence-head")).to_contain_text("根拠 3／")
    expect(visitor.view.locator(".place-row:focus")).to_have_count(1)


def test_enter_that_ends_a_conversion_does_not_send(visitor: Visitor) -> None:
    box = visitor.view.get_by_label("質問", exact=True)
    box.fill("おういん")
    box.dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    box.dispatch_event("keydown", {"key": "Enter", "keyCode": 229})
    visitor.view.keyboard.press("Shift+Enter")
    assert visitor.view.locator(".turn").count() == 0
    assert box.input_value() == "おういん\n"


def test_a_ready_answer_is_said(visitor: Visitor) -> None:
    said = visitor.view.get_by_role("status")
    visitor.ask(QUESTION)
    expect(said).to_have_text("回答しました。根拠は1件です。")
    visitor.ask(UNANSWERED)
    expect(said).to_have_text("見つかりませんでした。関連する箇所は5件です。")


def test_it_follows_light_and_dark_and_remembers_a_choice(visit: Callable[..., Visitor]) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    light, dark = (visit(color_scheme=scheme).view.evaluate(ground) for scheme in ("light", "dark"))
    assert light != dark
    visitor = visit(color_scheme="light")
    visitor.view.get_by_label("画面の色").select_option("dark")
    assert visitor.view.evaluate(ground) == dark
    visitor.reload()
    assert visitor.view.evaluate(ground) == dark


def test_the_page_says_its_language_and_has_landmarks(visitor: Visitor) -> None:
    assert visitor.view.locator("html").get_attribute("lang") == "ja"
    for role, count in (("banner", 1), ("main", 1), ("complementary", 2)):
        assert visitor.view.get_by_role(role).count() == count
    assert visitor.view.get_by_role("heading", level=1).inner_text() == "計画アシスタント"


def axe_finds(visitor: Visitor, within: str = "html") -> list[str]:
    visitor.view.evaluate("(0, eval)", AXE.read_text("utf-8")) if visitor.view.evaluate(
        "typeof axe"
    ) == "undefined" else None
    found = visitor.view.evaluate(
        """(within) => axe.run(within, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })
            .then((result) => result.violations.map((one) =>
                `${one.impact} ${one.id}: ${one.nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`))""",
        within,
    )
    return [str(one) for one in found]


@pytest.mark.skipif(
    not AXE.exists() and not os.environ.get("ASSISTANT_TEST_ALL"), reason="axe-core がありません（.ci/run が入れます）"
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 720, 390])
def test_axe_finds_nothing_on_any_view(visit: Callable[..., Visitor], tmp_path: Path, scheme: str, width: int) -> None:
    visitor = visit(color_scheme=scheme, width=width, bypass_csp=True)
    assert axe_finds(visitor) == []
    for question in (QUESTION, COMPARISON, UNANSWERED, "\u200b"):
        visitor.ask(question)
        assert axe_finds(visitor) == [], question
    visitor.view.locator(".mark").first.click()
    expect(visitor.view.locator(".cited mark").first).to_be_focused()
    assert axe_finds(visitor) == []
    visitor.view.keyboard.press("Escape")
    visitor.view.locator(".comparison .mark").first.click()
    expect(visitor.view.locator(".cited mark:focus")).to_have_count(1)
    assert axe_finds(visitor, "#evidence") == []
    visitor.view.locator(".pane.chosen").get_by_role("button", name="目次").click()
    expect(visitor.view.locator(".pane.chosen .outline")).to_be_visible()
    assert axe_finds(visitor, "#evidence") == []
    for _ in range(2):  # the outline, then the evidence
        visitor.view.keyboard.press("Escape")
    visitor.view.locator("#filter summary").click()
    assert axe_finds(visitor) == []
    visitor.open("/?view=documents")
    visitor.view.locator(".card-outline summary").first.click()
    assert axe_finds(visitor) == []
    visitor.open("/?view=sheet")
    assert axe_finds(visitor) == []
    questions = tmp_path / "質問.csv"
    questions.write_text(f"質問,資料\n{QUESTION},2023-06\n,\n", "utf-8")
    visitor.view.locator("#sheet-choice").set_input_files(questions)
    visitor.view.get_by_role("button", name="回答を始める").click()
    expect(visitor.view.get_by_role("button", name="回答の表をダウンロード")).to_be_visible()
    assert axe_finds(visitor) == []


@pytest.mark.skipif(
    not AXE.exists() and not os.environ.get("ASSISTANT_TEST_ALL"), reason="axe-core がありません（.ci/run が入れます）"
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing_in_the_dialogs(
    visit: Callable[..., Visitor],
    serve: Callable[..., AbstractContextManager[str]],
    tmp_path: Path,
    scheme: str,
    width: int,
) -> None:
    with serve(ASSISTANT_STATE=str(tmp_path / "state")) as address:
        visitor = visit(address=address, color_scheme=scheme, width=width, bypass_csp=True)
        visitor.ask(QUESTION)
        for _ in range(2):  # a first opinion, then another one in its place
            visitor.view.get_by_role("button", name="違う").click()
            expect(visitor.view.get_by_role("dialog", name="どこが違いますか")).to_be_visible()
            assert axe_finds(visitor) == []
            visitor.view.get_by_role("button", name="送る").click()
            expect(visitor.view.get_by_role("button", name="違う")).to_have_attribute("aria-pressed", "true")
        assert axe_finds(visitor) == []
        if width < 1024:
            visitor.view.get_by_role("button", name="会話", exact=True).click()
        visitor.view.get_by_role("button", name=f"「{QUESTION}」を削除").click()
        expect(visitor.view.get_by_role("dialog", name="会話の削除")).to_be_visible()
        assert axe_finds(visitor) == []
        visitor.view.close()


def test_an_opinion_and_an_export_are_made_by_keyboard(
    visit: Callable[..., Visitor], serve: Callable[..., AbstractContextManager[str]], tmp_path: Path
) -> None:
    with serve(ASSISTANT_STATE=str(tmp_path / "state")) as address:
        visitor = visit(address=address)
        visitor.ask(QUESTION)
        complaint = visitor.view.get_by_role("button", name="違う")
        tab_to(visitor, "[aria-pressed]", key="Shift+Tab")
        expect(complaint).to_be_focused()
        visitor.view.keyboard.press("Enter")
        expect(visitor.view.get_by_label("回答が違う")).to_be_focused()
        visitor.view.keyboard.press("ArrowDown")
        expect(visitor.view.get_by_label("根拠が違う")).to_be_checked()
        tab_to(visitor, "textarea")
        visitor.view.keyboard.type("別の節です")
        tab_to(visitor, ".dialog .primary")
        visitor.view.keyboard.press("Enter")
        expect(visitor.view.locator(".turn-tools").get_by_role("status")).to_have_text("評価を保存しました")
        expect(complaint).to_be_focused()
        expect(complaint).to_have_attribute("aria-pressed", "true")
        tab_to(visitor, "[aria-label='この会話をExcelで保存']", key="Shift+Tab")
        with visitor.view.expect_download():
            visitor.view.keyboard.press("Enter")
        visitor.view.close()
