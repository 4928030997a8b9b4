"""Japanese words: fugashi with unidic-lite decides where a word ends and what it is."""

import csv
import threading
from functools import cache, lru_cache
from typing import Any, NamedTuple

_local = threading.local()
_LEMMA = 7  # the field of a dictionary line that holds the lemma


class Word(NamedTuple):
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
        pos, subpos, lemma = _features(node.feature_raw)
        if subpos == "固有名詞":  # its lemma is only its reading: トウキョウ
            lemma = ""
        found.append(Word(node.surface, lemma or node.surface, pos, subpos, position, end))
        position = end
    return found


@lru_cache(maxsize=1 << 15)
def _features(raw: str) -> tuple[str, str, str]:
    """Part of speech, its kind, and the lemma without its gloss (empty if unknown), of a dictionary line.

    fugashi would split the line anew for each word of a text and name all its 29 fields: most of the time that
    reading a text took.
    """
    fields = next(csv.reader([raw])) if '"' in raw else raw.split(",")
    lemma = fields[_LEMMA].partition("-")[0] if len(fields) > _LEMMA else ""
    return fields[0], fields[1], lemma
