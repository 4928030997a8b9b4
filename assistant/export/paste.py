"""Text that staff paste into papers: a citation in one line, an answer with its sources under it."""

from assistant.answer import Answer, Citation
from assistant.compose import EXTRACTIVE
from assistant.export.dates import japanese_date
from assistant.export.headings import short_section
from assistant.export.wording import MODEL, RELATED, SOURCES, quoted_lines
from assistant.visible import visible
from index.document import edition_name


def paste_form(citation: Citation) -> str:
    """A citation as papers write it: 『資料名』（令和3年12月24日・閣議決定）第3-2 1.②、p.12.

    Dates go by era, as in official papers. Of the section path the numbers stay, and the names of what has none.
    """
    where = "、".join(part for part in (short_section(citation.section), place_in_words(citation)) if part)
    return " ".join(visible(named_edition(citation) + where).split())


def named_edition(citation: Citation) -> str:
    """The document with date and status: 『資料名』（令和3年12月24日・閣議決定）."""
    return edition_name(citation.title, japanese_date(citation.date), citation.status)


def place_in_words(citation: Citation) -> str:
    """The place: 12～14行目, p.3, シート「表1」A5:F7, 段落12～14; empty for a whole file."""
    if citation.lines:
        return f"{_span(citation.lines)}行目"
    if citation.page:
        return f"p.{citation.page}"
    if citation.sheet:
        return f"シート「{citation.sheet}」{citation.cells or ''}"
    return f"段落{_span(citation.paragraphs)}" if citation.paragraphs else ""


def answer_with_sources(answer: Answer, *, quotes: bool = False) -> str:
    """An answer as plain text with its sources under it, with ``quotes`` each with its quote.

    A refusal has the nearest places under it, named as such.
    """
    places = answer.citations or answer.related
    lines = [answer.answer]
    if places:
        lines += ["", SOURCES if answer.citations else RELATED]
    for place in places:
        lines.append(f"[{place.number}] {paste_form(place)}")
        if quotes:
            lines += [f"　　{line}" for line in quoted_lines(place.quote)]
    notices = [*([MODEL.format(model=answer.composer)] if answer.composer != EXTRACTIVE else []), *answer.notices]
    if notices:
        lines += ["", *(f"※{notice}" for notice in notices)]
    return visible("\n".join(lines))


def _span(numbers: tuple[int, int]) -> str:
    first, last = numbers
    return f"{first}～{last}" if last > first else f"{first}"
