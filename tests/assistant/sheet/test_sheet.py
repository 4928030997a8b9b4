import csv
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from assistant import PlanAssistant
from assistant.sheet.answered import HEADS, answer_cells, counted, error_cells
from assistant.sheet.output import read_done, write_answers
from assistant.sheet.questions import Asked, QuestionTable, named_documents, read_questions
from assistant.sheet.work import answer_rows, take_up
from index.document import Edition
from index.errors import AmbiguousDocument, InputError, UnknownDocument
from tests.assistant.answers import answer, refusal
from tests.assistant.export.made import MADE
from tests.assistant.test_cli import Environment, one_japanese_line, run

QUESTION = "電子申請はいつ始めますか"


def write_csv(path: Path, *rows: list[str]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def answered(path: Path) -> list[dict[str, object]]:
    heads, *rows = load_workbook(path).active.iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def work_on(assistant: PlanAssistant, questions: Path, output: Path) -> list[dict[str, object]]:
    answer_rows(assistant, take_up(questions, output), lambda what, done, total: None, lambda done, rows: None)
    return answered(output)


def test_each_question_has_its_answer_behind_its_own_columns(small: PlanAssistant, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    for row in (
        ["議会答弁の準備"],
        ["番号", "質問", "資料", "担当"],
        [1, QUESTION, None, "=総務課"],
        [2, "ごみは何トンでしたか", "減量報告書", "環境課"],
        [3, "電子申請の予算はいくらですか", "総合計画", None],
        [4, "富士山の高さは何メートルですか", None, None],
    ):
        sheet.append(row)
    sheet["D3"].data_type = "s"
    book.save(tmp_path / "質問.xlsx")
    first, second, third, fourth = work_on(small, tmp_path / "質問.xlsx", tmp_path / "回答.xlsx")
    assert list(first) == ["番号", "質問", "資料", "担当", *HEADS]
    assert (first["番号"], first["質問"], first["担当"]) == (1, QUESTION, "=総務課")
    assert "令和6年度中に電子申請を始める" in str(first["答"]) and first["状態"] == "回答あり"
    assert isinstance(first["確からしさ"], float) and first["確認欄"] is None
    assert str(first["根拠1"]).startswith("根拠[1] 『みどり市総合計画について』（令和5年4月1日・計画）第2章 1.、")
    assert "電子申請を始める。" in str(first["根拠1"]).splitlines()[-1]
    assert first["注"] == "資料の抜き書き" and first["索引"] == small.index.fingerprint
    assert "1万2千トン" in str(second["答"])
    assert third["状態"] == "見つからず" and str(third["根拠1"]).startswith("関連する箇所[1] 『みどり市総合計画")
    assert fourth["状態"] == "見つからず"


def test_a_bad_row_says_why_and_work_goes_on(small: PlanAssistant, tmp_path: Path) -> None:
    questions = write_csv(
        tmp_path / "質問.csv",
        ["質問", "資料"],
        ["", "総合計画"],
        [QUESTION, "第9次計画"],
        ["押" * 2001, ""],
        [QUESTION, ""],
    )
    empty, unknown, long, good = work_on(small, questions, tmp_path / "回答.xlsx")
    assert (empty["状態"], empty["注"]) == ("エラー", "質問が空です。質問文を入力してください。")
    assert empty["答"] is None
    assert "「第9次計画」に当たる資料はありません" in str(unknown["注"])
    assert "2,000字まで" in str(long["注"])
    assert good["状態"] == "回答あり"


def test_a_second_run_goes_on_and_keeps_what_people_wrote(small: PlanAssistant, tmp_path: Path) -> None:
    output = tmp_path / "回答.xlsx"
    questions = write_csv(tmp_path / "質問.csv", ["番号", "質問"], ["007", QUESTION], ["2", ""])
    work_on(small, questions, output)
    book = load_workbook(output)
    heads = [cell.value for cell in book.active[1]]
    book.active.cell(2, heads.index("答") + 1).value = "令和6年度です。"
    book.active.cell(2, heads.index("確認欄") + 1).value = "✓ 山田"
    book.save(output)
    write_csv(questions, ["番号", "質問"], ["1", "避難所は何か所ですか"], ["007", QUESTION], ["2", QUESTION])
    new, kept, mended = work_on(small, questions, output)
    assert "30か所" in str(new["答"])
    assert (kept["番号"], kept["答"], kept["確認欄"]) == ("007", "令和6年度です。", "✓ 山田")
    assert mended["状態"] == "回答あり" and mended["確認欄"] is None


def test_an_answer_that_may_be_none_asks_to_be_checked_and_is_done(tmp_path: Path) -> None:
    unsure = answer_cells(answer().model_copy(update={"confidence": 0.49}))
    sure = answer_cells(answer().model_copy(update={"confidence": 0.5}))
    assert unsure[HEADS.index("状態")] == "回答あり（要確認）"
    assert unsure[HEADS.index("注")].startswith("確からしさが低いため、原文を確かめてください。")
    assert sure[HEADS.index("状態")] == "回答あり" and "確からしさが低い" not in sure[HEADS.index("注")]
    refused = answer_cells(refusal().model_copy(update={"confidence": 0.3}))
    assert refused[HEADS.index("状態")] == "見つからず"
    table = QuestionTable(("質問",), tuple(Asked((q,), q, "") for q in ("あ", "い", "う", "え", "お")), named=True)
    rows = [sure, unsure, refused, error_cells("質問が空です。"), None]
    assert counted(rows) == "5行中 回答1・要確認1・見つからず1・エラー1"
    write_answers(tmp_path / "回答.xlsx", table, rows, MADE)
    taken = read_done(tmp_path / "回答.xlsx", table)
    assert [cells is not None for cells in taken] == [True, True, True, False, False]


def test_a_finished_table_is_not_asked_again(small: PlanAssistant, tmp_path: Path) -> None:
    questions = write_csv(tmp_path / "質問.csv", ["質問"], [QUESTION], [QUESTION])
    work_on(small, questions, tmp_path / "回答.xlsx")
    before = (tmp_path / "回答.xlsx").read_bytes()
    assert take_up(questions, tmp_path / "回答.xlsx").wanting == []
    work_on(small, questions, tmp_path / "回答.xlsx")
    assert (tmp_path / "回答.xlsx").read_bytes() == before


def test_another_table_is_never_written_over(tmp_path: Path) -> None:
    questions = write_csv(tmp_path / "質問.csv", ["質問"], [QUESTION])
    book = Workbook()
    book.active.append(["予算", "金額"])
    book.save(tmp_path / "予算.xlsx")
    with pytest.raises(InputError, match="この質問の表への回答ではありません"):
        take_up(questions, tmp_path / "予算.xlsx")
    (tmp_path / "壊れた.xlsx").write_bytes(b"PK\x03\x04nonsense")
    with pytest.raises(InputError, match=r"回答の表「.*」を読めません"):
        take_up(questions, tmp_path / "壊れた.xlsx")


@pytest.mark.parametrize(
    ("rows", "questions", "named"),
    [
        ([["No", "問", "備考"], ["1", "押印は", "x"]], ["押印は"], True),
        ([["Question"], ["押印は"]], ["押印は"], True),
        ([["表題"], ["質問文", "資料名"], ["押印は", "計画"]], ["押印は"], True),
        ([["押印は何件ですか"], ["", "x"], [""], ["防災は"]], ["押印は何件ですか", "", "防災は"], False),
    ],
)
def test_the_column_of_questions_is_found(
    tmp_path: Path, rows: list[list[str]], questions: list[str], named: bool
) -> None:
    table = read_questions(write_csv(tmp_path / "質問.csv", *rows))
    assert ([row.question for row in table.rows], table.named) == (questions, named)
    assert all(len(row.cells) == len(table.heads) for row in table.rows)


@pytest.mark.parametrize(
    ("text", "says"), [("", "中身がありません"), ("質問\n", "質問がありません"), ("\n \n", "中身がありません")]
)
def test_a_table_without_questions_is_said(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "質問.csv").write_text(text, "utf-8")
    with pytest.raises(InputError, match=says):
        read_questions(tmp_path / "質問.csv")


def test_a_table_may_have_ten_thousand_questions_and_no_more(tmp_path: Path) -> None:
    rows = [[f"押印は何件ですか{number}"] for number in range(10_001)]
    assert len(read_questions(write_csv(tmp_path / "質問.csv", ["質問"], *rows[1:])).rows) == 10_000
    with pytest.raises(InputError, match="10,000行までです"):
        read_questions(write_csv(tmp_path / "質問.csv", ["質問"], *rows))


def test_a_row_may_name_several_documents() -> None:
    editions = [
        Edition("plan", "みどり市総合計画について", "2023-04", aliases=("総合計画",)),
        Edition("dx", "ICT；DXの資料"),
        Edition("plan2", "みどり町総合計画について", "2024-04"),
    ]
    assert named_documents("", editions) == []
    assert named_documents("総合計画\nICT；DXの資料", editions) == ["plan", "dx"]
    assert named_documents("ICT；DXの資料", editions) == ["dx"]
    assert named_documents("plan；plan2", editions) == ["plan", "plan2"]
    with pytest.raises(UnknownDocument):
        named_documents("plan；無い資料", editions)
    with pytest.raises(AmbiguousDocument):
        named_documents("dx；lan", editions)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(st.lists(st.lists(st.text(max_size=12), min_size=2, max_size=2), min_size=1, max_size=5), st.data())
def test_any_table_is_taken_up_where_it_was_left(tmp_path: Path, rows: list[list[str]], data: st.DataObject) -> None:
    table = QuestionTable(("質問", "備考"), tuple(Asked(tuple(row), row[0], "") for row in rows), named=True)
    done = [data.draw(st.booleans()) for _ in rows]
    cells = ("答え", "回答あり", "0.87", "根拠", "", "", "", "", "=注", "索引", "✓")
    answers = [(f"{number}番の答え", *cells[1:]) if one else None for number, one in enumerate(done)]
    write_answers(tmp_path / "回答.xlsx", table, answers, MADE)
    taken = read_done(tmp_path / "回答.xlsx", table)
    assert sorted(map(str, taken)) == sorted(map(str, answers))
    if len({row.cells for row in table.rows}) == len(rows) and all(row.cells[0].isalnum() for row in table.rows):
        assert taken == answers


@pytest.mark.parametrize(
    ("questions", "output", "says"),
    [
        ("質問.csv", "回答.csv", "終わりを .xlsx にしてください"),
        ("質問.csv", "none/回答.xlsx", "フォルダ"),
        ("質問.pdf", "回答.xlsx", "形式は読めません"),
        ("無い.csv", "回答.xlsx", "読めません"),
        ("質問.xlsx", "質問.xlsx", "同じファイル"),
    ],
)
def test_what_cannot_be_used_is_one_japanese_line(
    environment: Environment, tmp_path: Path, questions: str, output: str, says: str
) -> None:
    write_csv(tmp_path / "質問.csv", ["質問"], [QUESTION])
    (tmp_path / "質問.pdf").write_text("x", "utf-8")
    done = run(environment, "sheet", str(tmp_path / questions), str(tmp_path / output))
    assert says in one_japanese_line(done)


def test_the_command_tells_of_its_progress_and_leaves_standard_output_alone(
    environment: Environment, tmp_path: Path
) -> None:
    questions = write_csv(tmp_path / "質問.csv", ["質問", "担当"], [QUESTION, ""], ["", "総務課"])
    done = run(environment, "sheet", str(questions), str(tmp_path / "回答.xlsx"))
    assert (done.returncode, done.stdout) == (0, "")
    assert "2行中 回答1・エラー1。" in done.stderr
    assert "2行の質問に答えます" in done.stderr and "答えられなかった行が1行あります" in done.stderr
    again = run(environment, "sheet", str(questions), str(tmp_path / "回答.xlsx"))
    assert "2行のうち1行は回答済みです" in again.stderr


def _hears_ctrl_c() -> None:
    """What runs in the background of a shell is deaf to Ctrl+C, and so would be what it starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_ctrl_c_leaves_the_finished_rows_and_the_next_run_goes_on(environment: Environment, tmp_path: Path) -> None:
    assert run(environment, "index").returncode == 0
    rows = [[f"電子申請はいつ始めますか。{number}回目"] for number in range(8000)]
    questions, output = write_csv(tmp_path / "質問.csv", ["質問"], *rows), tmp_path / "回答.xlsx"
    finished = [0]
    for _ in range(2):
        command = [sys.executable, "-m", "assistant", "sheet", str(questions), str(output)]
        work = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True, preexec_fn=_hears_ctrl_c)
        assert work.stderr is not None
        assert "答えます" in work.stderr.readline()
        time.sleep(0.4)
        work.send_signal(signal.SIGINT)
        said = work.stderr.read()
        work.stderr.close()
        assert work.wait(60) == 130 and "続きから再開できます" in said and "Traceback" not in said
        written = answered(output)
        assert len(written) == 8000
        finished.append(sum(row["状態"] is not None for row in written))
    assert 0 < finished[1] < finished[2] <= 8000
