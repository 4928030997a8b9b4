"""What the documents leave open is said; what they answer is not refused for it."""

from pathlib import Path

import pytest

from assistant import PlanAssistant
from assistant.settings import Settings
from index.enrich.expected import ExpectedEntry, write_expected

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
                questions=("押印をやめる手続は何件ですか", "押印はどうなりますか"),
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
