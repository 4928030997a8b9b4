"""What changed within a sentence, marked in the text itself: ``[-令和4年-]`` in the old, ``{+令和6年+}`` in the new."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from index.language import words
from index.normalise import fold

Change = tuple[tuple[int, int], tuple[int, int]]  # words of the old text, words of the new one

SHORTEST_KEPT = 2  # characters; what is equal between two changes and shorter is marked with them
# A figure with its unit is one word: of 令和4年度 and 令和6年度 the whole year is marked.
_FIGURE = re.compile(
    r"(?:明治|大正|昭和|平成|令和|[MTSHRmtshr](?=[0-9０-９]))?\s?(?:[0-9０-９][0-9０-９,，.．]*|元(?=年))"
    r"(?:年度|[かヶ](?:月|所|年|国)|[年月日時分%％件本人円個万億兆割倍回条項社])*"
)


def mark_changes(old: str, new: str) -> tuple[str, str]:
    """Both texts with what differs marked; what differs only in width or spaces does not."""
    was, now = list(_words(old)), list(_words(new))
    changes = _changes(was, now)
    return (
        _marked(was, [one for one, _ in changes], "[-", "-]"),
        _marked(now, [other for _, other in changes], "{+", "+}"),
    )


def _words(text: str) -> Iterator[str]:
    """The words of a text, each with the white space before it, figures with their units whole."""
    end = 0
    for figure in _FIGURE.finditer(text):
        yield from _plain_words(text[end : figure.start()])
        yield figure.group()
        end = figure.end()
    yield from _plain_words(text[end:])


def _plain_words(text: str) -> Iterator[str]:
    end = 0
    for word in words(text):
        yield text[end : word.end]
        end = word.end
    if text[end:]:
        yield text[end:]


def _changes(was: list[str], now: list[str]) -> list[Change]:
    """The stretches of words that differ, with short equal ones between them."""
    matcher = SequenceMatcher(None, [_same(word) for word in was], [_same(word) for word in now], autojunk=False)
    changes: list[Change] = []
    for tag, first, last, start, stop in matcher.get_opcodes():
        if tag == "equal":
            continue
        if changes and len("".join(was[changes[-1][0][1] : first])) < SHORTEST_KEPT:
            (first, _), (start, _) = changes.pop()
        changes.append(((first, last), (start, stop)))
    return changes


def _same(word: str) -> str:
    return "".join(fold(word).split())


def _marked(texts: list[str], spans: list[tuple[int, int]], begin: str, end: str) -> str:
    parts: list[str] = []
    done = 0
    for first, last in spans:
        changed = "".join(texts[first:last])
        parts += ["".join(texts[done:first]), f"{begin}{changed}{end}" if changed.strip() else changed]
        done = last
    return "".join([*parts, "".join(texts[done:])])
