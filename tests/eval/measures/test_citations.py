from collections.abc import Sequence

from assistant.answer import Statement
from eval.measures.citations import Cited, answer_numbers_agree, cited, export_ragas
from tests.eval.measures.examples import QUOTE, answer, citation, record, says

WHOLE = "次期マイナンバーカードの導入を目指す"


def letters(statement: str, quotes: Sequence[str]) -> bool:
    """A support test to compute by hand: every letter of the statement stands in some quote."""
    return set(statement) <= set("".join(quotes))


def test_as_alce_has_it() -> None:
    """AB by A and B (both needed); A by A and B (B not needed); C by A (not supported); D by none."""
    one = answer([says("ab", 1, 2), says("a", 1, 2), says("c", 1), says("d")], ["a", "b"])
    assert cited(one, letters) == Cited(recall=2 / 4, precision=3 / 5)


def test_two_citations_that_each_support_alone_are_both_precise() -> None:
    assert cited(answer([says("a", 1, 2)], ["ab", "ac"]), letters) == Cited(1.0, 1.0)


def test_a_citation_that_is_missing_and_one_given_twice() -> None:
    assert cited(answer([says("a", 9)], ["a"]), letters) == Cited(0.0, None)
    assert cited(answer([says("a", 1, 1)], ["a"]), letters) == Cited(1.0, 1.0)


def test_a_refusal_and_frames_state_nothing() -> None:
    frame = Statement(text="ご質問に答える記載は、資料の中に見つかりませんでした。", kind="frame")
    assert cited(answer([frame], [])) == Cited(None, None)
    assert answer_numbers_agree(answer([frame], [])) is None
    assert cited(answer([frame, says("a", 1)], ["a"]), letters) == Cited(1.0, 1.0)


def test_the_default_test_on_japanese() -> None:
    one = answer([says(WHOLE, 1, 2), says("令和9年中の導入を目指す", 1)], [QUOTE, "手続の押印を廃止する"])
    assert cited(one) == Cited(recall=0.5, precision=1 / 3)


def test_one_digit_changed_is_seen_in_statement_or_text() -> None:
    good = answer([says("令和8年中に導入する", 1)], [QUOTE])
    assert answer_numbers_agree(good) is True
    assert answer_numbers_agree(answer([says("令和9年中に導入する", 1)], [QUOTE])) is False
    assert answer_numbers_agree(good.model_copy(update={"answer": "令和9年中に導入する [1]"})) is False


def test_numbers_of_frames_are_not_the_quotes() -> None:
    frame = Statement(text="『重点計画（案）』（2023-06）:", kind="frame")
    assert answer_numbers_agree(answer([frame, says("令和8年中に導入する", 1)], [QUOTE])) is True


def test_what_ragas_reads() -> None:
    (row,) = export_ragas([record(related=[citation(2, "別の箇所")])])
    assert row == {
        "user_input": "次期マイナンバーカードはいつ頃の導入を目指していますか",
        "response": "2026年（令和8年）中を視野に次期マイナンバーカードの導入を目指し、必要事項を検討 [1]",
        "retrieved_contexts": [QUOTE, "別の箇所"],
        "reference": "2026年（令和8年）中です。",
    }
