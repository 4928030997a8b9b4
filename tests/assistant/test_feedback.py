"""Feedback: what is kept, how it is listed, made into a gold question, and deleted."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from assistant.feedback import REASONS, WHAT_IS_STORED, FeedbackStore, Opinion, Rating, Reason, kept_for, open_feedback
from assistant.settings import Settings
from assistant.state import StateFile
from assistant.state.retention import stamp
from index.errors import StateError, UnknownRecord
from tests.assistant.answers import QUESTION, QUOTE, answer, refusal
from tests.assistant.test_cli import Environment, one_japanese_line, run


@pytest.fixture
def store(tmp_path: Path) -> FeedbackStore:
    return open_feedback(Settings(state=tmp_path / ".state"))


def test_what_a_reader_says_is_kept_with_all_that_explains_it(store: FeedbackStore) -> None:
    opinion = Opinion(rating="bad", reason="incomplete", comment=" 対象の手続きも\n書いてほしい ")
    number = store.add(opinion, answer(), conversation=["電子申請とは何ですか"], user="鈴木")
    (kept,) = store.list()
    assert kept == store.get(number)
    assert kept.opinion.comment == "対象の手続きも\n書いてほしい"
    assert kept.opinion.text == "悪い（足りない）"
    assert (kept.user, kept.question, kept.conversation) == ("鈴木", QUESTION, ("電子申請とは何ですか",))
    assert kept.answer == answer() and kept.answer.citations[0].quote == QUOTE
    assert (kept.index, kept.composer) == ("0123abcd", "extractive")
    age = datetime.now(UTC) - datetime.fromisoformat(kept.given)
    assert timedelta() <= age < timedelta(minutes=1)


def test_the_reason_may_follow(store: FeedbackStore) -> None:
    number = store.add(Opinion(rating="bad"), answer())
    store.revise(number, Opinion(rating="bad", reason="wrong_evidence", comment="別の節です"))
    assert [one.opinion.text for one in store.list()] == ["悪い（根拠が違う）"]
    with pytest.raises(UnknownRecord):
        store.revise(number + 1, Opinion(rating="good"))


def test_the_reasons_to_offer() -> None:
    assert list(REASONS.values()) == ["回答が違う", "根拠が違う", "足りない", "その他"]


@pytest.mark.parametrize(("rating", "reason"), [("good", "other"), ("bad", "謎"), ("謎", "")])
def test_an_opinion_that_makes_no_sense_is_refused(rating: Rating, reason: Reason) -> None:
    with pytest.raises(ValidationError):
        Opinion(rating=rating, reason=reason)


def test_a_comment_is_visible_text_of_at_most_2000_characters() -> None:
    comment = Opinion(rating="bad", comment="\x1b[2J\u202e=1+1" + "長" * 3000).comment
    assert comment.startswith("[2J=1+1長") and len(comment) == 2000


def test_the_page_can_say_what_is_stored_and_how_long() -> None:
    for said in ("質問", "回答", "根拠", "索引", "日時", "利用者名", "コメント"):
        assert said in WHAT_IS_STORED
    assert kept_for(0) == "消すまで残ります。" and kept_for(365) == "365日たつと消えます。"


def test_feedback_grows_too_old(tmp_path: Path) -> None:
    file = StateFile(tmp_path)
    FeedbackStore(file).add(Opinion(rating="bad", comment="古いコメント"), answer())
    FeedbackStore(file).add(Opinion(rating="bad", comment="新しいコメント"), answer())
    with file.writing() as connection:
        long_ago = stamp(datetime.now(UTC) - timedelta(days=8))
        connection.execute("UPDATE feedback SET given = ? WHERE comment = '古いコメント'", (long_ago,))
    assert len(FeedbackStore(file, days=0).list()) == 2
    assert [one.opinion.comment for one in FeedbackStore(file, days=7).list()] == ["新しいコメント"]
    assert "古いコメント".encode() not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


def test_old_traces_do_not_stop_new_feedback(tmp_path: Path) -> None:
    """Somebody else has the file open: the traces of what grew too old go the next time."""
    file = StateFile(tmp_path, wait=0.1)
    FeedbackStore(file).add(Opinion(rating="bad"), answer())
    with file.writing() as connection:
        connection.execute("UPDATE feedback SET given = '2001'")
    with file.reading() as other:
        other.execute("SELECT * FROM feedback").fetchall()
        FeedbackStore(file, days=7).add(Opinion(rating="good"), answer())
    assert [one.opinion.rating for one in FeedbackStore(file).list()] == ["good"]


@pytest.fixture
def given(environment: Environment, tmp_path: Path) -> Environment:
    """An environment with three opinions: 👍 on a refusal, 👎 on an answer, and another kept in an older form."""
    store = open_feedback(Settings(state=tmp_path / ".state"))
    store.add(Opinion(rating="good"), refusal())
    store.add(Opinion(rating="bad", reason="wrong_answer", comment="年度が違う"), answer(), user="suzuki")
    store.add(Opinion(rating="good"), answer())
    return environment


def test_the_list_in_a_terminal_and_as_json(given: Environment) -> None:
    shown = run(given, "feedback")
    assert shown.returncode == 0 and "3件" in shown.stdout
    assert "悪い（回答が違う）  suzuki" in shown.stdout
    assert f"質問: {QUESTION}" in shown.stdout and "コメント: 年度が違う" in shown.stdout
    bad = json.loads(run(given, "feedback", "--bad", "--json").stdout)
    assert [(one["id"], one["reason"]) for one in bad] == [(2, "wrong_answer")]
    assert bad[0]["answer"]["citations"][0]["quote"] == QUOTE
    tomorrow = (datetime.now().astimezone() + timedelta(days=1)).strftime("%Y-%m-%d")
    today = datetime.now().astimezone().strftime("%Y-%m-%d")
    assert run(given, "feedback", "--since", tomorrow).stdout == "評価はありません。\n"
    assert len(json.loads(run(given, "feedback", "--since", today, "--json").stdout)) == 3


def test_a_comment_gives_the_terminal_no_orders(environment: Environment, tmp_path: Path) -> None:
    store = open_feedback(Settings(state=tmp_path / ".state"))
    store.add(Opinion(rating="good"), answer("\x1b]0;pwned\x07押印\u202e\r質問"), user="su\x1bzuki")
    shown = run(environment, "feedback").stdout
    assert "押印質問" in shown and not {"\x1b", "\x07", "\u202e", "\r"} & set(shown)


def test_feedback_becomes_a_gold_question_that_eval_accepts(given: Environment, tmp_path: Path) -> None:
    done = run(given, "feedback", "gold", "3")
    drafted = json.loads(done.stdout)
    assert (drafted["id"], drafted["question"], drafted["kind"]) == ("feedback-003", QUESTION, "date")
    assert drafted["evidence"][0]["text"] == QUOTE and drafted["documents"] == ["plan"]
    assert drafted["section"] == ["1. 手続の見直し"] and drafted["must_contain"] == []
    assert drafted["answer"] == "令和6年度中に電子申請を始める。"
    assert "must_contain" in done.stderr
    own = tmp_path / "own.jsonl"
    own.write_text(json.dumps(drafted | {"id": "own-001", "question": "避難所は何か所ですか"}), "utf-8")
    for number in ("1", "3"):
        assert run(given, "feedback", "gold", number, "--write", str(own)).returncode == 0
    checked = run(given, "eval", "check", "--questions", str(own))
    assert "3問を確認しました。誤り 0件" in checked.stdout, checked.stdout + checked.stderr
    assert "もう「" in one_japanese_line(run(given, "feedback", "gold", "3", "--write", str(own)))


def test_a_bad_answer_is_no_reference_answer(given: Environment) -> None:
    done = run(given, "feedback", "gold", "2")
    drafted = json.loads(done.stdout)
    assert drafted["answer"] == "" and drafted["evidence"]
    assert "正解（answer）" in done.stderr and "根拠（evidence" in done.stderr


def test_a_refusal_that_was_right_becomes_an_unanswerable_question(given: Environment) -> None:
    drafted = json.loads(run(given, "feedback", "gold", "1").stdout)
    assert (drafted["kind"], drafted["evidence"], drafted["must_contain"]) == ("unanswerable", [], [])


def test_deleting_from_the_command_line(given: Environment, tmp_path: Path) -> None:
    assert run(given, "feedback", "delete", "2").stdout == "番号 2 の評価を削除しました。\n"
    assert "年度が違う".encode() not in b"".join(path.read_bytes() for path in (tmp_path / ".state").iterdir())
    assert len(json.loads(run(given, "feedback", "--json").stdout)) == 2
    assert run(given, "feedback", "delete", "--all").stdout == "評価2件をすべて削除しました。\n"
    assert run(given, "feedback").stdout == "評価はありません。\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--since", "きのう"], "年-月-日"),
        (["delete"], "どちらか1つ"),
        (["delete", "1", "--all"], "どちらか1つ"),
        (["delete", "9"], "番号 9 の評価はありません"),
        (["delete", str(1 << 80)], "の評価はありません"),
        (["delete", "x"], "番号 の値が正しくありません"),
        (["gold", "9"], "番号 9 の評価はありません"),
        (["gold", "1", "--write", "q.csv"], ".jsonl"),
        (["--bad", "delete", "1"], "assistant feedback delete --help"),
    ],
)
def test_what_cannot_be_done_is_one_japanese_line(given: Environment, arguments: list[str], says: str) -> None:
    assert says in one_japanese_line(run(given, "feedback", *arguments))


def test_a_file_of_a_newer_version_is_one_japanese_line(given: Environment, tmp_path: Path) -> None:
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(tmp_path / ".state" / "state.sqlite3")) as connection:
        connection.execute("PRAGMA user_version = 99")
    assert "プログラムを更新" in one_japanese_line(run(given, "feedback"))


def test_an_answer_of_another_version_is_listed_but_not_made_a_question(tmp_path: Path) -> None:
    file = StateFile(tmp_path)
    number = FeedbackStore(file).add(Opinion(rating="good"), answer())
    with file.writing() as connection:
        connection.execute("""UPDATE feedback SET answer = '{"answer": "古い形の回答"}'""")
    kept = FeedbackStore(file).get(number)
    assert kept.answer_text == "古い形の回答"
    with pytest.raises(StateError, match="別の版の形式"):
        _ = kept.answer
