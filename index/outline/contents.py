"""Tables of contents: lists of headings that point into the document and are no part of its tree."""

import re
from collections import Counter
from dataclasses import dataclass

from index.outline.lines import LineLook, Look

# The same list of chapters at least so often is an agenda that is shown again at each chapter.
AGENDA_REPEATS = 3
SHORTEST_LIST = 3
_FIRST = re.compile(r"[1１][.．]")


@dataclass(frozen=True, slots=True)
class Contents:
    """What a document's tables of contents are: their lines (indices), and the chapters that they open.

    ``first`` are the lines of a list's first showing, which may be quoted (what will be talked about); the later
    showings only say where the talk has come to.
    ``chapters`` maps the index of the line that names a chapter, in the list that opens it, to its title.
    """

    lines: frozenset[int]
    chapters: dict[int, str]
    first: frozenset[int] = frozenset()


def find_contents(looks: list[LineLook]) -> Contents:
    """Find the list of chapters that is shown again through the document.

    Where it is shown once at the start and once before each chapter, the showings say where chapters begin.
    """
    runs = _numbered_runs(looks)
    titles = [frozenset(_title(looks[index].text) for index in run) for run in runs]
    repeats = Counter(title for run in titles for title in run)
    agendas = [
        run for run, names in zip(runs, titles, strict=True) if all(repeats[name] >= AGENDA_REPEATS for name in names)
    ]
    texts = Counter(look.text for look in looks) if agendas else Counter[str]()
    lines: set[int] = set()
    entries: list[list[int]] = []
    for run in agendas:
        inside, behind = _note_lines(looks, run, texts)
        lines.update(run, inside, behind)
        entries.append([*run, *behind])
    chapters = _chapters(looks, entries)
    opens_none = bool(entries) and not chapters.keys() & set(entries[0])
    first = frozenset(range(entries[0][0], entries[0][-1] + 1)) if opens_none else frozenset()
    return Contents(frozenset(lines), chapters, first)


def _chapters(looks: list[LineLook], entries: list[list[int]]) -> dict[int, str]:
    if not entries or len({len(entry) for entry in entries}) > 1:
        return {}
    titles = [looks[index].text for index in entries[0]]
    openings = entries[1:] if len(entries) == len(titles) + 1 else entries
    if len(openings) != len(titles):
        return {}
    return {entry[place]: title for place, (entry, title) in enumerate(zip(openings, titles, strict=True))}


def _numbered_runs(looks: list[LineLook]) -> list[list[int]]:
    """Runs of lines numbered ``1.`` in order, with at most short unnumbered lines between them."""
    runs: list[list[int]] = []
    current: list[int] = []
    gap = 0
    for index, look in enumerate(looks):
        if look.look is Look.BLANK:
            continue
        if look.style == "1." and not look.markdown:
            if current and _FIRST.match(look.text):
                runs.append(current)
                current = []
            current.append(index)
            gap = 0
        elif current:
            gap += 1
            if gap > 1 or look.look is not Look.TEXT:
                runs.append(current)
                current = []
    runs.append(current)
    return [run for run in runs if len(run) >= SHORTEST_LIST]


def _note_lines(looks: list[LineLook], run: list[int], texts: Counter[str]) -> tuple[list[int], list[int]]:
    """Unnumbered lines inside a run (a date under a chapter), and a repeated line right behind it."""
    inside = [index for index in range(run[0], run[-1]) if index not in run and looks[index].text]
    behind: list[int] = []
    for index in range(run[-1] + 1, min(run[-1] + 3, len(looks))):
        if looks[index].text:
            if texts[looks[index].text] >= AGENDA_REPEATS and looks[index].style != "1.":
                behind.append(index)
            break
    return inside, behind


def _title(text: str) -> str:
    return text.replace(" ", "")
