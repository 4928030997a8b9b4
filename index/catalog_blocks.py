"""Where the entries of ``catalog.toml`` stand in its text, so that one can be changed and the rest left alone."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

# What a TOML text is made of, as far as it matters where tables begin: strings (which may hold anything), comments,
# brackets, line ends.
_PIECE = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|#[^\n]*|[\[\]{}\n]', re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Block:
    """A table of the catalogue: the slug that it belongs to, and where it stands.

    Comments and empty lines after its last key are no part of it, but for comments directly below that key.
    """

    slug: str
    start: int
    end: int


def find_blocks(text: str) -> list[Block]:
    """The tables of a catalogue in order; what cannot be told apart is left out."""
    heads = list(_heads(text))
    found = []
    for place, (start, line_end) in enumerate(heads):
        end = heads[place + 1][0] if place + 1 < len(heads) else len(text)
        slug = _slug(text[start:line_end])
        if slug is not None:
            found.append(Block(slug, start, _end_of_content(text, start, end)))
    return found


def _heads(text: str) -> Iterator[tuple[int, int]]:
    """Where the lines stand that begin a table: outside of strings and of arrays."""
    depth, at_start, place = 0, True, 0
    for piece in _PIECE.finditer(text):
        if text[place : piece.start()].strip():
            at_start = False
        place, found = piece.end(), piece[0]
        if found == "\n":
            at_start = True
            continue
        if found == "[" and depth == 0 and at_start:
            line_start = text.rfind("\n", 0, piece.start()) + 1
            line_end = text.find("\n", piece.start())
            yield line_start, line_end if line_end >= 0 else len(text)
        depth += (found in "[{") - (found in "]}")
        at_start = at_start and found.startswith("#")


def _slug(head: str) -> str | None:
    try:
        (name,) = tomllib.loads(head)
    except (tomllib.TOMLDecodeError, ValueError):
        return None
    return unicodedata.normalize("NFC", name)


def _end_of_content(text: str, start: int, end: int) -> int:
    """Where the comments and empty lines begin that follow a table."""
    last = place = start
    for piece in _PIECE.finditer(text, start, end):
        between = text[place : piece.start()].rstrip()
        last = place + len(between) if between else last
        last = last if piece[0] == "\n" or piece[0].startswith("#") else piece.end()
        place = piece.end()
    last = max(last, place + len(text[place:end].rstrip()) if text[place:end].strip() else last)
    stop = _next_line(text, last, end)
    while stop < end and text[stop : _next_line(text, stop, end)].lstrip(" \t").startswith("#"):
        stop = _next_line(text, stop, end)
    return stop


def _next_line(text: str, place: int, end: int) -> int:
    found = text.find("\n", place, end)
    return end if found < 0 else found + 1
