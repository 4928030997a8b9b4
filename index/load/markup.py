"""HTML cut into text and tags, each with its exact place in the source.

The standard library's parser is not used for two reasons: it says line and column, by line ends other than ours,
and its time grows with the square of the size of a page full of unclosed tags (24 KB of ``<a `` take it 5
seconds). Here every character is looked at a fixed number of times, and what is broken is read as browsers do:
an unclosed comment or tag runs to the end. Only a quote that is never closed ends with its tag.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from html import unescape

_MARKUP = re.compile(
    r"""<!--(?:-?>|.*?(?:--!?>|\Z))           # a comment
      | <[!?][^>]*+(?:>|\Z)                   # a declaration
      | </(?P<close>[a-zA-Z][^\s/>]*+)[^>]*+(?:>|\Z)
      | </[^a-zA-Z][^>]*+(?:>|\Z)             # what browsers take for a comment
      | <(?P<open>[a-zA-Z][^\s/>]*+)(?P<rest>(?:=\s*+(?:"[^"]*+"|'[^']*+')|[^>])*+)(?:>|\Z)
    """,
    re.VERBOSE | re.DOTALL,
)
_RAW = frozenset(("script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes"))  # no tags inside
_RAW_END = {name: re.compile(rf"</{name}(?=[\s/>]|\Z)", re.IGNORECASE) for name in _RAW}
_ATTRIBUTE = re.compile(r"""([^\s=/>"']++)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>]*+)))?""")
_PIECE = re.compile(r"&(?:#[0-9]++|#[xX][0-9a-fA-F]++|[a-zA-Z][a-zA-Z0-9]*+);?+|[^\s&]++|&")


class Kind(Enum):
    """What a piece of a page is."""

    TEXT = auto()
    OPEN = auto()
    CLOSE = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """Text or a tag at ``start`` to ``end``; ``name`` is in lower case, ``rest`` what follows it in the tag."""

    kind: Kind
    start: int
    end: int
    name: str = ""
    rest: str = ""

    def attributes(self) -> dict[str, str]:
        """The tag's attributes, names in lower case; of two alike the first counts."""
        found: dict[str, str] = {}
        for match in _ATTRIBUTE.finditer(self.rest):
            value = match.group(2) or match.group(3) or match.group(4) or ""
            found.setdefault(match.group(1).lower(), unescape(value))
        return found


def tokens(source: str) -> Iterator[Token]:
    """The text and tags of a page in order; comments and declarations are left out."""
    place = 0
    for_markup = 0
    while (match := _MARKUP.search(source, for_markup)) is not None:
        if place < match.start():
            yield Token(Kind.TEXT, place, match.start())
        place = for_markup = match.end()
        if name := match.group("close"):
            yield Token(Kind.CLOSE, match.start(), match.end(), name.lower())
        elif name := match.group("open"):
            name = name.lower()
            yield Token(Kind.OPEN, match.start(), match.end(), name, match.group("rest"))
            if name in _RAW:
                end = _RAW_END[name].search(source, place)
                for_markup = end.start() if end else len(source)
    if place < len(source):
        yield Token(Kind.TEXT, place, len(source))


def visible_span(source: str, start: int, end: int) -> tuple[int, int] | None:
    """From the first to the last visible character of a piece of text; None if there is only white space.

    A character written as a name or number (``&nbsp;``) is as visible as what it stands for.
    """
    found = [
        match.span()
        for match in _PIECE.finditer(source, start, end)
        if not match.group().startswith("&") or unescape(match.group()).strip()
    ]
    return (found[0][0], found[-1][1]) if found else None
