"""Why each candidate stands where it stands (``--explain``)."""

from collections.abc import Sequence

from assistant.answer import Explained
from assistant.retrieve import Found
from index.search import Index


def explain_found(index: Index, found: Sequence[Found]) -> list[Explained]:
    """Every part of every candidate's score."""
    explained = []
    for side in found:
        words = list(dict.fromkeys(side.terms.words))
        for candidate in side.candidates:
            unit = candidate.best_unit.unit
            explained.append(
                Explained(
                    document=index.editions[candidate.passage.document].slug,
                    section=list(index.section(candidate.passage.section).path),
                    lines=index.content.where(candidate.passage.document, unit.first_line, unit.last_line).lines,
                    passage=(candidate.units[0][0].unit.first_line, candidate.units[-1][0].unit.last_line),
                    score=round(candidate.score, 3),
                    parts={name: round(value, 3) for name, value in candidate.parts.items()},
                    matches={w: round(m, 2) for w, m in zip(words, candidate.matches, strict=True)},
                    substitutes=index.substitutes(side.terms, candidate),
                    expected=index.expected_question(candidate.expected[0][0]) if candidate.expected else None,
                    text=unit.text,
                )
            )
    return explained
