"""Asking in a real browser: answers, marks, comparisons, refusals, follow-ups, the filter, stopping, asking anew."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from playwright.sync_api import expect

from tests.assistant.chat_server import chat_server
from tests.assistant.ui.conftest import Visitor

QUESTION = "公共サービスメッシュはいつまでに整備しますか"
COMPARISON = "2021年の計画と2023年の計画案で、運転免許証の扱いを比べて"
CITED = (
    "『デジタル社会の実現に向けた重点計画（案）概要資料』（令和5年6月・案）"
    "第3-2 1.①「国・地方公共団体・民間を通じたトータルデザイン」②「情報連携の更なる推進」、667～670行目"
)
UNANSWERED = "GIGAスクール構想の端末の予算はいくらですか"


def test_an_answer_opens_its_evidence_with_exactly_its_lines_marked(visitor: Visitor) -> None:
    visitor.ask(QUESTION)
    assert "2025年度（令和7年度）中に整備する。[1]" in visitor.answer.replace("\n", "")
    expect(visitor.view.locator(".lines")).to_be_visible()
    assert visitor.head == "根拠 1／1"
    assert visitor.marked() == [667, 668, 670]
    cited = visitor.view.locator('[data-line="668"]')
    expect(cited).to_be_in_viewport()
    assert "情報連携の基盤である公共サービスメッシュを2025年度" in cited.inner_text()
    assert "情報連携の更なる推進" in visitor.view.locator(".path").inner_text()


def test_a_mark_is_opened_by_click_and_escape_leads_back(visitor: Visitor) -> None:
    visitor.ask("マイナンバーカードの普及の目標は")
    mark = visitor.view.locator(".answer .mark").last
    mark.click()
    expect(visitor.view.locator(".cited mark").first).to_be_focused()
    assert visitor.head.startswith("根拠 3／")
    visitor.view.keyboard.press("Escape")
    expect(mark).to_be_focused()


def test_evidence_is_stepped_through(visitor: Visitor) -> None:
    visitor.ask("マイナンバーカードの普及の目標は")
    first = visitor.marked()
    visitor.view.get_by_role("button", name="次の根拠").click()
    expect(visitor.view.locator("#evidence-head")).to_contain_text("根拠 2／")
    expect(visitor.view.locator(".line.cited").first).to_be_in_viewport()
    assert visitor.marked() != first
    visitor.view.get_by_role("button", name="前の根拠").click()
    expect(visitor.view.locator("#evidence-head")).to_contain_text("根拠 1／")
    assert visitor.marked() == first


def test_a_comparison_is_a_table_and_shows_both_editions(visitor: Visitor) -> None:
    visitor.ask(COMPARISON)
    heads = visitor.view.locator(".comparison th").all_inner_texts()
    assert [head[0] for head in heads] == ["旧", "新"]
    assert "令和3年12月24日" in heads[0] and "令和5年6月" in heads[1]
    expect(visitor.view.locator(".pane")).to_have_count(2)
    assert all(visitor.marked(pane) for pane in (0, 1))
    for pane in visitor.view.locator(".pane").all():
        expect(pane.locator(".line.cited").first).to_be_in_viewport()
    assert visitor.view.locator(".pane .column-name").all_inner_texts() == ["旧", "新"]


def test_beside_a_mark_stands_what_is_most_like_it_in_the_other_edition(visitor: Visitor) -> None:
    visitor.ask(COMPARISON)
    paths = visitor.view.locator(".pane .path")
    new = visitor.view.locator(".comparison td").last.locator(".mark").first
    new.click()  # 運転免許証をはじめ、… of マイナンバーカードの普及及び利用の推進
    expect(paths.last).to_contain_text("運転免許証をはじめ、マイナンバーカードへの一体化に向けた取組")
    expect(paths.first).to_contain_text("マイナンバーカードの普及及び利用の推進")
    visitor.view.locator(".comparison td").last.locator(".mark").last.click()
    expect(paths.last).to_contain_text("行政サービス等の拡充")


def test_a_refusal_shows_the_nearest_sections(visitor: Visitor) -> None:
    visitor.ask(UNANSWERED)
    assert "見つかりませんでした" in visitor.answer
    assert visitor.view.locator(".turn .mark").count() == 0
    assert visitor.head == "関連する箇所 1／5"
    assert visitor.marked()
    expect(visitor.view.get_by_text("質問に近い箇所です。答えそのものではありません。")).to_be_visible()


def test_a_follow_up_leans_on_the_question_before(visitor: Visitor) -> None:
    visitor.ask("公共サービスメッシュとは何ですか")
    visitor.ask("それはいつまでに整備しますか")
    assert "2025年度" in visitor.answer


def test_the_filter_limits_the_answer_to_an_edition(visitor: Visitor) -> None:
    visitor.view.locator("#filter summary").click()
    choices = visitor.view.get_by_role("group", name="デジタル社会の実現に向けた重点計画")
    choices.get_by_label("デジタル社会の実現に向けた重点計画について").check()
    visitor.ask("マイナンバーカードの普及の目標は")
    editions = visitor.view.locator(".places").first.locator(".place-edition").all_inner_texts()
    assert editions and all("令和3年12月24日・閣議決定" in edition for edition in editions)
    assert "重点計画について（閣議決定）だけから答えます" in visitor.view.locator(".limited-to").inner_text()
    visitor.view.get_by_role("button", name="最新の版だけ").click()
    assert visitor.view.locator("#filter input:checked").count() == 4


def test_examples_come_from_the_documents_and_are_answered(visitor: Visitor) -> None:
    examples = visitor.view.locator(".example")
    assert examples.count() == 4
    examples.first.click()
    expect(visitor.view.locator(".answer .mark").first).to_be_visible(timeout=20_000)


def test_a_question_is_corrected_and_asked_again(visitor: Visitor) -> None:
    visitor.ask("公共サービスメッシュとは何ですか")
    visitor.ask("押印の見直しで改正された法律は何本ですか")
    visitor.view.get_by_role("button", name="質問を直す").first.click()
    visitor.view.get_by_label("直した質問").fill(QUESTION)
    visitor.view.keyboard.press("Enter")
    visitor.view.get_by_role("dialog").get_by_role("button", name="聞き直す").click()
    expect(visitor.view.locator(".turn")).to_have_count(1)
    expect(visitor.view.locator(".answer")).to_contain_text("2025年度")
    assert visitor.view.locator(".question").inner_text() == QUESTION


def test_an_answer_is_copied_with_its_citations(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visitor.ask(QUESTION)
    visitor.view.get_by_role("button", name="根拠つきでコピー").click()
    expect(visitor.view.locator(".turn-tools").get_by_role("status")).to_have_text("コピーしました")
    expect(visitor.view.get_by_role("button", name="根拠つきでコピー")).to_be_visible()  # its name stays
    text = visitor.view.evaluate("navigator.clipboard.readText()")
    assert text.splitlines() == [
        "情報連携の基盤である公共サービスメッシュを2025年度（令和7年度）中に整備する。 [1]",
        "",
        "【根拠】",
        f"[1] {CITED}",
    ]


def test_one_piece_of_evidence_is_copied_as_papers_cite_it(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visitor.ask(QUESTION)
    visitor.view.get_by_role("button", name="出典をコピー").click()
    expect(visitor.view.get_by_role("button", name="コピーしました")).to_be_visible()
    assert visitor.view.evaluate("navigator.clipboard.readText()") == CITED
    visitor.open("/?place=2023-06_priority-plan-draft-outline:L728")
    expect(visitor.view.get_by_role("button", name="リンクをコピー")).to_be_visible()
    expect(visitor.view.get_by_role("button", name="出典をコピー")).to_have_count(0)  # nobody cited this


def test_html_in_a_question_stays_text(visitor: Visitor) -> None:
    visitor.ask("<img src=x onerror=alert(1)><b>太字</b> &amp; 押印の見直し")
    assert (
        visitor.view.locator(".question").inner_text() == "<img src=x onerror=alert(1)><b>太字</b> &amp; 押印の見直し"
    )
    assert visitor.view.locator("img, .question b").count() == 0


def test_an_input_error_is_said(visitor: Visitor) -> None:
    visitor.ask("\u200b")
    expect(visitor.view.locator(".turn .error")).to_contain_text("質問")
    assert visitor.conversations() == []


RIGHT = "公共サービスメッシュは2025年度（令和7年度）中に整備されます"
WHY = "公共サービスメッシュは情報連携の基盤です"


def test_a_chat_model_writes_sentence_by_sentence_is_named_and_can_be_stopped(
    visit: Callable[..., Visitor], serve: Callable[..., AbstractContextManager[str]]
) -> None:
    with (
        chat_server(lambda _: f"{RIGHT}[1]。\n{WHY}[1]。\n", pause=1.5) as (url, _),
        serve(
            ASSISTANT_CHAT_MODEL="openai:scripted", ASSISTANT_CHAT_BASE_URL=url, ASSISTANT_CHAT_API_KEY="none"
        ) as address,
    ):
        visitor = visit(address=address)
        assert "対話モデル（openai:scripted）を使っています" in visitor.view.locator("#banner").inner_text()
        visitor.view.get_by_label("質問", exact=True).fill(QUESTION)
        visitor.view.keyboard.press("Enter")
        expect(visitor.view.locator(".answer .model").first).to_contain_text(RIGHT, timeout=40_000)
        visitor.view.get_by_role("button", name="止める").click()
        expect(visitor.view.get_by_text("途中で止めました。")).to_be_visible()
        assert WHY not in visitor.answer
        assert "質問と引用箇所がモデルに送られます" in visitor.view.locator(".notices").inner_text()
        visitor.ask(QUESTION)
        assert RIGHT in visitor.answer and WHY in visitor.answer
        visitor.view.get_by_label("質問", exact=True).fill(QUESTION)
        visitor.view.keyboard.press("Enter")
        expect(visitor.view.locator(".turn").last.locator(".model").first).to_contain_text(RIGHT)
        visitor.view.get_by_role("button", name="新しい会話").click()
        visitor.view.get_by_role("button", name=QUESTION, exact=True).click()
        expect(visitor.view.locator(".turn")).to_have_count(3)  # what was said before leaving is kept
        visitor.view.get_by_label("質問", exact=True).fill(QUESTION)
        visitor.view.keyboard.press("Enter")
        expect(visitor.view.locator(".turn").last.locator(".model").first).to_contain_text(RIGHT)
        visitor.view.get_by_role("button", name=f"「{QUESTION}」を削除").click()
        visitor.view.get_by_role("dialog").get_by_role("button", name="削除する").click()
        visitor.view.wait_for_timeout(500)
        assert visitor.conversations() == []  # an answer on its way does not bring it back


def test_a_stopped_server_is_said_and_the_question_can_be_asked_again(
    visit: Callable[..., Visitor], serve: Callable[..., AbstractContextManager[str]]
) -> None:
    with serve() as address:
        visitor = visit(address=address)
    visitor.view.get_by_label("質問", exact=True).fill(QUESTION)
    visitor.view.keyboard.press("Enter")
    expect(visitor.view.locator(".turn .error")).to_contain_text("サーバーに接続できません")
    expect(visitor.view.get_by_role("button", name="もう一度聞く")).to_be_visible()
    visitor.said.clear()  # the browser notes the failed request
