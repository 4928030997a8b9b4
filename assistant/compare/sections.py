"""Sections of two documents paired by likeness of heading, text and the heading above.

Tried on 126 pairs that were found by hand in the real editions (the plan outline of 2021 and the lecture of 2022
against the draft of 2023): headings alone pair 0.80 of them (F1), texts alone 0.66, both with the heading above 0.92.
Word vectors in place of character triples gave 0.93, a best assignment of all at once in place of the best pair
first no more than that: editions of a plan keep their words, so the plainer way was taken.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.document import Section
from index.likeness import NearTexts, triples
from index.normalise import fold
from index.search import Index
from index.store.content import StoredUnit

HEADING, TEXT, ABOVE = 0.4, 0.6, 0.1  # what each likeness counts
LEAST = 0.275  # score from which two sections are the same one
SHARES_NOTHING = 0.02  # likeness of texts below which a heading that several sections bear pairs nothing
WITHIN = 0.3  # share of a subsection's triples that the counterpart of its chapter must have to speak for it
_ANY = 1e-9
_NUMBER = re.compile(r"(?:第?[0-9]+(?:-[0-9]+)*(?:[編章節部]|[.)、]|(?= )|(?=第))\s*|[①-⑳●■◆○]|[(][0-9]+[)])\s*")
_PART = re.compile(r"\s*[①-⑳]$")  # ①② behind a title that runs over several slides

Scores = dict[tuple[int, int], float]


@dataclass(frozen=True, slots=True)
class Part:
    """A section with the units that stand directly in it.

    ``heading`` and ``above`` are folded and without numbers; ``text`` is what stands in it with all below;
    ``parents`` are the places of the sections around it, the nearest first.
    """

    number: int
    section: Section
    units: tuple[StoredUnit, ...]
    heading: str
    above: str
    text: str
    parents: tuple[int, ...]
    is_leaf: bool

    @property
    def own_text(self) -> str:
        """What stands directly in it."""
        return "\n".join(unit.unit.text for unit in self.units)

    @property
    def speaks(self) -> bool:
        """Whether there is anything to compare: a heading over other headings alone says nothing."""
        return bool(self.units) or (self.is_leaf and bool(self.section.path))


@dataclass(frozen=True, slots=True)
class Pairing:
    """Which parts belong together, by their places in the two lists.

    ``pairs`` maps old to new; ``within`` maps a part without a counterpart (side 0 old, 1 new; its place) to the part
    of its own document whose counterpart says the same; ``near`` to the most alike part of the other document.
    """

    pairs: dict[int, int]
    within: dict[tuple[int, int], int]
    near: dict[tuple[int, int], int]


def read_parts(index: Index, document: int) -> list[Part]:
    """All sections of a document in order."""
    found = index.content.sections(document)
    sections = [section for _, section in found]
    units = [tuple(index.content.units_of_section(number)) for number, _ in found]
    parents = list(_parents(sections))
    texts = [[unit.unit.text for unit in own] for own in units]
    below: list[list[str]] = [list(own) for own in texts]
    for place, above in enumerate(parents):
        for parent in above:
            below[parent] += [sections[place].path[-1], *texts[place]]
    inner = {above[0] for above in parents if above}
    return [
        Part(
            number,
            section,
            units[place],
            _heading(section),
            _heading(sections[parents[place][0]]) if parents[place] else "",
            "\n".join(below[place]),
            parents[place],
            place not in inner,
        )
        for place, (number, section) in enumerate(found)
    ]


def _parents(sections: Sequence[Section]) -> Iterator[tuple[int, ...]]:
    """For each section the places of those around it; the root is around none."""
    open_places: list[int] = []
    for place, section in enumerate(sections):
        while open_places and not _is_below(section, sections[open_places[-1]]):
            open_places.pop()
        yield tuple(reversed(open_places))
        if section.path:
            open_places.append(place)


def _is_below(section: Section, other: Section) -> bool:
    depth = len(other.path)
    return len(section.path) > depth and section.path[:depth] == other.path


def _heading(section: Section) -> str:
    """A heading folded, without its number."""
    if not section.path:
        return ""
    text = fold(section.path[-1])
    rest = text
    while match := _NUMBER.match(rest):
        rest = rest[match.end() :]
    return _PART.sub("", rest) or text


def pair_sections(old: Sequence[Part], new: Sequence[Part]) -> Pairing:
    """Give each section at most one counterpart, the most alike first; none is forced.

    Only the roots belong together in any case: what stands before the first heading.
    """
    scores = _scores(old, new)
    ranked = sorted(scores, key=lambda pair: (-scores[pair], _apart(pair, old, new), pair))
    pairs = {0: 0}
    taken = {0}
    near: dict[tuple[int, int], int] = {}
    for one, other in ranked:
        if one not in pairs and other not in taken:
            pairs[one] = other
            taken.add(other)
        near.setdefault((0, one), other)
        near.setdefault((1, other), one)
    counterparts = {other: one for one, other in pairs.items()}
    often = _often(old) | _often(new)
    within = dict(_within(0, old, new, pairs, often)) | dict(_within(1, new, old, counterparts, often))
    return Pairing(pairs, within, near)


def _apart(pair: tuple[int, int], old: Sequence[Part], new: Sequence[Part]) -> float:
    """How far apart two sections stand in their documents: of equals the nearest belong together."""
    return abs(pair[0] / len(old) - pair[1] / len(new))


def _scores(old: Sequence[Part], new: Sequence[Part]) -> Scores:
    """The score of each two sections that are alike enough."""
    texts = _likenesses([part.text for part in old], [part.text for part in new])
    headings = _likenesses([part.heading for part in old], [part.heading for part in new])
    above = _likenesses([part.above for part in old], [part.above for part in new])
    often = _often(old) | _often(new)
    scores: Scores = {}
    for pair in texts.keys() | headings.keys():
        text, heading = texts.get(pair, 0.0), headings.get(pair, 0.0)
        generic = not often.isdisjoint((old[pair[0]].heading, new[pair[1]].heading))
        if generic and max(text, above.get(pair, 0.0)) < SHARES_NOTHING:
            heading = 0.0
        score = HEADING * heading + TEXT * text + ABOVE * above.get(pair, 0.0)
        if score >= LEAST:
            scores[pair] = score
    return scores


def _often(parts: Sequence[Part]) -> set[str]:
    """The headings that several sections of a document bear: 課題認識 stands in many a chapter."""
    return {heading for heading, count in Counter(part.heading for part in parts).items() if count > 1}


def _likenesses(old: Sequence[str], new: Sequence[str]) -> Scores:
    """The likeness of each two texts that share anything; equal texts are compared once."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, text in enumerate(new):
        places[text].append(place)
    distinct = list(places)
    near = NearTexts(distinct)
    known = {text: list(near.near(text, _ANY)) for text in set(old) if triples(text)}
    return {
        (one, other): alike
        for one, text in enumerate(old)
        for number, alike in known.get(text, ())
        for other in places[distinct[number]]
    }


def _within(
    side: int, parts: Sequence[Part], others: Sequence[Part], counterparts: dict[int, int], often: set[str]
) -> Iterator[tuple[tuple[int, int], int]]:
    """The parts without a counterpart that belong to a section around them which has one.

    They do if that counterpart says the same without a heading for it, or if their own heading says nothing.
    """
    for place, part in enumerate(parts):
        if place in counterparts or not part.units:
            continue
        around = next((parent for parent in part.parents if parent in counterparts), None)
        if around is None:
            continue
        said, heard = triples(part.own_text), triples(others[counterparts[around]].own_text)
        if part.heading in often or (said and len(said & heard) >= WITHIN * len(said)):
            yield (side, place), around
