"""Tables of contents: lists of headings that point into the document and are no part of its tree."""

from collections import Counter

from index.outline.lines import LineLook, Look

# The same list of chapters at least so often is an agenda that is shown again at each chapter.
AGENDA_REPEATS = 3
SHORTEST_LIST = 3


def contents_lines(looks: list[LineLook]) -> set[int]:
    """Indices of lines that belong to a list of chapters repeated through the document."""
    runs = _numbered_runs(looks)
    titles = [frozenset(_title(looks[index].text) for index in run) for run in runs]
    repeats = Counter(title for run in titles for title in run)
    found: set[int] = set()
    for run, names in zip(runs, titles, strict=True):
        if all(repeats[name] >= AGENDA_REPEATS for name in names):
            found.update(run)
            found.update(_note_lines(looks, run, repeats))
    return found


def _numbered_runs(looks: list[LineLook]) -> list[list[int]]:
    """Runs of lines numbered ``1.`` in order, with at most short unnumbered lines between them."""
    runs: list[list[int]] = []
    current: list[int] = []
    gap = 0
    for index, look in enumerate(looks):
        if look.look is Look.BLANK:
            continue
        if look.style == "1." and not look.markdown:
            if current and look.text[0] == "1":
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


def _note_lines(looks: list[LineLook], run: list[int], repeats: Counter[str]) -> list[int]:
    """Unnumbered lines inside a run (a date under a chapter) and a repeated line right behind it."""
    inside = [index for index in range(run[0], run[-1]) if index not in run and looks[index].text]
    texts = Counter(look.text for look in looks)
    behind: list[int] = []
    for index in range(run[-1] + 1, min(run[-1] + 3, len(looks))):
        if looks[index].text:
            if texts[looks[index].text] >= AGENDA_REPEATS:
                behind.append(index)
            break
    return inside + behind


def _title(text: str) -> str:
    return text.replace(" ", "")
