"""Run gold questions through the assistant and sum up the figures."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from assistant import PlanAssistant
from eval.gold import GoldQuestion
from eval.scoring import Score, Sources, score


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a set of scores; rates lie in [0, 1], ``None`` where nothing counts for them."""

    questions: int
    first: float | None  # evidence held by the first citation
    top3: float | None  # by one of the first three places
    facts: float | None  # facts of the reference answer present in the answer
    precision: float | None  # citations that hold evidence
    section: float | None  # of those found among the first 3, the path names the place
    sides: float | None  # kind cross: sides with evidence among the citations
    refused: float | None  # unanswerable questions refused
    false_refusals: float | None  # answerable questions refused
    milliseconds: float | None  # median time of an answer

    def as_dict(self) -> dict[str, float | int | None]:
        """The figures by name, rounded."""
        return {
            name: round(value, 3) if isinstance(value, float) else value
            for name in self.__dataclass_fields__
            for value in (getattr(self, name),)
        }


def run(
    assistant: PlanAssistant,
    questions: Sequence[GoldQuestion],
    documents: Path,
    progress: Callable[[int], None] | None = None,
) -> list[Score]:
    """Ask every question and score the answers, in order."""
    sources = Sources(documents)
    scores = []
    for number, gold in enumerate(questions, start=1):
        scores.append(score(gold, assistant.ask(gold.question), sources))
        if progress:
            progress(number)
    return scores


def figures(scores: Iterable[Score]) -> Figures:
    """Sum up scores. Kind ``cross`` counts for facts, precision and sides; it has no single first place."""
    scores = list(scores)
    answerable = [s for s in scores if s.gold.answerable]
    placed = [s for s in answerable if s.gold.kind != "cross"]
    found = [s for s in placed if s.rank is not None and s.rank < 3]
    return Figures(
        questions=len(scores),
        first=_mean(s.rank == 0 for s in placed),
        top3=_mean(s.rank is not None and s.rank < 3 for s in placed),
        facts=_mean(s.facts for s in answerable),
        precision=_mean(s.precision for s in answerable),
        section=_mean(s.section for s in found if s.section is not None),
        sides=_mean(s.sides for s in answerable if s.sides is not None),
        refused=_mean(s.refused for s in scores if not s.gold.answerable),
        false_refusals=_mean(s.refused for s in answerable),
        milliseconds=median(s.answer.timings_ms["total"] for s in scores) if scores else None,
    )


def by_kind(scores: Iterable[Score]) -> dict[str, Figures]:
    """Figures of each kind of question."""
    return _grouped((s.gold.kind, s) for s in scores)


def by_document(scores: Iterable[Score]) -> dict[str, Figures]:
    """Figures of each document; a question that several documents answer counts for each."""
    return _grouped((slug, s) for s in scores for slug in s.gold.documents)


def _grouped(pairs: Iterable[tuple[str, Score]]) -> dict[str, Figures]:
    groups: dict[str, list[Score]] = defaultdict(list)
    for name, one in pairs:
        groups[name].append(one)
    return {name: figures(group) for name, group in sorted(groups.items())}


def _mean(values: Iterable[float | bool | None]) -> float | None:
    counted = [float(value) for value in values if value is not None]
    return sum(counted) / len(counted) if counted else None
