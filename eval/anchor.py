"""Finds evidence again in a document that changed: by its section and by how much its text is like another.

The new text is a proposal: a changed figure may make another answer right, so that a person has to look.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from eval.gold import GoldQuestion, Piece
from eval.questions import COLUMNS
from eval.scoring import Sources, plain
from index.document import Outline
from index.likeness import likeness, triples
from index.load.text import read_characters
from index.outline import outline_document
from index.rows import read_rows
from index.swap import swapped_in

LEAST = 0.6  # likeness (difflib's ratio) of a text that may be the old one
IN_SECTION = 0.1  # what the same section adds
_LOOKED_AT = 20  # places whose characters are compared one by one
_BLOCK = 2  # characters that must agree in a row to count for where a text begins and ends


@dataclass(frozen=True, slots=True)
class Anchored:
    """A piece of evidence (``place`` counts those of its question) that no longer stands as it is written down.

    ``new`` is where it probably stands now, None if nothing is like it; ``likeness`` is 1 where only the lines moved.
    """

    id: str
    place: int
    old: Piece
    new: Piece | None
    likeness: float

    @property
    def moved(self) -> bool:
        """Whether the text still stands word for word, on other lines."""
        return self.new is not None and self.new.text == self.old.text


def reanchor(questions: Sequence[GoldQuestion], sources: Sources) -> list[Anchored]:
    """Look for every piece of evidence that no longer stands word for word, or not on its lines."""
    outlines: dict[str, Outline] = {}
    found = []
    for question in questions:
        for place, piece in enumerate(question.evidence):
            if piece.document not in sources.slugs:
                found.append(Anchored(question.id, place, piece, None, 0.0))
                continue
            lines = sources.lines(piece)
            if not lines:
                if piece.document not in outlines:
                    outlines[piece.document] = outline_document(sources.source(piece.document), "")
                found.append(_anchor(question.id, place, piece, outlines[piece.document], sources))
            elif piece.lines and piece.lines not in lines:
                nearest = min(lines, key=lambda span: abs(span[0] - piece.lines[0]) if piece.lines else 0)
                found.append(Anchored(question.id, place, piece, piece.model_copy(update={"lines": nearest}), 1.0))
    return found


def rewrite(path: Path, questions: Sequence[GoldQuestion], found: Sequence[Anchored]) -> None:
    """Write what was found again into the JSONL file that the questions came from; other lines stay as they are."""
    evidence = {question.id: list(question.evidence) for question in questions}
    for one in found:
        if one.new:
            evidence[one.id][one.place] = one.new
    changed = {one.id for one in found if one.new}
    lines = read_characters(path)[0].rstrip().split("\n")
    for row, question in zip(read_rows(path, COLUMNS), questions, strict=True):
        if question.id in changed:
            before = json.loads(lines[row.number - 1])
            values = {key: value for key, value in before.items() if COLUMNS.field_of(key)[0] != "evidence"}
            values["evidence"] = [piece.model_dump(mode="json") for piece in evidence[question.id]]
            lines[row.number - 1] = json.dumps(values, ensure_ascii=False)
    with swapped_in(path) as fresh:
        fresh.write_text("\n".join(lines) + "\n", "utf-8")


def _anchor(name: str, place: int, piece: Piece, outline: Outline, sources: Sources) -> Anchored:
    """The place whose text is most like the piece's, the same section before others."""
    source = sources.source(piece.document).text
    best: tuple[float, float, Piece] | None = None
    for path, start, end in _likely(piece, outline, source):
        text = _cut_like(piece.text, source[start:end])
        ratio = SequenceMatcher(None, plain(piece.text), plain(text), autojunk=False).ratio()
        score = ratio + IN_SECTION * _same_section(piece, path)
        if ratio >= LEAST and (best is None or score > best[0]):
            new = piece.model_copy(update={"text": text, "section": list(path), "lines": None})
            best = (score, ratio, new)
    if best is None:
        return Anchored(name, place, piece, None, 0.0)
    new = best[2]
    lines = sources.lines(new)
    return Anchored(name, place, piece, new.model_copy(update={"lines": lines[0] if lines else None}), best[1])


def _likely(piece: Piece, outline: Outline, source: str) -> list[tuple[tuple[str, ...], int, int]]:
    """Runs of units about as long as the piece that share most triples with it: (section path, start, end)."""
    wanted, length = triples(piece.text), len(plain(piece.text))
    runs = [
        (outline.sections[outline.units[first].section].path, outline.units[first].start, outline.units[last].end)
        for first, last in _runs(outline, length)
    ]
    shared = [
        len(wanted & triples(source[start:end])) + IN_SECTION * _same_section(piece, path) for path, start, end in runs
    ]
    order = sorted(range(len(runs)), key=lambda number: (-shared[number], runs[number][2] - runs[number][1]))
    return [runs[number] for number in order[:_LOOKED_AT] if shared[number] >= 1]


def _runs(outline: Outline, length: int) -> Iterator[tuple[int, int]]:
    """From each unit on, runs until one is half as long again as wanted."""
    for first in range(len(outline.units)):
        total = 0
        for last in range(first, len(outline.units)):
            total += len(plain(outline.units[last].text))
            yield first, last
            if total >= 1.5 * length:
                break


def _same_section(piece: Piece, path: Sequence[str]) -> float:
    """How much the last headings are alike, from 0 to 1."""
    return likeness(piece.section[-1], path[-1]) if piece.section and path else 0.0


def _cut_like(text: str, among: str) -> str:
    """The part of a longer text that answers to ``text``, from its first to its last agreeing characters."""
    matcher = SequenceMatcher(None, text, among, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size >= _BLOCK]
    if not blocks:
        return among.strip()
    first, last = blocks[0], blocks[-1]
    start = max(0, first.b - first.a)
    end = min(len(among), last.b + last.size + len(text) - (last.a + last.size))
    return among[start:end].strip()
