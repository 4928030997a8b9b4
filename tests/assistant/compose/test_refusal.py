import pytest

from assistant import PlanAssistant
from assistant.compose.refusal import topic_of
from assistant.compose.templates import is_frame
from assistant.question import read_question


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("エストニアの国民のデジタル満足度って何パーセントですか", "エストニアの国民のデジタル満足度"),
        ("今年度の自治体ピッチに提案した開発者って全部で何社？", "今年度の自治体ピッチに提案した開発者"),
        ("裁判員に選ばれた場合の日当はいくらですか", "裁判員に選ばれた場合の日当"),
        ("いくらかかりますか", ""),
        ("国の標準に合わせなかった市町村には、どんな罰則がありますか", ""),
    ],
)
def test_a_refusal_names_the_thing_in_the_words_of_the_question(question: str, topic: str) -> None:
    assert topic_of(read_question(question)) == topic


def test_the_missing_detail_is_named(five: PlanAssistant) -> None:
    answer = five.ask("今年度の自治体ピッチに提案した開発者って全部で何社？")
    assert answer.answer.startswith("「今年度の自治体ピッチに提案した開発者」の社数の記載は、")
    assert answer.related and is_frame(answer.answer)


def test_an_edition_that_is_not_here_says_which_are(five: PlanAssistant) -> None:
    answer = five.ask("2024年の重点計画では、健康保険証の時期はどうなりましたか")
    assert answer.status == "not_found" and answer.confidence > 0.9
    assert "「2024年の重点計画」は資料の中にありません" in answer.answer
    assert "2021-12-24・閣議決定" in answer.answer and "2023-06・案" in answer.answer
    assert is_frame(answer.answer)


def test_a_wrong_premise_is_named(five: PlanAssistant) -> None:
    answer = five.ask("法案WG（村井座長）の第5回会合では何が議論されましたか")
    assert answer.status == "not_found"
    assert "第5回の記載は" in answer.answer and "第4回まで" in answer.answer
