"""Example records and answers in Japanese."""

from typing import Any

from assistant.answer import Answer, Citation, Statement
from eval.gold import Piece
from eval.record import Record

PLAN = "2023-06_priority-plan-draft-outline"
QUOTE = "・2026年（令和8年）中を視野に次期マイナンバーカードの導入を目指し、必要事項を検討"


def citation(number: int = 1, quote: str = QUOTE) -> Citation:
    return Citation(
        number=number, document=PLAN, title="重点計画（案）", date="2023-06", status="案",
        section=["次期マイナンバーカードの検討"], lines=(728, 728), quote=quote,
    )  # fmt: skip


def record(**given: Any) -> Record:
    """An answered question whose first citation holds the evidence, unless told otherwise."""
    values: dict[str, Any] = {
        "id": "q1",
        "set": "dev",
        "kind": "date",
        "question": "次期マイナンバーカードはいつ頃の導入を目指していますか",
        "documents": [PLAN],
        "cluster": f"{PLAN} > 次期マイナンバーカードの検討",
        "answerable": True,
        "evidence": [Piece(text="2026年（令和8年）中を視野に", document=PLAN)],
        "expected": "2026年（令和8年）中です。",
        "must_contain": [["2026年", "令和8年"]],
        "status": "answered",
        "answer": "2026年（令和8年）中を視野に次期マイナンバーカードの導入を目指し、必要事項を検討 [1]",
        "confidence": 0.9,
        "milliseconds": 5.0,
        "citations": [citation()],
        "related": [],
        "rank": 0,
        "ranking": [True],
        "relevant": 1,
        "facts": 1.0,
        "precision": 1.0,
        "section": True,
        "citation_recall": 1.0,
        "citation_precision": 1.0,
        "citations_valid": True,
        "numbers_agree": True,
    }
    return Record.model_validate(values | given)


def unanswerable(**given: Any) -> Record:
    """A question that the documents do not answer, refused."""
    values: dict[str, Any] = {
        "kind": "unanswerable", "question": "首相の好きな食べ物は何ですか", "documents": [], "cluster": "",
        "answerable": False, "evidence": [], "expected": "", "must_contain": [], "status": "not_found",
        "answer": "ご質問に答える記載は、資料の中に見つかりませんでした。", "citations": [], "rank": None, "ranking": [],
        "relevant": 0, "facts": None, "precision": None, "section": None, "citation_recall": None,
        "citation_precision": None, "citations_valid": None, "numbers_agree": None,
    }  # fmt: skip
    return record(**(values | given))


def answer(statements: list[Statement], quotes: list[str], text: str | None = None) -> Answer:
    """An answer with these statements and quotes, its text the statements with their marks unless given."""
    shown = "\n".join(s.text + "".join(f" [{number}]" for number in s.citations) for s in statements)
    return Answer(
        question="?", status="answered" if quotes else "not_found", answer=shown if text is None else text,
        statements=statements, citations=[citation(number, quote) for number, quote in enumerate(quotes, start=1)],
        related=[], confidence=0.9, composer="extractive", index="", timings_ms={"total": 1.0},
    )  # fmt: skip


def says(text: str, *citations: int) -> Statement:
    return Statement(text=text, kind="model", citations=list(citations))
