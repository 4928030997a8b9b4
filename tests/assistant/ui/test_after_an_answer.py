"""What is done with an answer in a real browser: saved as Word and Excel, praised, found wrong."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook
from playwright.sync_api import expect

from assistant.feedback import Feedback, open_feedback
from assistant.settings import Settings
from assistant.ui.take_away import sheet
from index.errors import InputError
from tests.assistant.ui.conftest import Visitor

QUESTION = "公共サービスメッシュはいつまでに整備しますか"


def saved(visitor: Visitor, label: str, folder: Path) -> Path:
    with visitor.view.expect_download() as download:
        visitor.view.get_by_role("button", name=label).click()
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


def test_what_is_no_answer_makes_no_sheet() -> None:
    with pytest.raises(InputError, match="読み取れない形"):
        sheet([{"question": "?"}], "docx")
    with pytest.raises(InputError, match="書き出せる形"):
        sheet([], "pdf")


def kept(state: Path) -> list[Feedback]:
    return list(open_feedback(Settings(state=state)).list())


def test_praise_and_blame_are_kept_with_question_and_answer(
    serve: Callable[..., AbstractContextManager[str]], visit: Callable[..., Visitor], tmp_path: Path
) -> None:
    with serve(ASSISTANT_STATE=str(tmp_path / "state")) as address:
        visitor = visit(address=address)
        visitor.ask(QUESTION)
        visitor.view.get_by_role("button", name="👍 役に立った").click()
        expect(visitor.view.get_by_role("button", name="評価を保存しました")).to_be_visible()
        visitor.view.get_by_role("button", name="👎 違う").click()
        expect(visitor.view.get_by_text("動く機械の中だけに保存します")).to_be_visible()
        visitor.view.get_by_label("根拠が違う").check()
        visitor.view.get_by_label("コメント（任意）").fill("別の節です")
        visitor.view.get_by_role("button", name="送る").click()
        expect(visitor.view.locator(".turn-tools")).to_contain_text("評価を保存しました")
        visitor.view.close()
    bad, good = sorted(kept(tmp_path / "state"), key=lambda one: one.opinion.rating)
    assert (good.opinion.rating, bad.opinion.reason, bad.opinion.comment) == ("good", "wrong_evidence", "別の節です")
    assert bad.question == QUESTION


def test_nothing_is_sent_when_the_form_is_left(
    serve: Callable[..., AbstractContextManager[str]], visit: Callable[..., Visitor], tmp_path: Path
) -> None:
    with serve(ASSISTANT_STATE=str(tmp_path / "state")) as address:
        visitor = visit(address=address)
        visitor.ask(QUESTION)
        complain = visitor.view.get_by_role("button", name="👎 違う")
        complain.click()
        expect(visitor.view.get_by_role("button", name="送る")).to_be_visible()
        visitor.view.keyboard.press("Escape")
        expect(complain).to_be_focused()
        visitor.view.close()
    assert not kept(tmp_path / "state")
