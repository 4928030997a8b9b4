"""How one answer is scored against its gold question (the rules of DESIGN.md)."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import numpy as np

from assistant.answer import Answer, Citation
from eval.gold import GoldQuestion, Piece
from index.catalog import find_documents
from index.document import SourceText
from index.load import load
from index.normalise import fold_radicals

WIDEST = 15  # lines; a wider citation holds a piece only by its quote
SECTION_SHARE = 0.9  # of a section name's character pairs that the citation's path must have
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|[*#_`|]|^\s*[-+・•●✓▶]+", re.MULTILINE)
_JOINTS = re.compile(r"[\s・•\-]")


def plain(text: str) -> str:
    """What is compared: NFKC, radicals folded, without white space, markup and list marks."""
    folded = fold_radicals(unicodedata.normalize("NFKC", fold_radicals(text)))
    return _JOINTS.sub("", _MARKUP.sub("", folded))


class Sources:
    """The documents' lines in comparable form, to find the lines of a piece."""

    def __init__(self, documents: Path) -> None:
        self._paths = find_documents(documents)
        self._lines: dict[str, tuple[str, np.ndarray]] = {}
        self._sources: dict[str, SourceText] = {}

    @property
    def slugs(self) -> list[str]:
        """The documents."""
        return list(self._paths)

    def source(self, slug: str) -> SourceText:
        """A document as it lies in its folder now, untouched."""
        if slug not in self._sources:
            self._sources[slug] = load(self._paths[slug])
        return self._sources[slug]

    def _plain(self, slug: str) -> tuple[str, np.ndarray]:
        if slug not in self._lines:
            lines = [plain(line.text) for line in self.source(slug).lines]
            self._lines[slug] = ("".join(lines), np.cumsum([0, *map(len, lines)]))
        return self._lines[slug]

    def text(self, slug: str, lines: tuple[int, int] | None) -> str | None:
        """The untouched text of a document, or of some of its lines; None if there is no such place."""
        if slug not in self._paths:
            return None
        source = self.source(slug)
        if lines is None:
            return source.text
        first, last = lines
        if not 1 <= first <= last <= len(source.lines):
            return None
        return source.text[source.lines[first - 1].start : source.lines[last - 1].end]

    def has(self, piece: Piece) -> bool:
        """Whether the piece stands in its document."""
        return piece.document in self._paths and plain(piece.text) in self._plain(piece.document)[0]

    def lines(self, piece: Piece) -> list[tuple[int, int]]:
        """First and last line of every place where the piece stands."""
        text, starts = self._plain(piece.document)
        wanted = plain(piece.text)
        found = []
        place = text.find(wanted) if wanted else -1
        while place >= 0:
            first = int(np.searchsorted(starts, place, "right"))
            last = int(np.searchsorted(starts, place + len(wanted) - 1, "right"))
            found.append((first, last))
            place = text.find(wanted, place + 1)
        return found


@dataclass(frozen=True)
class Score:
    """How an answer to one gold question did. ``None`` where a figure does not apply."""

    gold: GoldQuestion
    answer: Answer
    rank: int | None  # place of the first citation (then related) that holds evidence, from 0
    precision: float | None  # share of citations that hold evidence
    facts: float | None  # share of must_contain in the answer
    sides: float | None  # kind cross: share of sides with evidence among the citations
    section: bool | None  # the holding citation's path names the place
    ranking: tuple[bool, ...] = ()  # of each citation, then related place: whether it holds evidence

    @cached_property
    def refused(self) -> bool:
        """Whether the assistant refused."""
        return self.answer.status == "not_found"


def score(gold: GoldQuestion, answer: Answer, sources: Sources) -> Score:
    """Score one answer."""
    if not gold.answerable:
        return Score(gold, answer, None, None, None, None, None)
    places = [*answer.citations, *answer.related]
    holding = [holds_evidence(place, gold, sources) for place in places]
    rank = holding.index(True) if any(holding) else None
    cited = holding[: len(answer.citations)]
    return Score(
        gold=gold,
        answer=answer,
        rank=rank,
        precision=sum(cited) / len(cited) if cited else 0.0,
        facts=_facts(gold, answer),
        sides=_sides(gold, answer, sources) if gold.kind == "cross" else None,
        section=names_place(places[rank].section, gold.section) if rank is not None and gold.section else None,
        ranking=tuple(holding),
    )


def holds_evidence(place: Citation, gold: GoldQuestion, sources: Sources) -> bool:
    """Whether a place holds any piece of a question's evidence."""
    return any(holds(place, piece, gold, sources) for piece in gold.evidence)


def holds(place: Citation, piece: Piece, gold: GoldQuestion, sources: Sources) -> bool:
    """Whether a citation holds a piece of evidence.

    For ``scoped`` and ``cross`` the document must be the one named, else any that says the same will do.
    """
    if gold.kind in ("scoped", "cross") and place.document != piece.document:
        return False
    if plain(piece.text) in plain(place.quote):
        return True
    if place.document != piece.document or place.lines is None:
        return False
    first, last = place.lines
    return last - first < WIDEST and any(first <= a and b <= last for a, b in sources.lines(piece))


def _facts(gold: GoldQuestion, answer: Answer) -> float:
    text = plain(answer.answer)
    said = [any(plain(spelling) in text for spelling in fact) for fact in gold.must_contain]
    return sum(said) / len(said) if said else 1.0


def _sides(gold: GoldQuestion, answer: Answer, sources: Sources) -> float:
    sides = sorted({piece.side for piece in gold.evidence})
    held = [
        any(
            holds(place, piece, gold, sources)
            for place in answer.citations
            for piece in gold.evidence
            if piece.side == side
        )
        for side in sides
    ]
    return sum(held) / len(held)


def names_place(path: list[str], names: list[str]) -> bool:
    """Whether nearly all character pairs of one of the names stand in the path."""
    have = _pairs(plain(" ".join(path)))
    return any(
        len(_pairs(plain(name)) & have) >= SECTION_SHARE * len(_pairs(plain(name))) for name in names if plain(name)
    )


def _pairs(text: str) -> set[str]:
    return {a + b for a, b in pairwise(text)} or {text}
