"""The outline of a document, and its units in their sections."""

from index.document import Outline, Section, SourceText, Unit
from index.outline.contents import find_contents
from index.outline.cuts import Measure
from index.outline.headings import find_headings, take_measure
from index.outline.lines import LineLook, Look, look_at
from index.outline.tree import Node, build_tree
from index.units import section_units

__all__ = ["outline_document"]


def outline_document(source: SourceText, title: str) -> Outline:
    """Cut a source text into sections, units and furniture.

    The first section is the root, whose path is empty; a heading that repeats the document's title is part of
    no path. A heading with nothing under it is no section but a unit of the one above.
    """
    looks = [look_at(line) for line in source.lines]
    found = find_contents(looks)
    measure = take_measure(looks)
    tree = build_tree(find_headings(looks, found, measure))
    contents = found.lines
    _mark_items(tree, looks, contents, len(looks))
    sections, units = _Walk(source.text, looks, contents, title, measure).run(tree)
    return Outline(tuple(sections), tuple(units))


def _mark_items(node: Node, looks: list[LineLook], contents: frozenset[int], end: int) -> None:
    """Mark headings with neither text nor a section under them: they are items of the section above."""
    for place, child in enumerate(node.children):
        stop = _stop(node, place, end)
        _mark_items(child, looks, contents, stop)
        below = child.children[0].index if child.children else stop
        has_text = any(
            looks[index].look is not Look.BLANK and index not in contents for index in range(child.index + 1, below)
        )
        child.item = not has_text and not child.children


def _stop(node: Node, place: int, end: int) -> int:
    """Line index at which the child at ``place`` ends."""
    return node.children[place + 1].index if place + 1 < len(node.children) else end


class _Walk:
    """Walks the tree once and collects sections and units."""

    def __init__(
        self, source: str, looks: list[LineLook], contents: frozenset[int], title: str, measure: Measure
    ) -> None:
        self.source = source
        self.looks = looks
        self.contents = contents
        self.title = _plain(title)
        self.measure = measure
        self.sections: list[Section] = []
        self.units: list[Unit] = []

    def run(self, tree: Node) -> tuple[list[Section], list[Unit]]:
        """Sections in document order, units in the order of the source."""
        self._visit(tree, (), 0, len(self.looks))
        return self.sections, sorted(self.units, key=lambda unit: unit.start)

    def _visit(self, node: Node, path: tuple[str, ...], level: int, end: int) -> None:
        number = len(self.sections)
        self.sections.append(Section(path, level, max(node.index, 0) + 1, end))
        for run in self._own_lines(node, end):
            lines = [self.looks[index] for index in run if index not in self.contents]
            self.units.extend(section_units(number, lines, self.source, self.measure))
        for place, child in enumerate(node.children):
            if child.item:
                continue
            is_title = _plain(child.text) == self.title
            below_path = path if is_title else (*path, child.text)
            self._visit(child, below_path, level if is_title else level + 1, _stop(node, place, end))

    def _own_lines(self, node: Node, end: int) -> list[range]:
        """Runs of lines that stand directly in a section: what comes before its first child, and its items."""
        runs = [range(node.index + 1, node.children[0].index if node.children else end)]
        for place, child in enumerate(node.children):
            if child.item:
                stop = _stop(node, place, end)
                if runs[-1].stop == child.index:
                    runs[-1] = range(runs[-1].start, stop)
                else:
                    runs.append(range(child.index, stop))
        return runs


def _plain(text: str) -> str:
    return "".join(text.split())
