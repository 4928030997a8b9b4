import pytest

from assistant import PlanAssistant
from assistant.compose.templates import SMALL_TALK, is_frame
from assistant.small_talk import is_small_talk
from index.normalise import fold

ASKED = "公共サービスメッシュはいつまでに整備しますか"


@pytest.mark.parametrize(
    "text",
    [
        "こんにちは",
        "ありがとうございました。",
        "使い方を教えてください",
        "このシステムで何ができますか",
        "？？",
        "テスト",
    ],
)
def test_what_is_meant_for_the_assistant_gets_a_word_and_no_citation(five: PlanAssistant, text: str) -> None:
    answer = five.ask(text, conversation=[ASKED])
    assert (answer.status, answer.answer) == ("not_found", SMALL_TALK)
    assert not answer.citations and not answer.related and is_frame(answer.answer)


@pytest.mark.parametrize(
    "text", ["マイナポータルの使い方", "テスト環境の整備", "何ができるようになりますか", "ありがたい制度は何ですか"]
)
def test_what_is_meant_for_the_documents_is_none(text: str) -> None:
    assert not is_small_talk(fold(text))


@pytest.mark.parametrize("text", ["明日の天気は？", "ラーメンは？"])
def test_another_topic_that_no_document_knows_does_not_lean_on_the_question_before(
    five: PlanAssistant, text: str
) -> None:
    assert five.ask(text, conversation=[ASKED]).status == "not_found"


@pytest.mark.parametrize("text", ["それはいつですか", "ほかには？"])
def test_what_points_back_is_still_answered(five: PlanAssistant, text: str) -> None:
    assert five.ask(text, conversation=[ASKED]).status == "answered"
