import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import PlanAssistant
from eval.add import Given, add_question
from eval.check import check_gold
from eval.gold import GoldQuestion
from eval.questions import read_questions
from index.errors import InputError
from tests.assistant.test_cli import run

QUESTION = "電子申請はいつ始めますか"


def add(assistant: PlanAssistant, path: Path, typed: list[str], given: Given, said: list[str]) -> GoldQuestion:
    known = read_questions(path, assistant.settings.documents) if path.exists() else []
    lines: Iterator[str] = iter(typed)

    def prompt(name: str, offered: str) -> str:
        said.append(f"{name} [{offered}]")
        return next(lines) or offered

    return add_question(assistant, path, known, given, prompt, said.append)


def test_a_question_is_asked_shown_and_stored_with_its_place(small: PlanAssistant, tmp_path: Path) -> None:
    path, said = tmp_path / "own.jsonl", list[str]()
    typed = [QUESTION, "99", "1", "令和6年度中に始める。", "令和7年度", "令和6年度|2024年度", ""]
    question = add(small, path, typed, Given(), said)
    assert any("令和6年度中に電子申請を始める" in line for line in said)  # the answer was shown
    assert any("番号 99 の箇所はありません" in line for line in said)
    assert any("「令和7年度」が正解にありません" in line for line in said)
    assert (question.id, question.kind, question.documents) == ("own-001", "date", ["plan"])
    (piece,) = question.evidence
    # of the two bullets that are cited, the one that states the fact
    assert piece.text == "・窓口の混雑を和らげるため、令和6年度中に電子申請を始める。"
    assert (piece.section, piece.lines) == (["第2章 施策", "1. 手続の見直し"], (20, 20))
    assert read_questions(path, small.settings.documents) == [question]
    assert check_gold([question], small, repository=None) == []


def test_evidence_may_be_written_down_and_questions_follow(small: PlanAssistant, tmp_path: Path) -> None:
    path = tmp_path / "own.jsonl"
    given = Given(
        question="それは何か所ですか",
        conversation=("避難所に無線の設備を置きますか",),
        evidence=("避難所30か所に無線通信の設備を置く。",),
        answer="30か所",
        facts="30",
        kind="数値",
    )
    question = add(small, path, [], given, [])
    assert (question.kind, question.section) == ("number", ["2. 防災"])
    path.write_bytes(path.read_bytes().rstrip(b"\n"))  # as an editor may leave it
    other = add(small, path, [], Given(question="市長の年収はいくらですか", evidence=("0",)), [])
    assert (other.id, other.kind, other.evidence) == ("own-002", "unanswerable", [])
    assert len(path.read_text("utf-8").splitlines()) == 2


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (Given(question="電子申請は、いつ始めますか？"), "ほぼ同じ質問がもうあります（own own-001「電子申請はいつ"),
        (Given(question=" "), "質問が空です"),
        (Given(question="窓口は混みますか", evidence=("こんな文はない",)), "その文は資料に見つかりません"),
        (Given(question="窓口は混みますか", evidence=("0",), facts="窓口"), "付けられません"),
        (Given(question="窓口は混みますか", evidence=("1",), answer="x", facts=" ; "), "必須の語が空です"),
        (Given(question="窓口は混みますか", evidence=("1",), answer="x", facts="x", kind="謎"), "種類は"),
        (Given(question="窓口は混みますか", evidence=("1",), answer="x", facts="x", kind="比較"), "2つの資料"),
    ],
)
def test_what_cannot_be_used_is_not_stored(small: PlanAssistant, tmp_path: Path, given: Given, says: str) -> None:
    path = tmp_path / "own.jsonl"
    add(small, path, [], Given(QUESTION, evidence=("1",), answer="令和6年度", facts="令和6年度", kind="時期"), [])
    before = path.read_bytes()
    with pytest.raises(InputError, match=says):
        add(small, path, [], given, [])
    assert path.read_bytes() == before


def test_only_json_lines_can_be_added_to(small: PlanAssistant, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="jsonl"):
        add(small, tmp_path / "own.xlsx", [], Given(), [])


def test_on_the_command_line(environment: dict[str, str], small_documents: Path, tmp_path: Path) -> None:
    path = tmp_path / "mine.jsonl"
    typed = f"{QUESTION}\n1\n令和6年度中\n令和6年度\n\n"
    done = run(environment, "eval", "add", "--file", str(path), given=typed)
    assert done.returncode == 0 and "mine-001 を" in done.stdout, done.stderr
    checked = run(environment, "eval", "check", "--questions", str(path))
    assert checked.returncode == 0 and "誤り 0件" in checked.stdout, checked.stdout + checked.stderr

    plan = small_documents / "plan.txt"
    plan.write_text(plan.read_text("utf-8").replace("令和6年度中に電子申請", "令和7年度中に電子申請"), "utf-8")
    changed = run(environment, "eval", "check", "--questions", str(path))
    assert changed.returncode == 1 and "assistant index" in changed.stderr
    assert "→ mine-001: 根拠の文が変わったようです" in changed.stdout and "新: " in changed.stdout
    assert run(environment, "index").returncode == 0
    fixed = run(environment, "eval", "check", "--questions", str(path), "--fix")
    assert fixed.returncode == 0 and "直しました" in fixed.stdout
    (line,) = path.read_text("utf-8").splitlines()
    assert "令和7年度中に電子申請" in json.loads(line)["evidence"][0]["text"]
    report = json.loads(run(environment, "eval", "check", "--questions", str(path), "--json").stdout)
    assert (report["questions"], report["anchored"], report["findings"]) == (1, [], [])


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "「質問」が入力されていません"),
        ([QUESTION, "--evidence", "99"], "番号 99 の箇所はありません"),
        ([QUESTION, "--evidence", "1"], "「正解」が入力されていません"),
        ([QUESTION, "--file", "own.csv"], ".jsonl"),
    ],
)
def test_what_ends_the_command_is_one_line(environment: dict[str, str], arguments: list[str], says: str) -> None:
    done = run(environment, "eval", "add", *arguments, given="")
    assert done.returncode == 2 and says in done.stderr and len(done.stderr.splitlines()) == 1
