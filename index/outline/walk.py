"""Walks the tree of headings once and collects sections and units."""

from index.document import Section, Unit
from index.outline.cuts import Measure
from index.outline.lines import LineLook
from index.outline.tree import Node
from index.units import section_units


class Walk:
    """Sections in document order, units in the order of the source."""

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

    def run(self, tree: Node) -> None:
        """Visit the whole tree."""
        last = self.looks[-1].line.last_number if self.looks else 0
        self.sections.append(Section((), 0, 1, last))
        self._below(tree, 0, len(self.looks))
        self.units.sort(key=lambda unit: unit.start)

    def _below(self, node: Node, number: int, end: int) -> None:
        """What stands under a heading: its own lines, then its sections. ``number`` is the section's."""
        for run in _own_lines(node, end):
            lines = [self.looks[index] for index in run if index not in self.contents]
            self.units.extend(section_units(number, lines, self.source, self.measure))
        section = self.sections[number]
        open_number = number
        for place, child in enumerate(node.children):
            stop = node.stop(place, end)
            if child.item:
                continue
            if not child.repeat:
                open_number = len(self.sections)
                self.sections.append(self._section(child, section, _end_of(node, place, end)))
            self._below(child, open_number, stop)

    def _section(self, node: Node, parent: Section, end: int) -> Section:
        heading = self.looks[node.index].line
        is_title = _plain(node.text) == self.title
        return Section(
            parent.path if is_title else (*parent.path, node.text),
            parent.level if is_title else parent.level + 1,
            heading.number,
            self.looks[end - 1].line.last_number,
            heading.start + len(heading.text) - len(heading.text.lstrip()),
            self.looks[node.index + node.more].line.end,
        )


def _own_lines(node: Node, end: int) -> list[range]:
    """Runs of lines that stand directly in a section: what comes before its first child, and its items."""
    runs = [range(node.first_below, node.children[0].index if node.children else end)]
    for place, child in enumerate(node.children):
        if child.item:
            stop = node.stop(place, end)
            if runs[-1].stop == child.index:
                runs[-1] = range(runs[-1].start, stop)
            else:
                runs.append(range(child.index, stop))
    return runs


def _end_of(node: Node, place: int, end: int) -> int:
    """Line index at which the section of a child ends, the repeats of its title behind it included."""
    while place + 1 < len(node.children) and node.children[place + 1].repeat:
        place += 1
    return node.stop(place, end)


def _plain(text: str) -> str:
    return "".join(text.split())
