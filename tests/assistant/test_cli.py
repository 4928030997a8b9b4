import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

Environment = dict[str, str]
QUESTION = "電子申請はいつ始めますか"


def run(environment: Environment, *arguments: str, given: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "assistant", *arguments],
        env=environment,
        input=given,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def one_japanese_line(done: subprocess.CompletedProcess[str], status: int = 2) -> str:
    assert done.returncode == status, done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1
    assert any("\u3041" <= character <= "\u3096" for character in lines[0])
    return lines[0]


def test_ask_prints_answer_and_citations(environment: Environment) -> None:
    done = run(environment, "ask", QUESTION)
    assert done.returncode == 0
    assert "令和6年度中に電子申請を始める。 [1]" in done.stdout
    assert "[1] 『みどり市総合計画について』（2023-04-01・計画） 第2章 施策 > 1. 手続の見直し L" in done.stdout


def test_ask_as_json_keeps_the_contract(environment: Environment) -> None:
    answer = json.loads(run(environment, "ask", QUESTION, "--json").stdout)
    assert {
        "question", "status", "answer", "statements", "citations", "related", "confidence", "composer", "index",
        "timings_ms",
    } <= set(answer)  # fmt: skip
    citation = answer["citations"][0]
    assert {"number", "document", "title", "date", "section", "lines", "page", "sheet", "quote"} <= set(citation)
    assert citation["page"] is None and isinstance(citation["lines"], list)
    assert {"retrieve", "compose", "total"} <= set(answer["timings_ms"])


def test_a_refusal_exits_1(environment: Environment) -> None:
    run(environment, "index")
    done = run(environment, "ask", "富士山の高さは何メートルですか")
    assert done.returncode == 1 and "見つかりませんでした" in done.stdout and done.stderr == ""


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["ask", ""], "質問が空です"),
        (["ask", "押" * 2001], "2,000字"),
        (["ask", "\x01\u200b\x1b"], "質問が空です"),
        (["ask", QUESTION, "--document", "nai"], "「nai」は索引にありません"),
        (["outline", "nai"], "「nai」は索引にありません"),
        (["ask"], "question が指定されていません"),
        (["ask", QUESTION, "--nope"], "オプション --nope はありません"),
        (["ask", QUESTION, "--top", "x"], "値が正しくありません"),
        (["nope"], "コマンド nope はありません"),
        (["eval", "--only", "nai"], "質問集「nai」はありません"),
        (["eval", "nope"], "コマンド nope はありません。assistant eval --help"),
        (["eval", "check", "--nope"], "assistant eval check --help"),
        (["eval", "check", "--only", "nai"], "質問集「nai」はありません"),
        (["eval", "--only", "dev", "check"], "check の後に書いてください"),
        (["index", "/"], "資料フォルダ"),
        (["show", ""], "節の番号"),
        (["show", "."], "節の番号"),
    ],
)
def test_bad_input_is_one_clear_japanese_line(environment: Environment, arguments: list[str], says: str) -> None:
    assert says in one_japanese_line(run(environment, *arguments))


def test_a_missing_or_unreadable_documents_folder(environment: Environment, tmp_path: Path) -> None:
    environment["ASSISTANT_DOCUMENTS"] = str(tmp_path / "none")
    assert "ありません" in one_japanese_line(run(environment, "ask", QUESTION))
    (tmp_path / "file").write_text("x")
    environment["ASSISTANT_DOCUMENTS"] = str(tmp_path / "file")
    assert "ありません" in one_japanese_line(run(environment, "ask", QUESTION))
    locked = tmp_path / "locked"
    locked.mkdir()
    locked.chmod(0)
    environment["ASSISTANT_DOCUMENTS"] = str(locked)
    if not os.access(locked, os.R_OK):
        assert "権限" in one_japanese_line(run(environment, "ask", QUESTION))
    locked.chmod(0o755)


def test_a_broken_index_names_the_remedy(environment: Environment, tmp_path: Path) -> None:
    assert run(environment, "index").returncode == 0
    (content,) = (tmp_path / "index").glob("gen-*/content.sqlite")
    content.write_bytes(content.read_bytes()[:1000])
    assert "assistant index --rebuild" in one_japanese_line(run(environment, "ask", QUESTION))
    assert run(environment, "index", "--rebuild").returncode == 0
    assert run(environment, "ask", QUESTION).returncode == 0


def test_a_changed_model_names_the_remedy(environment: Environment, tmp_path: Path) -> None:
    assert run(environment, "index").returncode == 0
    environment["ASSISTANT_EMBEDDING_MODEL"] = str(tmp_path)
    for command in (["ask", QUESTION], ["index"]):
        assert "assistant index --rebuild" in one_japanese_line(run(environment, *command))


def test_a_setting_that_cannot_be_used(environment: Environment) -> None:
    environment["ASSISTANT_PORT"] = "x"
    assert "ASSISTANT_PORT" in one_japanese_line(run(environment, "settings"))


def test_many_questions_on_standard_input(environment: Environment) -> None:
    lines = [
        '{"question": "押印"',
        QUESTION,
        json.dumps({"question": "押印の廃止は何件", "documents": ["plan"]}),
        '{"question": 5}',
        "押" * 2001,
        "富士山",
    ]
    done = run(environment, "ask", "-", "--json", given="\n".join(lines) + "\n")
    assert done.returncode == 0
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["status"] for answer in answers] == ["error", "answered", "answered", "error", "error", "not_found"]
    assert "120件" in answers[2]["answer"]


def test_a_conversation_on_standard_input(environment: Environment) -> None:
    given = f"{QUESTION}\nそれは何年度ですか\n\n避難所は何か所ですか\n"
    done = run(environment, "ask", "-", "--json", "--conversation", given=given)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == 3
    assert "令和6年度" in answers[1]["answer"] and "30か所" in answers[2]["answer"]


def test_other_commands(environment: Environment) -> None:
    report = json.loads(run(environment, "index", "--json").stdout)
    assert set(report) == {"added", "changed", "removed", "passages_embedded", "warnings"}
    assert "最新" in run(environment, "index").stdout
    rows = json.loads(run(environment, "documents", "--json").stdout)["documents"]
    assert [row["slug"] for row in rows] == ["plan", "report"] and rows[0]["units"] > 5
    outline = json.loads(run(environment, "outline", "plan", "--json").stdout)
    assert outline[0]["path"] == ["第1章 基本的な考え方"] and set(outline[0]) == {"path", "level", "lines", "page"}
    assert "避難所30か所" in run(environment, "show", "2. 防災").stdout
    assert "120件" in run(environment, "show", "第2章").stdout
    assert run(environment, "show", "第9章").returncode == 1
    assert run(environment, "doctor").returncode == 0
    assert "ASSISTANT_INDEX" in run(environment, "settings").stdout


def test_a_document_gives_the_terminal_no_orders(environment: Environment, small_documents: Path) -> None:
    (small_documents / "trap.txt").write_text(
        "1. 罠\n\n・電子\x1b]0;pwned\x07申請は令和6年度に\x1b[2J始める。\n", "utf-8"
    )
    done = run(environment, "ask", "電子申請はいつ始めますか", "--document", "trap")
    assert "\x1b" not in done.stdout and "\x07" not in done.stdout


def test_secrets_are_masked(environment: Environment) -> None:
    environment["ASSISTANT_CHAT_API_KEY"] = "himitsu"
    done = run(environment, "settings", "--json")
    assert "himitsu" not in done.stdout and "********" in done.stdout
    origins = {row["name"]: row["origin"] for row in json.loads(done.stdout)}
    assert origins["ASSISTANT_CHAT_API_KEY"] == "環境変数" and origins["ASSISTANT_PORT"] == "既定値"


def test_settings_come_from_a_dotenv_file_too(environment: Environment, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("ASSISTANT_PORT=9999\n", "utf-8")
    rows = {row["name"]: row for row in json.loads(run(environment, "settings", "--json").stdout)}
    assert (rows["ASSISTANT_PORT"]["value"], rows["ASSISTANT_PORT"]["origin"]) == ("9999", ".env")


@pytest.mark.parametrize(
    "command",
    [
        "",
        "ask",
        "sheet",
        "index",
        "documents",
        "outline",
        "show",
        "eval",
        "eval check",
        "eval add",
        "chat",
        "feedback",
        "feedback gold",
        "feedback delete",
        "user",
        "user add",
        "user list",
        "user remove",
        "user password",
        "settings",
        "doctor",
    ],
)
def test_help_is_japanese_with_an_example(environment: Environment, command: str) -> None:
    done = run(environment, *command.split(), "--help")
    assert done.returncode == 0
    assert "例:" in done.stdout and "この説明を表示" in done.stdout


@pytest.mark.parametrize(
    "question",
    [
        '押印を$HOMEで`ls`する"手続"は何件',
        "$(shell touch MAKE_RAN) 押印の廃止は何件",
        "'引用'と\\と#と押印の廃止",
        "-押印の廃止",
    ],
)
def test_make_ask_hands_the_question_over_as_it_is(environment: Environment, tmp_path: Path, question: str) -> None:
    if shutil.which("make") is None and not os.environ.get("ASSISTANT_TEST_ALL"):
        pytest.skip("make がありません")
    for name in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS"):  # what `make test` itself leaves
        environment.pop(name, None)
    (tmp_path / "Makefile").write_text((ROOT / "Makefile").read_text("utf-8"), "utf-8")
    (tmp_path / "pyproject.toml").touch()
    binary = tmp_path / ".venv" / "bin"
    binary.mkdir(parents=True)
    (binary / "assistant").write_text(
        f"#!{sys.executable}\nimport json, sys\nprint(json.dumps(sys.argv[1:]))\nsys.exit(1)\n"
    )
    (binary / "assistant").chmod(0o755)
    (tmp_path / ".venv" / ".installed").touch()
    done = subprocess.run(
        ["make", "ask", f"Q={question}"], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert json.loads(done.stdout) == ["ask", "--", question]
    assert (done.returncode, done.stderr) == (0, "")  # a refusal prints no make error
    assert not (tmp_path / "MAKE_RAN").exists()
