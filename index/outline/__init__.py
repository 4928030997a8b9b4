"""The outline of a document, and its units in their sections."""

from index.document import CONTENTS, PAGE_NUMBER, Furniture, Outline, SourceText
from index.outline.contents import find_contents
from index.outline.cuts import Measure
from index.outline.headings import CHAPTER, Heading, find_headings, take_measure
from index.outline.lines import LineLook, Look, look_at
from index.outline.listed import contents_lines
from index.outline.marked import marked_headings
from index.outline.page_numbers import page_numbers
from index.outline.remainder import find_remainder
from index.outline.tree import Node, build_tree
from index.outline.walk import Walk

REPEATED_TITLE = "繰り返しの題"

__all__ = ["outline_document"]


def outline_document(source: SourceText, title: str) -> Outline:
    """Cut a source text into sections, units and furniture.

    The first section is the root, whose path is empty; a heading that repeats the document's title is part of
    no path. A heading with nothing under it is no section but a unit of the one above.
    """
    looks, numbers = _look(source)
    measure = take_measure(looks)
    headings, contents = _headings(looks, measure)
    tree = build_tree(headings)
    _mark_items(tree, looks, contents, len(looks))
    walk = Walk(source.text, looks, contents, title, measure)
    walk.run(tree)
    furniture = [*_contents_furniture(looks, contents, tree), *_repeats(looks, tree), *_declared(looks), *numbers]
    furniture += find_remainder(source, looks, walk.sections, walk.units, furniture)
    return Outline(tuple(walk.sections), tuple(walk.units), tuple(sorted(furniture, key=lambda piece: piece.start)))


def _look(source: SourceText) -> tuple[list[LineLook], list[Furniture]]:
    """What each line looks like; page numbers look blank and are furniture."""
    looks = [look_at(line) for line in source.lines]
    numbers = page_numbers(looks)
    lines = [looks[index].line for index in sorted(numbers)]
    seen = [LineLook(look.line, Look.BLANK, "") if index in numbers else look for index, look in enumerate(looks)]
    return seen, [Furniture(line.start, line.end, PAGE_NUMBER) for line in lines]


def _headings(looks: list[LineLook], measure: Measure) -> tuple[list[Heading], frozenset[int]]:
    """The headings, and the lines of tables of contents that are furniture."""
    if any(look.line.mark for look in looks):
        return marked_headings(looks)
    found = find_contents(looks)
    listed = frozenset(contents_lines(looks))
    headings = [heading for heading in find_headings(looks, found, measure) if heading.index not in listed]
    return headings, (found.lines - found.first) | listed


def _mark_items(node: Node, looks: list[LineLook], contents: frozenset[int], end: int) -> None:
    """Mark headings with neither text nor a section under them: they are items of the section above."""
    for place, child in enumerate(node.children):
        stop = node.stop(place, end)
        _mark_items(child, looks, contents, stop)
        below = child.children[0].index if child.children else stop
        has_text = any(
            looks[index].look is not Look.BLANK and index not in contents for index in range(child.first_below, below)
        )
        repeated = any(other.repeat for other in node.children[place : place + 2])
        child.item = not has_text and not child.children and not repeated and not _is_declared(child, looks)


def _is_declared(node: Node, looks: list[LineLook]) -> bool:
    """Whether the file itself says that the line is a heading: one with nothing under it is one all the same."""
    return node.index >= 0 and looks[node.index].line.mark is not None and node.style != "plain"


def _contents_furniture(looks: list[LineLook], contents: frozenset[int], tree: Node) -> list[Furniture]:
    """The lines of tables of contents, but for those that open a chapter and so are its heading."""
    opening = {node.index for node in _nodes(tree) if node.style == CHAPTER}
    lines = [looks[index].line for index in sorted(contents - opening)]
    return [Furniture(line.start, line.end, CONTENTS) for line in lines if line.text.strip()]


def _repeats(looks: list[LineLook], tree: Node) -> list[Furniture]:
    return [
        Furniture(looks[node.index].line.start, looks[node.index + node.more].line.end, REPEATED_TITLE)
        for node in _nodes(tree)
        if node.repeat
    ]


def _declared(looks: list[LineLook]) -> list[Furniture]:
    """What the file's format calls furniture: page numbers, running heads, scripts."""
    marks = ((look.line, look.line.mark) for look in looks)
    return [
        Furniture(line.start, line.end, mark.reason)
        for line, mark in marks
        if mark is not None and mark.reason and mark.reason != CONTENTS
    ]


def _nodes(node: Node) -> list[Node]:
    return [found for child in node.children for found in (child, *_nodes(child))]
