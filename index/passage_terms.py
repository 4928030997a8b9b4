"""What a passage is found by, worked out once and kept with it for the next build."""

import hashlib
import json
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from pydantic import ConfigDict

from index.document import Document
from index.language import Terms, terms

GRAM_BUCKETS = 1 << 17


@dataclass(frozen=True, slots=True)
class PassageTerms:
    """The terms of a passage: the words of its section's path and of each of its units, all pairs, all grams.

    ``key`` names the texts they come from: passages with equal keys have equal terms, and equal vectors of one
    model. ``grams`` are bucket numbers, rising.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")

    key: bytes
    path: tuple[str, ...]
    units: tuple[tuple[str, ...], ...]
    pairs: tuple[str, ...]
    grams: tuple[int, ...]

    @property
    def lexical(self) -> list[str]:
        """What the lexical index holds of the passage."""
        return [*self.path, *(word for unit in self.units for word in unit), *self.pairs]


Known = Callable[[Sequence[bytes]], Mapping[bytes, PassageTerms]]
"""Gives those of the asked-for terms that an earlier index has, by key."""


def document_terms(document: Document, known: Known) -> tuple[tuple[PassageTerms, ...], int]:
    """The terms of each passage of a document, and how many passages are not among the ``known`` ones."""
    texts = list(_texts(document))
    keys = [_key(path, units) for path, units in texts]
    found = known(keys)
    made = tuple(
        found.get(key) or _make(key, " ".join(path), units) for key, (path, units) in zip(keys, texts, strict=True)
    )
    return made, sum(key not in found for key in keys)


def _texts(document: Document) -> Iterator[tuple[tuple[str, ...], list[tuple[str, str]]]]:
    """The section path of each passage and the (context, text) of its units."""
    for passage in document.passages:
        units = document.units[passage.first : passage.last]
        yield document.sections[passage.section].path, [(unit.context, unit.text) for unit in units]


def _key(path: tuple[str, ...], units: list[tuple[str, str]]) -> bytes:
    return hashlib.sha256(json.dumps([path, units], ensure_ascii=False).encode()).digest()[:16]


def _make(key: bytes, path: str, units: list[tuple[str, str]]) -> PassageTerms:
    in_path: Terms = terms(path)
    in_units = [terms(f"{context} {text}") for context, text in units]
    both = [in_path, *in_units]
    return PassageTerms(
        key,
        in_path.words,
        tuple(found.words for found in in_units),
        tuple(pair for found in both for pair in found.pairs),
        tuple(sorted({gram_bucket(gram) for found in both for gram in found.grams})),
    )


@lru_cache(maxsize=1 << 16)
def gram_bucket(gram: str) -> int:
    """The number under which a gram is kept; two grams that share one count as one."""
    return zlib.crc32(gram.encode()) % GRAM_BUCKETS
