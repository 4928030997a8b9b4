"""Japanese words: fugashi with unidic-lite decides where a word ends and what it is."""

import threading
from dataclasses import dataclass
from functools import cache
from typing import Any

_local = threading.local()


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text. ``lemma`` unifies spellings (手続 → 手続き, はんこ → 判子); ``text[start:end]``."""

    surface: str
    lemma: str
    pos: str
    subpos: str
    start: int
    end: int


@cache
def _dictionary() -> str:
    import unidic_lite

    # Paths with spaces or backslashes would be split by MeCab's option parser.
    return '-r /dev/null -d "{}"'.format(unidic_lite.DICDIR.replace("\\", "/"))


def _tagger() -> Any:  # noqa: ANN401 - fugashi is untyped
    """One tagger a thread: MeCab's lattice is not shared safely."""
    tagger = getattr(_local, "tagger", None)
    if tagger is None:
        import fugashi

        tagger = _local.tagger = fugashi.Tagger(_dictionary())
    return tagger


def words(text: str) -> list[Word]:
    """Cut a text (best in search form) into words; white space belongs to none."""
    found: list[Word] = []
    position = 0
    for node in _tagger()(text):
        position += len(node.white_space)
        end = position + len(node.surface)
        feature = node.feature
        lemma = (feature.lemma or node.surface).partition("-")[0] or node.surface
        if feature.pos2 == "固有名詞":  # its lemma is only its reading: トウキョウ
            lemma = node.surface
        found.append(Word(node.surface, lemma, feature.pos1, feature.pos2, position, end))
        position = end
    return found
