"""What the server keeps of an answer that was finished, stopped, or never came."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.auth import User
from assistant.conversations import ConversationStore, open_conversations
from assistant.settings import Settings
from assistant.ui.keeping import kept
from assistant.ui.reply import Reply
from tests.assistant.answers import QUESTION, answer

SUZUKI = User("suzuki")
PARTS = [Reply(answer=answer(text="令和6年度中に")), Reply(answer=answer())]


@pytest.fixture
def store(tmp_path: Path) -> ConversationStore:
    return open_conversations(Settings(state=tmp_path))


def test_a_finished_answer_is_kept_once_with_the_documents_it_was_limited_to(store: ConversationStore) -> None:
    begun, *rest = kept(store, SUZUKI, {}, QUESTION, ["plan"], iter(PARTS))
    assert begun.conversation is not None and rest == PARTS
    (turn,) = store.turns("suzuki", begun.conversation)
    assert (turn.answer, turn.documents, turn.stopped) == (answer(), ("plan",), False)


def test_a_stopped_answer_is_kept_as_far_as_it_was_seen(store: ConversationStore) -> None:
    replies = kept(store, SUZUKI, {}, QUESTION, [], iter(PARTS))
    begun, first, _ = next(replies), next(replies), next(replies)
    replies.close()  # as Gradio does when the browser stops listening: after one more reply, which nobody sees
    (turn,) = store.turns("suzuki", begun.conversation or 0)
    assert turn.answer == first.answer and turn.stopped


def test_a_stopped_answer_that_comes_late_stands_where_it_was_asked(store: ConversationStore) -> None:
    slow = kept(store, SUZUKI, {}, QUESTION, [], iter(PARTS))
    begun, _, _ = next(slow), next(slow), next(slow)
    number = begun.conversation or 0
    time.sleep(0.01)
    list(kept(store, SUZUKI, {"number": number}, "次の質問", [], iter([Reply(answer=answer("次の質問"))])))
    slow.close()
    assert [turn.question for turn in store.turns("suzuki", number)] == [QUESTION, "次の質問"]


def test_what_was_stopped_before_its_answer_leaves_nothing(store: ConversationStore) -> None:
    replies = kept(store, SUZUKI, {}, QUESTION, [], iter(PARTS))
    begun = next(replies)
    assert store.list("suzuki") == []  # it is not listed before there is an answer
    replies.close()
    assert store.delete_all("suzuki") == 0 and begun.conversation is not None


def test_a_conversation_deleted_meanwhile_does_not_come_back(store: ConversationStore) -> None:
    replies = kept(store, SUZUKI, {}, QUESTION, [], iter(PARTS))
    next(replies)
    store.delete_all("suzuki")
    assert [reply.error for reply in replies] == ["", ""]
    assert store.list("suzuki") == []


def test_what_cannot_be_kept_is_answered_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    store = open_conversations(Settings(state=tmp_path / "file"))
    *replies, problem = kept(store, SUZUKI, {}, QUESTION, [], iter(PARTS))
    assert replies == PARTS and "ASSISTANT_STATE" in problem.error


@pytest.mark.parametrize("place", [{"number": "1; DROP"}, {"number": 0.5}, {"after": "x"}])
def test_a_place_in_no_form_is_refused(store: ConversationStore, place: dict[str, int | None]) -> None:
    *_, problem = kept(store, SUZUKI, place, QUESTION, [], iter(PARTS))
    assert "会話を読み取れません" in problem.error and store.list("suzuki") == []


def test_an_answer_that_breaks_off_is_kept_as_far_as_it_came(store: ConversationStore) -> None:
    def broken() -> Iterator[Reply]:
        yield PARTS[0]
        raise RuntimeError("the composer failed")

    with pytest.raises(RuntimeError):
        list(kept(store, SUZUKI, {}, QUESTION, [], broken()))
    (conversation,) = store.list("suzuki")
    assert store.turns("suzuki", conversation.number)[0].stopped
