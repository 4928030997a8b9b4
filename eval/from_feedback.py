"""A gold question drafted from a reader's feedback: staff fill in what only they know."""

from collections.abc import Sequence
from pathlib import Path

from assistant import Answer, Citation, PlanAssistant
from assistant.commands.console import note, progress_bar, put
from assistant.feedback import Feedback
from eval.gold import OWN_SET, GoldQuestion, Kind, Piece, append_question, check_appendable, load_questions, to_line
from eval.kinds import guess_kind
from index.document import Edition
from index.errors import InputError


def run_gold(feedback: Feedback, file: Path | None) -> int:
    """Print the draft, or add it to a file.

    Raises:
        InputError: the file is none of JSON lines, or has the draft already.
        StateError: the answer was kept by another version.
    """
    if file is not None:
        check_appendable(file)
    with progress_bar() as progress:
        editions = PlanAssistant(progress=progress).index.editions
    question = draft(feedback, editions)
    if file is None:
        put(to_line(question))
    else:
        if file.exists() and any(known.id == question.id for known in load_questions(file)):
            raise InputError(f"{question.id} はもう「{file}」にあります。そのファイルを直してください。")
        append_question(file, question)
        put(f"{question.id} の下書きを「{file}」に追加しました。")
    note(_to_do(feedback, question))
    return 0


def draft(feedback: Feedback, editions: Sequence[Edition]) -> GoldQuestion:
    """The question with what the answer cited as its evidence; ``must_contain`` is left to staff.

    A refusal that was found good becomes an unanswerable question; a bad answer is no reference answer.

    Raises:
        StateError: the answer was kept by another version.
    """
    answer = feedback.answer
    good = feedback.opinion.rating == "good"
    kind = guess_kind(feedback.question, editions)
    if good and answer.status == "not_found":
        kind = "unanswerable"
    pieces = [_piece(place, kind) for place in answer.citations]
    return GoldQuestion(
        id=f"feedback-{feedback.number:03}",
        question=feedback.question,
        kind=kind,
        evidence=pieces,
        answer=_text(answer) if good else "",
        must_contain=[],
        section=list(dict.fromkeys(place.section[-1] for place in answer.citations if place.section)),
        documents=list(dict.fromkeys(piece.document for piece in pieces)),
        conversation=list(feedback.conversation),
        set=OWN_SET,
    )


def _piece(place: Citation, kind: Kind) -> Piece:
    side = place.document if kind == "cross" else ""
    return Piece(text=place.quote, document=place.document, side=side, section=place.section, lines=place.lines)


def _text(answer: Answer) -> str:
    """The answer without the marks of its citations."""
    return "\n".join(statement.text for statement in answer.statements)


def _to_do(feedback: Feedback, question: GoldQuestion) -> str:
    """What is left to do, for standard error."""
    if question.kind == "unanswerable":
        return "資料に答えがない質問としました。確かめたら、assistant eval check で確認してください。"
    missing = ["必須の語（must_contain）"]
    if not question.answer:
        missing.insert(0, "正解（answer）")
    if not question.evidence or feedback.opinion.reason in ("wrong_answer", "wrong_evidence"):
        missing.append("根拠（evidence。下書きは、評価された回答の根拠のままです）")
    return f"{'、'.join(missing)}を書き直してから、assistant eval check で確認してください。"
