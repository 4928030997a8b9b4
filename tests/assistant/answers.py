"""Answers as the assistant gives them, made up where a test needs no index."""

from assistant.answer import Answer, Citation, Statement

QUESTION = "電子申請はいつ始めますか"
QUOTE = "・窓口の混雑を和らげるため、令和6年度中に電子申請を始める。"


def answer(question: str = QUESTION, text: str = "令和6年度中に電子申請を始める。") -> Answer:
    citation = Citation(
        number=1,
        document="plan",
        title="みどり市総合計画について",
        date="2023-04-01",
        status="計画",
        section=["第2章 施策", "1. 手続の見直し"],
        lines=(20, 20),
        quote=QUOTE,
    )
    return Answer(
        question=question,
        status="answered",
        answer=f"{text} [1]",
        statements=[Statement(text=text, kind="quote", citations=[1])],
        citations=[citation],
        related=[],
        confidence=0.9,
        composer="extractive",
        index="0123abcd",
        timings_ms={"total": 5.0},
    )


def refusal(question: str = "富士山の高さは何メートルですか") -> Answer:
    text = "資料には見つかりませんでした。"
    return answer(question).model_copy(
        update={
            "status": "not_found",
            "answer": text,
            "statements": [Statement(text=text, kind="frame")],
            "citations": [],
        }
    )
