"""Many questions at once in a real browser: a table is chosen, looked at, answered, stopped, saved, opened again."""

import csv
import http.client
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from openpyxl import Workbook
from playwright.sync_api import expect

from assistant.auth.users_file import UsersFile
from assistant.sheet.held import MOST_BYTES
from tests.assistant.chat_server import chat_server
from tests.assistant.sheet.test_sheet import answered
from tests.assistant.ui.caller import PASSWORD
from tests.assistant.ui.conftest import Visitor
from tests.assistant.ui.test_access import tab_to
from tests.assistant.ui.test_login import REFUSED, end_session, entered

QUESTION = "公共サービスメッシュはいつまでに整備しますか"
UNANSWERED = "GIGAスクール構想の端末の予算はいくらですか"


LEAVES_AT_ONCE = "() => window.dispatchEvent(new Event('beforeunload', { cancelable: true }))"


def choose(visitor: Visitor, path: Path) -> None:
    visitor.open("/?view=sheet")
    visitor.view.locator("#sheet-choice").set_input_files(path)


def downloaded(visitor: Visitor, folder: Path) -> Path:
    with visitor.view.expect_download() as download:
        visitor.view.get_by_role("button", name="回答の表をダウンロード").click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def workbook(path: Path, *rows: list[str]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
        for cell in book.active[book.active.max_row]:
            cell.data_type = "s"
    book.save(path)
    return path


def test_a_table_is_looked_at_answered_and_saved(visitor: Visitor, tmp_path: Path) -> None:
    rows = [[QUESTION, "", "=1+1"], [UNANSWERED, "", "@x"], [QUESTION, "無い資料", ""], ["", "", "-1+2"]]
    rows += [[QUESTION, "2023-06", ""]] * 3
    choose(visitor, workbook(tmp_path / "議会 質問.xlsx", ["質問", "資料", "担当"], *rows))
    expect(visitor.view.get_by_role("heading", name="「議会 質問.xlsx」: 7行の質問")).to_be_visible()
    first = visitor.view.get_by_role("table", name="はじめの5行")
    assert first.locator("tbody tr").count() == 5
    assert "無い資料" in first.inner_text() and "（空）" in first.inner_text()
    start = visitor.view.get_by_role("button", name="回答を始める")
    expect(start).to_be_focused()
    visitor.view.keyboard.press("Enter")
    expect(visitor.view.get_by_role("status")).to_have_text(
        "終わりました: 7行中 回答4・見つからず1・エラー2。答えられなかった理由は表の「注」の列にあります。",
        timeout=20_000,
    )
    bar = visitor.view.get_by_role("progressbar", name="進み具合")
    assert (bar.get_attribute("max"), bar.evaluate("bar => bar.value")) == ("7", 7)
    path = downloaded(visitor, tmp_path)
    assert path.name.startswith("回答_議会_質問_20")
    expect(visitor.view.locator("#sheet-saved")).to_have_text(f"保存しました: {path.name}")
    answers = answered(path)
    assert [row["状態"] for row in answers] == ["回答あり", "見つからず", "エラー", "エラー", *["回答あり"] * 3]
    assert [row["担当"] for row in answers[:4]] == ["=1+1", "@x", None, "-1+2"]
    assert "2025年度（令和7年度）中に整備する" in str(answers[0]["答"])
    assert str(answers[0]["根拠1"]).startswith(
        "根拠[1] 『デジタル社会の実現に向けた重点計画（案）概要資料』（令和5年6月・案）"
    )


def test_it_is_stopped_saved_as_far_as_it_is_and_goes_on_while_others_ask(
    visit: Callable[..., Visitor], tmp_path: Path
) -> None:
    questions = tmp_path / "質問.csv"
    with questions.open("w", encoding="cp932", newline="") as file:
        csv.writer(file).writerows([["質問"], *[[f"{QUESTION}。{number}"] for number in range(600)]])
    visitor, other = visit(), visit()
    choose(visitor, questions)
    visitor.view.get_by_role("button", name="回答を始める").click()
    expect(visitor.view.locator("#sheet-answers")).to_contain_text("／600行")
    other.ask(QUESTION)  # is answered meanwhile
    assert "2025年度" in other.answer
    visitor.view.get_by_role("link", name="質問", exact=True).click()
    visitor.ask(QUESTION)  # the work goes on behind it
    visitor.view.get_by_role("link", name="まとめて質問").click()
    visitor.view.get_by_role("button", name="止める").click()
    go_on = visitor.view.get_by_role("button", name="続きに答える")
    expect(go_on).to_be_focused()
    assert visitor.view.evaluate(LEAVES_AT_ONCE) is False  # the browser asks first
    visitor.view.locator("#sheet-choice").set_input_files(workbook(tmp_path / "別.xlsx", ["質問"], [QUESTION]))
    visitor.view.get_by_role("dialog").get_by_role("button", name="やめる").click()
    states = [row["状態"] for row in answered(downloaded(visitor, tmp_path))]
    assert visitor.view.evaluate(LEAVES_AT_ONCE) is True
    done = states.count("回答あり")
    assert 0 < done < 600 and states == ["回答あり"] * done + [None] * (600 - done)
    go_on.click()
    expect(visitor.view.get_by_role("status")).to_have_text("終わりました: 600行中 回答600。", timeout=60_000)
    expect(visitor.view.get_by_role("button", name="回答の表をダウンロード")).to_be_focused()


def test_a_table_that_cannot_be_used_is_said_and_another_can_be_chosen(visitor: Visitor, tmp_path: Path) -> None:
    (tmp_path / "壊れた.xlsx").write_bytes(b"PK\x03\x04nonsense")
    choose(visitor, tmp_path / "壊れた.xlsx")
    expect(visitor.view.get_by_role("alert")).to_contain_text("「壊れた.xlsx」")
    (tmp_path / "大きい.csv").write_bytes(b"x" * (MOST_BYTES + 1))
    visitor.view.locator("#sheet-choice").set_input_files(tmp_path / "大きい.csv")
    expect(visitor.view.get_by_role("alert")).to_contain_text("5 MBまで")
    (tmp_path / "メモ.csv").write_text(f"{QUESTION}\n<b>{UNANSWERED}</b>\n", "utf-8")
    visitor.view.locator("#sheet-choice").set_input_files(tmp_path / "メモ.csv")
    expect(visitor.view.get_by_text("すべての行の1列目を質問として扱います")).to_be_visible()
    expect(visitor.view.get_by_role("table", name="すべての行").locator("tbody tr")).to_have_count(2)
    assert visitor.view.locator("#sheet-work b").count() == 0


def test_a_table_is_reached_and_answered_by_keyboard(visitor: Visitor, tmp_path: Path) -> None:
    tab_to(visitor, "[data-view=sheet]")
    visitor.view.keyboard.press("Enter")
    assert "view=sheet" in visitor.view.url
    tab_to(visitor, "#sheet-choose")
    with visitor.view.expect_file_chooser() as chooser:
        visitor.view.keyboard.press("Enter")
    chooser.value.set_files(workbook(tmp_path / "質問.xlsx", ["質問"], [QUESTION]))
    expect(visitor.view.get_by_role("button", name="回答を始める")).to_be_focused()
    visitor.view.keyboard.press("Enter")
    expect(visitor.view.get_by_role("button", name="回答の表をダウンロード")).to_be_focused()
    with visitor.view.expect_download():
        visitor.view.keyboard.press("Enter")


def test_a_slow_model_keeps_what_it_answered_when_it_is_stopped(
    visit: Callable[..., Visitor], serve: Callable[..., AbstractContextManager[str]], tmp_path: Path
) -> None:
    said = "公共サービスメッシュは2025年度（令和7年度）中に整備されます[1]。\n"
    with (
        chat_server(lambda _: said, pause=1.0) as (url, _),
        serve(
            ASSISTANT_CHAT_MODEL="openai:scripted", ASSISTANT_CHAT_BASE_URL=url, ASSISTANT_CHAT_API_KEY="none"
        ) as address,
    ):
        visitor = visit(address=address)
        choose(visitor, workbook(tmp_path / "質問.xlsx", ["質問"], *[[QUESTION]] * 50))
        visitor.view.get_by_role("button", name="回答を始める").click()
        expect(visitor.view.locator("#sheet-answers")).to_contain_text("1／50行", timeout=40_000)
        visitor.view.get_by_role("button", name="止める").click()
        expect(visitor.view.get_by_role("button", name="続きに答える")).to_be_visible(timeout=20_000)
        rows = answered(downloaded(visitor, tmp_path))
        done = [row for row in rows if row["状態"]]
        assert 0 < len(done) < 50 and "対話モデル" in str(done[0]["注"])


def sent(address: str, word: str, body: bytes, **headers: str) -> tuple[int, dict[str, object]]:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=20)
    connection.request("POST", f"/sheets/{word}?name={quote('質問.csv')}", body, headers)
    reply = connection.getresponse()
    said = json.loads(reply.read())
    connection.close()
    return reply.status, said


def test_a_file_without_a_place_or_beyond_the_limit_is_not_taken(visitor: Visitor) -> None:
    body = f"質問\n{QUESTION}\n".encode()
    assert "もうありません" in str(sent(visitor.address, "guessed", body)[1]["error"])
    place = """() => fetch("gradio_api/run/sheet_place", {
        method: "POST", headers: {"Content-Type": "application/json"}, body: '{"data": []}'
    }).then((reply) => reply.json()).then((reply) => reply.data[0].sheet)"""
    word = visitor.view.evaluate(place)
    assert sent(visitor.address, word, body)[1]["rows"] == 1
    status, said = sent(visitor.address, word, b"x" * (MOST_BYTES + 1))
    assert "5 MBまで" in str(said["error"]), status


@pytest.mark.parametrize("width", [1440, 390])
def test_the_view_fits_a_phone(visit: Callable[..., Visitor], tmp_path: Path, width: int) -> None:
    visitor = visit(width=width, height=844)
    choose(visitor, workbook(tmp_path / "質問.xlsx", ["質問", "資料"], [QUESTION, "2023-06"]))
    expect(visitor.view.get_by_role("button", name="回答を始める")).to_be_visible()
    assert visitor.view.evaluate("document.documentElement.scrollWidth") <= width
    expect(visitor.view.get_by_label("画面の色")).to_be_in_viewport(ratio=1)


def test_a_table_belongs_to_whoever_is_logged_in(
    serve: Callable[..., AbstractContextManager[str]], visit: Callable[..., Visitor], tmp_path: Path
) -> None:
    file = UsersFile(tmp_path / "users")
    file.add("suzuki", "reader", PASSWORD)
    with serve(ASSISTANT_AUTH=str(file.path), ASSISTANT_STATE=str(tmp_path / "state")) as address:
        assert sent(address, "guessed", b"x")[0] == 401
        visitor = visit(address=address)
        entered(visitor)
        choose(visitor, workbook(tmp_path / "質問.xlsx", ["質問"], *[[QUESTION]] * 300))
        visitor.view.get_by_role("button", name="回答を始める").click()
        expect(visitor.view.locator("#sheet-answers")).to_contain_text("／300行")
        end_session(visitor)  # in the middle of the work
        entered(visitor)
        visitor.view.get_by_role("button", name="続きに答える").click()
        expect(visitor.view.get_by_role("status")).to_have_text("終わりました: 300行中 回答300。", timeout=60_000)
        visitor.view.get_by_role("button", name="ログアウト").click()  # answers that nobody saved do not hold it back
        expect(visitor.view.get_by_label("名前", exact=True)).to_be_visible()
        expect(visitor.view.locator("#sheet-work")).to_be_empty()
        visitor.said[:] = [text for text in visitor.said if not REFUSED.search(text)]
        visitor.view.close()
