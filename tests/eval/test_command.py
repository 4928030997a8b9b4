"""``assistant eval`` as it is called."""

import json
import lzma
import subprocess
import sys
from pathlib import Path

import pytest

QUESTIONS = """質問,正解,必須,根拠
電子申請はいつ始めますか,令和6年度中,令和6年度,令和6年度中に電子申請を始める
生ごみの堆肥化はいつですか,令和7年度,令和7年度,生ごみの堆肥化
押印はどうなりますか,,,
"""


def evaluate(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "assistant", "eval", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def questions(tmp_path: Path) -> str:
    path = tmp_path / "質問.csv"
    path.write_text(QUESTIONS, "cp932")
    return str(path)


def test_a_sheet_of_own_questions_is_evaluated_and_reported(
    environment: dict[str, str], questions: str, tmp_path: Path
) -> None:
    done = evaluate(environment, "--questions", questions, "--report", str(tmp_path / "報告"))
    assert done.returncode == 0, done.stderr
    assert "3問" in done.stdout and "根拠の分からない質問: 1問" in done.stdout and "合格" in done.stdout
    assert {path.name for path in (tmp_path / "報告").iterdir()} >= {
        "report.html",
        "report.json",
        "junit.xml",
        "ragas.jsonl",
    }


def test_figures_come_as_json_with_their_intervals(environment: dict[str, str], questions: str) -> None:
    found = json.loads(evaluate(environment, "--questions", questions, "--json").stdout)
    assert found["gate"]["passed"] is True
    assert found["all"]["first"]["low"] <= found["all"]["first"]["value"] <= found["all"]["first"]["high"]
    assert set(found["faults"]) == {"reading", "finding", "choosing", "saying", "refusing"}


def test_a_part_of_the_questions_makes_no_baseline(environment: dict[str, str]) -> None:
    done = evaluate(environment, "--only", "dev", "--update-baseline")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "全部の質問" in done.stderr


def test_each_part_of_the_score_is_switched_off_in_turn(environment: dict[str, str], questions: str) -> None:
    done = evaluate(environment, "--questions", questions, "--ablate", "--json")
    assert set(json.loads(done.stdout)) == {"all", "passage", "unit", "thesaurus", "expected", "lexical", "grams"}


@pytest.mark.parametrize("packed", [False, True])
def test_a_retrieval_set_is_evaluated(environment: dict[str, str], tmp_path: Path, packed: bool) -> None:
    rows = [
        {"q": "梅雨がない地域はどこですか", "title": "梅雨", "p": "梅雨は北海道と小笠原諸島を除く日本で見られる。"},
        {"q": "市の花は何ですか", "title": "みどり市", "p": "みどり市の花はあじさいである。"},
    ]
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path = tmp_path / ("set.jsonl.xz" if packed else "set.jsonl")
    path.write_bytes(lzma.compress(text.encode()) if packed else text.encode())
    done = evaluate(environment, "--passages", str(path), "--text-only", "--json")
    assert json.loads(done.stdout) == {"questions": 2, "passages": 2, "recall_1": 1.0, "recall_5": 1.0, "mrr_10": 1.0}
    path.write_bytes(b"{}\n")
    assert evaluate(environment, "--passages", str(path)).returncode == 2
