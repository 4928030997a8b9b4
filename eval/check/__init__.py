"""Checks of gold questions: that they are what they say, and that nothing in the repository knows them."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from assistant import PlanAssistant
from eval.check.fields import check_fields, check_ids
from eval.check.finding import Finding, Problem, found
from eval.check.repository import ROOT, repository_texts
from eval.check.unanswered import check_unanswered
from eval.gold import HIDDEN, GoldQuestion
from eval.scoring import Sources
from index.likeness import NearTexts, triples

__all__ = ["Finding", "Problem", "check_gold"]
_SHORTEST_TURN = 10  # triples; a shorter turn of a dialogue (それはいつですか) is nobody's own


def check_gold(
    questions: Sequence[GoldQuestion],
    assistant: PlanAssistant,
    *,
    beside: Sequence[GoldQuestion] = (),
    repository: Path | None = ROOT,
    progress: Callable[[int], None] | None = None,
) -> list[Finding]:
    """Check questions over the assistant's documents, in the order of the questions.

    ``beside`` are questions that these may not repeat, and that are not checked themselves; of ``repository`` all
    texts but tests and documents are looked through. ``progress`` hears how many questions are done.
    """
    sources = Sources(assistant.settings.documents)
    everything = [*questions, *beside]
    findings = list(check_ids(everything)) + list(_repeats(everything))
    if repository is not None:
        findings += _in_repository(questions, repository)
    for number, question in enumerate(questions, start=1):
        findings += check_fields(question, sources, assistant.index)
        if not question.answerable:
            findings += check_unanswered(question, assistant, sources)
        if progress:
            progress(number)
    order = {(question.set, question.id): number for number, question in enumerate(questions)}
    own = [finding for finding in findings if (finding.set, finding.id) in order]
    return sorted(own, key=lambda finding: order[finding.set, finding.id])


def _repeats(questions: Sequence[GoldQuestion]) -> Iterator[Finding]:
    """Pairs of questions that nearly repeat each other, told of both; turns of one dialogue may."""
    texts = [_whole(question) for question in questions]
    near = NearTexts(texts)
    for number, text in enumerate(texts):
        one = questions[number]
        for place, jaccard in near.near(text):
            other = questions[place]
            if place == number or _one_dialogue(one, other):
                continue
            name = f"{other.set} {other.id}".strip()
            told = f"{name}、類似度 {jaccard:.2f}"
            shown = HIDDEN not in (one.set, other.set)
            what = f"{told}「{other.question}」" if shown else told
            yield found(one, Problem.REPEAT, what, told)


def _whole(question: GoldQuestion) -> str:
    """A question with what was asked before it: それはいつですか is another question after each."""
    return " ".join([*question.conversation, question.question])


def _one_dialogue(one: GoldQuestion, other: GoldQuestion) -> bool:
    shorter, longer = sorted(([*q.conversation, q.question] for q in (one, other)), key=len)
    return len(shorter) < len(longer) and longer[: len(shorter)] == shorter


def _in_repository(questions: Sequence[GoldQuestion], root: Path) -> Iterator[Finding]:
    """Texts of the repository that nearly repeat a question, or a turn before it; the nearest of each question."""
    turns = [
        (question, turn)
        for question in questions
        for turn in (*question.conversation, question.question)
        if not question.conversation or len(triples(turn)) >= _SHORTEST_TURN
    ]
    near = NearTexts([turn for _, turn in turns])
    best: dict[int, tuple[float, str, str]] = {}
    for place, text in repository_texts(root):
        for number, jaccard in near.near(text):
            best[number] = max(best.get(number, (0.0, "", "")), (jaccard, place, text))
    for number, (jaccard, place, text) in sorted(best.items()):
        told = f"{place}、類似度 {jaccard:.2f}"
        yield found(turns[number][0], Problem.REPOSITORY, f"{told}「{text}」", told)
