"""What is done with an answer in a real browser: saved as Word and Excel, praised, found wrong."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook
from playwright.sync_api import Locator, expect

from assistant import PlanAssistant
from assistant.feedback import Feedback, open_feedback
from assistant.settings import Settings
from assistant.ui.application import Application
from assistant.ui.opinions import Tickets, keep, take_back
from assistant.ui.take_away import pasted_answer, pasted_citation, sheet
from index.errors import InputError
from tests.assistant.ui.conftest import Visitor

QUESTION = "公共サービスメッシュはいつまでに整備しますか"


def saved(visitor: Visitor, label: str, folder: Path) -> Path:
    with visitor.view.expect_download() as download:
        visitor.view.get_by_role("button", name=label, exact=True).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_an_answer_is_saved_as_a_word_sheet(visitor: Visitor, tmp_path: Path) -> None:
    visitor.ask(QUESTION)
    document = Document(str(saved(visitor, "Wordで保存", tmp_path)))
    text = "\n".join(
        [paragraph.text for paragraph in document.paragraphs]
        + [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    )
    assert QUESTION in text and "2025年度（令和7年度）中に整備する" in text and "重点計画（案）概要資料" in text


def test_an_answer_is_saved_as_an_excel_sheet(visitor: Visitor, tmp_path: Path) -> None:
    visitor.ask(QUESTION)
    rows = [
        cell for sheet in load_workbook(saved(visitor, "Excelで保存", tmp_path)) for row in sheet.values for cell in row
    ]
    assert QUESTION in rows


def test_a_whole_conversation_is_saved_under_its_name(visitor: Visitor, tmp_path: Path) -> None:
    head = visitor.view.get_by_role("group", name="会話の保存")
    expect(head).to_be_hidden()
    visitor.ask(QUESTION)
    visitor.ask("2021年の計画と2023年の計画案で、運転免許証の扱いを比べて")
    visitor.ask("GIGAスクール構想の端末の予算はいくらですか")
    expect(head).to_be_in_viewport()
    visitor.view.get_by_role("button", name=f"「{QUESTION}」の名前を変える").click()
    visitor.view.get_by_label("会話の名前").fill("=議会/答弁: 第2回")
    visitor.view.keyboard.press("Enter")
    word = saved(visitor, "この会話をWordで保存", tmp_path)
    assert word.name == f"想定問答_議会_答弁_第2回_{date.today().isoformat()}.docx"
    document = Document(str(word))
    heads = [p.text for p in document.paragraphs if p.style is not None and p.style.name == "Heading 1"]
    assert len(heads) == 3 and heads[0] == f"問1　{QUESTION}"
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert any("『デジタル社会の実現に向けた重点計画（案）概要資料』（令和5年6月・案）" in cell for cell in cells)
    assert any("見つかりませんでした" in cell for cell in cells)
    excel = saved(visitor, "この会話をExcelで保存", tmp_path)
    assert excel.suffix == ".xlsx"
    questions, places, _ = load_workbook(excel)
    assert [row[1] for row in questions.values][1:] == [
        QUESTION,
        "2021年の計画と2023年の計画案で、運転免許証の扱いを比べて",
        "GIGAスクール構想の端末の予算はいくらですか",
    ]
    assert {row[2][:2] for row in list(places.values)[1:]} == {"根拠", "関連"}
    expect(head.get_by_role("status")).to_have_text("保存しました")
    expect(head.get_by_role("status")).to_have_count(0, timeout=10_000)


def test_what_is_no_answer_makes_no_sheet() -> None:
    with pytest.raises(InputError, match="読み取れない形"):
        sheet([{"question": "?"}], "docx")
    with pytest.raises(InputError, match="保存できる形"):
        sheet([], "pdf")
    with pytest.raises(InputError, match="読み取れない形"):
        pasted_answer({"question": "?"})
    with pytest.raises(InputError, match="読み取れない形"):
        pasted_citation({"number": 1})


def kept(state: Path) -> list[Feedback]:
    return list(open_feedback(Settings(state=state)).list())


PRAISE, COMPLAINT = "役に立った", "違う"


def pressed(visitor: Visitor, turn: int = -1) -> list[str]:
    """The opinions that an answer shows as given."""
    said = visitor.view.locator(".turn").nth(turn).locator(".turn-tools [aria-pressed=true]")
    return [text.strip() for text in said.all_inner_texts()]


def judge(visitor: Visitor, label: str) -> Locator:
    return visitor.view.locator(".turn").last.get_by_role("button", name=label)


def test_an_opinion_is_kept_with_the_questions_before_it_and_can_be_revised(
    serve: Callable[..., AbstractContextManager[str]], visit: Callable[..., Visitor], tmp_path: Path
) -> None:
    with serve(ASSISTANT_STATE=str(tmp_path / "state")) as address:
        visitor = visit(address=address)
        visitor.ask("公共サービスメッシュとは何ですか")
        visitor.ask("それはいつまでに整備しますか")
        judge(visitor, PRAISE).click()
        expect(visitor.view.locator(".turn-tools").last.get_by_role("status")).to_have_text("評価を保存しました")
        judge(visitor, COMPLAINT).click()
        expect(visitor.view.get_by_text("動く機械の中だけに保存します")).to_be_visible()
        visitor.view.get_by_label("根拠が違う").check()
        visitor.view.get_by_label("コメント（任意）").fill("別の節です")
        visitor.view.get_by_role("button", name="送る").click()
        expect(visitor.view.locator(".turn-tools").last).to_contain_text("評価を直しました")
        visitor.view.close()
    (only,) = kept(tmp_path / "state")
    assert (only.opinion.rating, only.opinion.reason, only.opinion.comment) == ("bad", "wrong_evidence", "別の節です")
    assert (only.conversation, only.question) == (
        ("公共サービスメッシュとは何ですか",),
        "それはいつまでに整備しますか",
    )


def test_an_opinion_is_seen_until_it_is_taken_back(
    serve: Callable[..., AbstractContextManager[str]], visit: Callable[..., Visitor], tmp_path: Path
) -> None:
    with serve(ASSISTANT_STATE=str(tmp_path / "state")) as address:
        visitor = visit(address=address)
        visitor.ask(QUESTION)
        judge(visitor, PRAISE).click()
        expect(judge(visitor, PRAISE)).to_have_attribute("aria-pressed", "true")  # once it says so again
        visitor.ask("押印の見直しで改正された法律は何本ですか")  # draws all anew
        assert (pressed(visitor, 0), pressed(visitor, 1)) == ([PRAISE], [])
        visitor.view.get_by_role("button", name="新しい会話").click()
        visitor.view.get_by_role("button", name=QUESTION, exact=True).click()
        expect(visitor.view.locator(".turn")).to_have_count(2)
        assert (pressed(visitor, 0), pressed(visitor, 1)) == ([PRAISE], [])
        visitor.view.get_by_role("button", name=PRAISE).first.click()
        expect(visitor.view.locator(".turn-tools").first.get_by_role("status")).to_have_text("評価を取り消しました")
        assert pressed(visitor, 0) == []
        judge(visitor, COMPLAINT).click()
        visitor.view.get_by_label("足りない").check()
        visitor.view.get_by_role("button", name="送る").click()
        expect(judge(visitor, COMPLAINT)).to_have_attribute("aria-pressed", "true")
        judge(visitor, COMPLAINT).click()
        expect(visitor.view.get_by_label("足りない")).to_be_checked()
        visitor.view.get_by_role("button", name="評価を取り消す").click()
        expect(judge(visitor, COMPLAINT)).to_have_attribute("aria-pressed", "false")
        visitor.view.close()
    assert kept(tmp_path / "state") == []


def test_nobody_revises_or_takes_back_the_opinion_of_another(five: PlanAssistant, tmp_path: Path) -> None:
    application = Application(
        PlanAssistant(five.settings.model_copy(update={"state": tmp_path / "state"})),
    )
    tickets, answer = Tickets(), five.ask(QUESTION).model_dump(mode="json")
    ticket = keep(application, tickets, {"rating": "good"}, answer, [], user="suzuki")["ticket"]
    number, signature = ticket.split(".")
    other = Tickets().ticket(int(number), "suzuki")
    for guess in (
        number,
        f"{number}.",
        f"{number}.{'0' * 64}",
        other,
        f"{int(number) + 1}.{signature}",
        "",
        ".é",
        "².",
    ):
        with pytest.raises(InputError, match="もう直せません"):
            take_back(application, tickets, guess, "suzuki")
        if guess:
            with pytest.raises(InputError, match="もう直せません"):
                keep(application, tickets, {"rating": "bad"}, answer, [], guess, "suzuki")
    with pytest.raises(InputError, match="もう直せません"):
        keep(application, tickets, {"rating": "bad"}, answer, [], ticket, "tanaka")
    (only,) = kept(tmp_path / "state")
    assert (only.opinion.rating, only.user) == ("good", "suzuki")
    assert keep(application, tickets, {"rating": "bad"}, answer, [], ticket, "suzuki")["ticket"] == ticket
    assert [one.opinion.rating for one in kept(tmp_path / "state")] == ["bad"]
    take_back(application, tickets, ticket, "suzuki")
    take_back(application, tickets, ticket, "suzuki")  # it is gone already
    with pytest.raises(InputError, match="もう直せません"):
        keep(application, tickets, {"rating": "bad"}, answer, [], ticket, "suzuki")
    assert kept(tmp_path / "state") == []


def test_nothing_is_sent_when_the_form_is_left(
    serve: Callable[..., AbstractContextManager[str]], visit: Callable[..., Visitor], tmp_path: Path
) -> None:
    with serve(ASSISTANT_STATE=str(tmp_path / "state")) as address:
        visitor = visit(address=address)
        visitor.ask(QUESTION)
        complain = visitor.view.get_by_role("button", name="違う")
        complain.click()
        expect(visitor.view.get_by_role("button", name="送る")).to_be_visible()
        visitor.view.keyboard.press("Escape")
        expect(complain).to_be_focused()
        visitor.view.close()
    assert not kept(tmp_path / "state")
