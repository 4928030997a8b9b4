"""The thesaurus: everyday and administrative words that stand for each other, in files that people can edit.

Columns, by Japanese or English name:

| 同じ | same | words and phrases that mean the same, with ``｜`` between them |
| --- | --- | --- |
| 近い | near | what may stand in place of them when searching: wider, narrower, means, ends |
| 理由 | reason | why, or from where |
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from index.errors import InputError
from index.language import terms
from index.rows import Columns, read_rows

LONGEST = 8  # words of a phrase
_BETWEEN = re.compile(r"[|｜\n]")
_COLUMNS = Columns(
    "辞書ファイル",
    "組",
    {"same": ("same", "同じ", "同義語"), "near": ("near", "近い", "近い語"), "reason": ("reason", "理由", "根拠")},
    needed="same",
)


@dataclass(frozen=True, slots=True)
class Group:
    """Words that mean the same, words that are near to them, and why."""

    same: tuple[str, ...]
    near: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Phrases:
    """A thesaurus made ready for search.

    ``phrases`` are the distinct ones as terms; ``groups`` names by number those that mean the same, and those near.
    """

    phrases: tuple[tuple[str, ...], ...]
    groups: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]


def read_thesaurus(path: Path) -> list[Group]:
    """The groups of a file.

    Raises:
        InputError: the file cannot be read, or a group has fewer than two words.
    """
    groups = []
    for row in read_rows(path, _COLUMNS):
        cells = {field: str(value) for field, _, value in row.cells}
        same, near = _words(cells.get("same", "")), _words(cells.get("near", ""))
        if not same or len(same) + len(near) < 2:
            raise InputError(
                f"辞書ファイル「{path}」の{row.number}行目には語が2つ要ります。「同じ」か「近い」に書き足してください。"
            )
        groups.append(Group(same, near, cells.get("reason", "").strip()))
    return groups


def _words(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in (part.strip() for part in _BETWEEN.split(cell)) if word))


@lru_cache(maxsize=2)
def make_phrases(groups: tuple[Group, ...]) -> Phrases:
    """Cut the words of the groups into terms; what has none, or too many, is left out."""
    numbers: dict[tuple[str, ...], int] = {}

    def numbered(words: tuple[str, ...]) -> tuple[int, ...]:
        cut = (terms(word).words for word in words)
        return tuple(dict.fromkeys(numbers.setdefault(t, len(numbers)) for t in cut if 0 < len(t) <= LONGEST))

    made = []
    for group in groups:
        same = numbered(group.same)
        near = tuple(number for number in numbered(group.near) if number not in same)
        if same and len(same) + len(near) > 1:
            made.append((same, near))
    return Phrases(tuple(numbers), tuple(made))
