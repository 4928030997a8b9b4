"""What the documents leave open is said; what they answer is not refused for it."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant import PlanAssistant
from assistant.confidence import features
from assistant.confidence.foreseen import leaning
from assistant.settings import Settings
from index.enrich.expected import ExpectedEntry, write_expected
from index.language import terms
from index.normalise import fold

SEAL = "・押印を求める手続のうち120件について押印を廃止する。"
RADIO = "・避難所30か所に無線通信の設備を置く。"


@pytest.fixture
def foreseeing(small_documents: Path, tmp_path: Path) -> PlanAssistant:
    """An assistant over the small folder, for which somebody foresaw what it answers and what it leaves open."""
    folder = tmp_path / "expected"
    folder.mkdir()
    write_expected(
        folder / "plan.jsonl",
        [
            ExpectedEntry(
                document="plan",
                text=SEAL,
                questions=("押印をやめる手続は何件ですか", "印鑑はどうなりますか"),
                unanswered=("押印をやめる手続を選んだのは誰ですか", "押印をやめた後の本人確認はどうやって行いますか"),
            ),
            ExpectedEntry(
                document="plan",
                text=RADIO,
                questions=("無線の設備を置く避難所は何か所ですか",),
                unanswered=("無線の設備を置く避難所の名前は何ですか", "避難所の無線の費用はいくらですか"),
            ),
        ],
    )
    return PlanAssistant(Settings(documents=small_documents, index=tmp_path / "index", expected=folder))


@pytest.mark.parametrize(
    "question",
    [
        "押印をやめる手続は何件ですか",
        "避難所の無線の設備は何か所に置きますか",
        "押印を廃止する手続の件数を教えてください",
    ],
)
def test_what_is_foreseen_is_answered(foreseeing: PlanAssistant, question: str) -> None:
    assert foreseeing.ask(question).status == "answered"


@pytest.mark.parametrize(
    "question",
    [
        "押印をやめる手続を選んだのはどなたですか",
        "避難所の無線の費用はいくらかかりますか",
        "押印をやめた後の本人確認はどうやって行うのですか",
    ],
)
def test_what_is_left_open_is_refused(foreseeing: PlanAssistant, question: str) -> None:
    answer = foreseeing.ask(question)
    assert answer.status == "not_found" and not answer.citations
    assert answer.related and answer.related[0].document == "plan"


@pytest.mark.parametrize(
    "question",
    [
        "給食のデジタル化はどう進めますか",
        "相撲のチケットはどこで買えますか",
        "犬の鑑札にマイナンバーを使いますか",
        "新幹線の延伸はいつですか",
        "学校給食の無償化の予定を知りたいです。時期を教えてください。",
    ],
)
def test_a_topic_that_no_document_has_is_refused(five: PlanAssistant, question: str) -> None:
    assert five.ask(question).status == "not_found"


def test_many_near_questions_weigh_more_than_the_nearest(foreseeing: PlanAssistant) -> None:
    side = foreseeing.candidates("無線の設備")[1][0]
    expected, unanswered = ((0, 0.6), (1, 0.6), (2, 0.6)), ((0, 0.9), (1, 0.2), (2, 0.1))
    only = replace(side.candidates[0], expected=expected, unanswered=unanswered)
    assert leaning(replace(side, candidates=(only,))) == pytest.approx(0.2)


def test_where_nobody_foresaw_what_is_left_open_nothing_leans(foreseeing: PlanAssistant) -> None:
    side = foreseeing.candidates("無線の設備")[1][0]
    alone = replace(side, candidates=tuple(replace(one, unanswered=()) for one in side.candidates))
    assert leaning(side) != 0 and leaning(alone) == 0


def test_a_word_is_known_by_a_document_or_by_a_question_that_is_expected_of_one(foreseeing: PlanAssistant) -> None:
    index = foreseeing.index
    assert index.knows(["押印", "印鑑", "給食", "費用"]) == [True, True, False, False]  # 費用 is asked for only
    index.expecting = False
    assert index.knows(["押印", "無線", "いくつ"]) == [True, True, False]


def test_a_word_is_known_by_what_stands_for_it(small: PlanAssistant) -> None:
    known = dict(zip(words := terms(fold("はんこの廃止と給食")).words, small.index.knows(words), strict=True))
    assert not small.index.expecting or len(small.index._expected) == 0
    assert known.pop("給食") is False and all(known.values())


@pytest.mark.parametrize(
    ("question", "stands"),
    [
        ("令和4年度までに整備するものは何ですか", True),
        ("2022年度の目標を教えてください", True),
        ("2022年度に何を食べましたか", False),
        ("Web4.0の推進", False),
    ],
)
def test_of_a_year_it_may_be_asked_in_general(five: PlanAssistant, question: str, stands: bool) -> None:
    understood, sides = five.candidates(question)
    assert features(five.index, understood, sides[0], sides).stands is stands
