import json
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook

from tests.assistant.test_cli import Environment, one_japanese_line, run

QUESTION = "電子申請はいつ始めますか"


def test_ask_exports_its_answer_and_prints_it_as_ever(environment: Environment, tmp_path: Path) -> None:
    path = tmp_path / "想定問答.docx"
    done = run(environment, "ask", QUESTION, "--json", "--export", str(path))
    answer = json.loads(done.stdout)
    assert done.returncode == 0 and "1問の回答を" in done.stderr
    text = "\n".join(cell.text for row in docx.Document(str(path)).tables[0].rows for cell in row.cells)
    assert answer["answer"] in text and "みどり市総合計画について" in text and answer["index"]


def test_a_refusal_is_exported_too(environment: Environment, tmp_path: Path) -> None:
    done = run(environment, "ask", "富士山の高さは何メートルですか", "--export", str(tmp_path / "問答.xlsx"))
    assert done.returncode == 1
    assert "見つからず" in load_workbook(tmp_path / "問答.xlsx")["想定問答"]["F2"].value


def test_all_answers_of_a_run_go_into_one_file(environment: Environment, tmp_path: Path) -> None:
    given = f"{QUESTION}\n{'押' * 2001}\n避難所は何か所ですか\n"
    done = run(environment, "ask", "-", "--export", str(tmp_path / "問答.xlsx"), given=given)
    assert done.returncode == 0 and "2問の回答を" in done.stderr
    sheet = load_workbook(tmp_path / "問答.xlsx")["想定問答"]
    assert [row[1] for row in sheet.iter_rows(min_row=2, values_only=True)] == [QUESTION, "避難所は何か所ですか"]


@pytest.mark.parametrize(
    ("name", "says"),
    [("問答.pdf", ".docx か .xlsx"), ("none/問答.docx", "フォルダ"), ("確認済み.docx", "既にあります")],
)
def test_a_file_that_cannot_be_written_is_said_before_anything_is_asked(
    environment: Environment, tmp_path: Path, name: str, says: str
) -> None:
    (tmp_path / "確認済み.docx").write_text("✓ 山田", "utf-8")
    assert says in one_japanese_line(run(environment, "ask", QUESTION, "--export", str(tmp_path / name)))
    assert (tmp_path / "確認済み.docx").read_text("utf-8") == "✓ 山田"
    assert not (tmp_path / "index").exists()
