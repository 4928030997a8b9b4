"""Conversations of users who are logged in: theirs alone, and gone when they delete them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.conversations import ConversationStore, open_conversations
from assistant.settings import Settings
from assistant.state import StateFile
from assistant.state.retention import stamp
from index.errors import InputError, StateError, UnknownRecord
from tests.assistant.answers import QUESTION, answer, refusal


@pytest.fixture
def store(tmp_path: Path) -> ConversationStore:
    return open_conversations(Settings(state=tmp_path))


def test_a_conversation_is_kept_and_opened_again(store: ConversationStore, tmp_path: Path) -> None:
    number = store.append("鈴木", None, answer())
    assert store.append("鈴木", number, refusal("それはどこが担当しますか")) == number
    (kept,) = open_conversations(Settings(state=tmp_path)).list("鈴木")
    assert (kept.number, kept.title, kept.turns) == (number, QUESTION, 2)
    first, second = store.turns("鈴木", number)
    assert first.answer == answer() and second.answer.status == "not_found"
    assert [first.question, second.question] == [QUESTION, "それはどこが担当しますか"]


def test_the_last_used_comes_first(store: ConversationStore) -> None:
    one, other = store.append("suzuki", None, answer("一つ目")), store.append("suzuki", None, answer("二つ目"))
    assert [talk.number for talk in store.list("suzuki")] == [other, one]
    store.append("suzuki", one, answer("続き"))
    assert [talk.title for talk in store.list("suzuki")] == ["一つ目", "二つ目"]


def test_nobody_reaches_the_conversations_of_others(store: ConversationStore) -> None:
    number = store.append("suzuki", None, answer())
    assert store.list("sato") == []
    for use in (
        lambda: store.turns("sato", number),
        lambda: store.append("sato", number, answer()),
        lambda: store.rename("sato", number, "のぞき見"),
        lambda: store.delete("sato", number),
        lambda: store.turns("suzuki", number + 1),
        lambda: store.turns("suzuki", 1 << 80),
    ):
        with pytest.raises(UnknownRecord, match="その会話は見つかりません"):
            use()
    assert store.delete_all("sato") == 0
    assert [talk.title for talk in store.list("suzuki")] == [QUESTION]
    assert len(store.turns("suzuki", number)) == 1


def test_without_a_login_nothing_is_kept(store: ConversationStore, tmp_path: Path) -> None:
    for use in (
        lambda: store.append("", None, answer()),
        lambda: store.list(""),
        lambda: store.turns("", 1),
        lambda: store.delete_all(""),
    ):
        with pytest.raises(ValueError, match="logged in"):
            use()


def test_a_name_is_one_clean_line(store: ConversationStore) -> None:
    number = store.append("suzuki", None, answer("押" * 200))
    assert store.list("suzuki")[0].title == "押" * 40 + "…"
    store.rename("suzuki", number, "  申請の\n\u202e調べ\u200b  " + "長" * 100)
    assert store.list("suzuki")[0].title == "申請の 調べ " + "長" * 53
    with pytest.raises(InputError, match="名前が空です"):
        store.rename("suzuki", number, "\u200b \n")


def test_deleting_one_leaves_the_others(store: ConversationStore, tmp_path: Path) -> None:
    one, other = store.append("suzuki", None, answer("消す質問")), store.append("suzuki", None, answer("残す質問"))
    store.append("sato", None, answer())
    store.delete("suzuki", one)
    assert [talk.number for talk in store.list("suzuki")] == [other]
    everything = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert "消す質問".encode() not in everything and "残す質問".encode() in everything
    assert store.delete_all("suzuki") == 1
    assert len(store.list("sato")) == 1


def test_conversations_grow_too_old_after_their_last_question(tmp_path: Path) -> None:
    file = StateFile(tmp_path)
    old = ConversationStore(file).append("suzuki", None, answer("古い質問"))
    used = ConversationStore(file).append("suzuki", None, answer("古いが続けた"))
    long_ago = stamp(datetime.now(UTC) - timedelta(days=31))
    with file.writing() as connection:
        connection.execute("UPDATE conversation SET started = ?, changed = ?", (long_ago, long_ago))
    ConversationStore(file).append("suzuki", used, answer())
    assert len(ConversationStore(file, days=0).list("suzuki")) == 2
    assert [talk.number for talk in ConversationStore(file, days=30).list("suzuki")] == [used]
    with pytest.raises(UnknownRecord):
        ConversationStore(file).turns("suzuki", old)
    assert "古い質問".encode() not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


def test_an_answer_of_another_version_shows_its_text(tmp_path: Path) -> None:
    file = StateFile(tmp_path)
    number = ConversationStore(file).append("suzuki", None, answer())
    with file.writing() as connection:
        connection.execute("""UPDATE turn SET answer = '{"answer": "古い形の回答"}'""")
    (turn,) = ConversationStore(file).turns("suzuki", number)
    assert turn.answer_text == "古い形の回答"
    with pytest.raises(StateError, match="別の版の形式"):
        _ = turn.answer
