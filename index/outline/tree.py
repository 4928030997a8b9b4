"""From headings to a tree: each document's own order of levels, learned from the order of first use."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from index.outline.headings import CHAPTER, Heading

# Styles whose rank is the same in every document, the highest first.
_RANKED = ("編", "章", "節", "第n", "第m-n", "第m-n k.")
_CHAPTER = re.compile(r"第[0-9０-９]+(?:[-－−][0-9０-９]+)?")


@dataclass(slots=True)
class Node:
    """A section under construction: ``index`` is its heading's line index, -1 for the root.

    ``more`` lines behind it belong to the heading too. ``item`` marks a heading with nothing under it; ``repeat``
    one that says the title of the section before it again (a chapter's slide title on each slide): what stands
    under it belongs to that section.
    """

    index: int
    text: str
    style: str
    children: list["Node"] = field(default_factory=list)
    more: int = 0
    item: bool = False
    repeat: bool = False

    @property
    def first_below(self) -> int:
        """Index of the first line under the heading."""
        return self.index + self.more + 1

    def stop(self, place: int, end: int) -> int:
        """Line index at which the child at ``place`` ends, if the whole section ends at ``end``."""
        return self.children[place + 1].index if place + 1 < len(self.children) else end


def build_tree(headings: list[Heading]) -> Node:
    """Nest headings: a style seen in the open path closes down to its own level, a new one goes deeper."""
    root = Node(-1, "", "")
    path = [root]
    for heading in headings:
        _close(path, heading)
        node = Node(heading.index, heading.text, heading.style, more=heading.more)
        node.repeat = any(_same(node, sibling) for sibling in path[-1].children[-1:])
        path[-1].children.append(node)
        path.append(node)
    return root


def _same(node: Node, other: Node) -> bool:
    return "".join(node.text.split()) == "".join(other.text.split())


def _close(path: list[Node], heading: Heading) -> None:
    """Drop from the open path what a heading ends."""
    del path[max(_depth(path, heading), 1) :]


def _depth(path: list[Node], heading: Heading) -> int:
    style = heading.style
    if style == CHAPTER:
        return 1
    styles = [node.style for node in path]
    if style.startswith("#"):
        level = int(style[1:])
        return _first(styles, lambda open_style: not open_style.startswith("#") or int(open_style[1:]) >= level)
    if style in _RANKED:
        rank = _RANKED.index(style)
        depth = _first(styles, lambda open_style: open_style not in _RANKED or _RANKED.index(open_style) >= rank)
        return next((d for d in range(1, depth) if _other_chapter(path[d], heading)), depth)
    if style in styles:
        return styles.index(style)
    if style == "title":
        return _first(styles, lambda open_style: open_style not in _RANKED and not open_style.startswith("#"))
    return len(path)


def _first(styles: list[str], ends: Callable[[str], bool]) -> int:
    """The depth of the first open style that a heading ends, else below all."""
    return next(
        (depth for depth, style in enumerate(styles) if depth and style != CHAPTER and ends(style)), len(styles)
    )


def _other_chapter(node: Node, heading: Heading) -> bool:
    """Whether ``heading`` names the number of another chapter than the open one (第2 1. under 第1)."""
    here, there = _CHAPTER.match(node.text), _CHAPTER.match(heading.text)
    return bool(here and there and not there.group().startswith(here.group()))
