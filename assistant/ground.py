"""Grounding: every statement of an answer is checked against the place that it cites.

A quote must stand, word for word after folding, in its cited place. A sentence of a chat model must be covered
by the quotes that it cites (see :mod:`assistant.claims`).
"""

import re
from collections.abc import Sequence

from assistant.answer import LONGEST_QUOTE, Citation, Statement
from assistant.claims import is_covered
from assistant.compose.draft import Draft, DraftStatement, Evidence
from assistant.visible import visible
from index.normalise import fold
from index.search import Index
from index.store.content import StoredUnit

# A mark of a citation that stands in a document's own text.
_MARK = re.compile(r"\[(\s*[0-9]+(?:\s*[,、-]\s*[0-9]+)*\s*)\]")


def cite(index: Index, evidence: Evidence, number: int) -> Citation:
    """The citation of a place, with its quote untouched."""
    return cite_units(index, evidence.units, number)


def cite_units(index: Index, units: Sequence[StoredUnit], number: int) -> Citation:
    """The citation of neighbouring units of one section, with its quote untouched."""
    document, first = units[0].document, units[0].unit
    edition = index.editions[document]
    place = index.content.where(document, first.first_line, max(unit.unit.last_line for unit in units))
    return Citation(
        number=number,
        document=edition.slug,
        title=edition.title,
        date=edition.date,
        status=edition.status,
        section=list(index.section(first.section).path),
        lines=place.lines,
        page=place.page,
        sheet=place.sheet,
        cells=place.cells,
        paragraphs=place.paragraphs,
        boxes=[list(box) for box in place.boxes] if place.boxes else None,
        quote=cut_quote(index.content.source(document, first.start, units[-1].unit.end)),
    )


def cut_quote(quote: str) -> str:
    """A quote of one very long unit ends at the last sentence end that a quote has room for."""
    longest = LONGEST_QUOTE + LONGEST_QUOTE // 2
    if len(quote) <= longest:
        return quote
    end = quote.rfind("。", LONGEST_QUOTE // 2, longest)
    return quote[: end + 1 if end > 0 else longest]


def ground(index: Index, draft: Draft) -> tuple[list[Statement], list[Citation]]:
    """Keep the statements that their evidence supports; number the evidence that is left, in draft order."""
    kept = [statement for statement in draft.statements if _supported(index, draft, statement)]
    used = {place for statement in kept for place in statement.evidence}
    numbers = {place: number for number, place in enumerate(sorted(used), start=1)}
    statements = [
        Statement(
            text=shown_text(s.text), kind=s.kind, citations=[numbers[place] for place in s.evidence], column=s.column
        )
        for s in kept
    ]
    return statements, [cite(index, draft.evidence[place], number) for place, number in numbers.items()]


def _supported(index: Index, draft: Draft, statement: DraftStatement) -> bool:
    if statement.kind == "frame":
        return True
    sources = [_source(index, draft.evidence[place]) for place in statement.evidence]
    if not sources:
        return False
    if statement.kind == "quote":
        return any(stands_in(statement.text, source) for source in sources)
    return is_covered(statement.text, sources)


def _source(index: Index, evidence: Evidence) -> str:
    return index.content.source(evidence.candidate.passage.document, *evidence.span)


def shown_text(text: str) -> str:
    """A statement as it is shown: nothing in it is hidden, and a [3] of the document's own is no mark of ours."""
    return _MARK.sub(r"［\1］", visible(text))


def stands_in(text: str, source: str) -> bool:
    """Whether a text stands in a source after folding, white space and bullet marks left out."""
    return _letters(text) in _letters(source)


def _letters(text: str) -> str:
    """What is compared: folded letters and figures; white space, markup, list marks and cell borders are not."""
    return "".join(character for character in fold(text) if character.isalnum() or character in ".%")
