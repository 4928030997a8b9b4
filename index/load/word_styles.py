"""What Word's styles say of a paragraph: heading level, title, contents entry, font size, weight."""

import re
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

_HEADING = re.compile(r"(?:heading|見出し)\s*([1-9])", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|目次)\s*([1-9])", re.IGNORECASE)
_CONTENTS_TITLE = re.compile(r"(?:toc heading|目次の見出し)", re.IGNORECASE)
_TITLE = frozenset({"title", "表題"})
_NO_HEADING = _TITLE | {"subtitle", "副題"}
_BODY = 9  # Word's outline level of body text, counted from 0
_DEPTH = 20  # styles are based on styles; a circle of them must end


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style, its ancestors included. ``level`` and ``contents`` count from 1, 0 is none.

    ``size`` is in points, 0 where no style says; ``numbering`` is (numId, level) of a numbered style.
    """

    level: int = 0
    contents: int = 0
    title: bool = False
    size: float = 0.0
    bold: bool = False
    numbering: tuple[str, int] | None = None


class Styles:
    """The paragraph styles of a Word file."""

    def __init__(self, document: Any) -> None:  # noqa: ANN401 - python-docx's Document
        elements = document.styles.element.findall(qn("w:style"))
        self._elements = {element.get(qn("w:styleId")): element for element in elements}
        defaults = [e for e in elements if e.get(qn("w:type")) == "paragraph" and e.get(qn("w:default")) == "1"]
        self._default = defaults[0].get(qn("w:styleId")) if defaults else ""
        self._base_size = _size(document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}"))
        self._known: dict[str, Style] = {}

    def of(self, paragraph: Any) -> Style:  # noqa: ANN401 - an lxml element
        """The style of a paragraph, with an outline level that the paragraph itself sets."""
        found = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        name = found.get(qn("w:val")) if found is not None else self._default
        if name not in self._known:
            self._known[name] = self._read(name)
        style = self._known[name]
        own = _outline_level(paragraph)
        if own is not None and not style.contents and not style.title and not style.level:
            return Style(own, 0, False, style.size, style.bold, style.numbering)
        return style

    def size(self, paragraph: Any, style: Style) -> float:  # noqa: ANN401
        """The font size of most of a paragraph's runs, in points; 0 where nothing says."""
        sizes = [_size(run) for run in paragraph.iter(qn("w:r"))]
        return max(set(sizes), key=sizes.count, default=0.0) or style.size or self._base_size

    def bold(self, paragraph: Any, style: Style) -> bool:  # noqa: ANN401
        """Whether all text of a paragraph is bold."""
        runs = [run for run in paragraph.iter(qn("w:r")) if any((t.text or "").strip() for t in run.iter(qn("w:t")))]
        own = [_bold(run) for run in runs]
        return bool(runs) and all(style.bold if bold is None else bold for bold in own)

    def _read(self, name: str) -> Style:
        chain = self._chain(name)
        names = [_name(element) for element in chain]
        return Style(
            level=next((level for element in chain if (level := _heading_level(element)) is not None), 0),
            contents=_contents_level(names[0]) if names else 0,
            title=bool(names) and names[0].lower() in _TITLE,
            size=next((size for element in chain if (size := _size(element))), 0.0),
            bold=next((bold for element in chain if (bold := _bold(element)) is not None), False),
            numbering=_numbering(chain),
        )

    def _chain(self, name: str) -> list[Any]:
        chain: list[Any] = []
        while name in self._elements and len(chain) < _DEPTH:
            chain.append(self._elements[name])
            based = self._elements[name].find(qn("w:basedOn"))
            name = based.get(qn("w:val")) if based is not None else ""
        return chain


def _name(element: Any) -> str:  # noqa: ANN401
    found = element.find(qn("w:name"))
    return str(found.get(qn("w:val"))) if found is not None else ""


def _heading_level(element: Any) -> int | None:  # noqa: ANN401
    """The level that a style sets: by its name, or by its outline level unless it is a title's."""
    name = _name(element)
    if match := _HEADING.fullmatch(name):
        return int(match[1])
    if name.lower() in _NO_HEADING or _CONTENTS.fullmatch(name) or _CONTENTS_TITLE.fullmatch(name):
        return 0
    return _outline_level(element)


def _outline_level(element: Any) -> int | None:  # noqa: ANN401
    found = element.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
    if found is None:
        return None
    level = int(found.get(qn("w:val")))
    return level + 1 if level < _BODY else 0


def _contents_level(name: str) -> int:
    if match := _CONTENTS.fullmatch(name):
        return int(match[1])
    return 1 if _CONTENTS_TITLE.fullmatch(name) else 0


def _size(element: Any) -> float:  # noqa: ANN401
    found = element.find(f"{qn('w:rPr')}/{qn('w:sz')}") if element is not None else None
    try:
        return float(found.get(qn("w:val"))) / 2 if found is not None else 0.0
    except ValueError:
        return 0.0


def _bold(element: Any) -> bool | None:  # noqa: ANN401
    found = element.find(f"{qn('w:rPr')}/{qn('w:b')}")
    if found is None:
        return None
    return found.get(qn("w:val")) not in ("0", "false", "off")


def _numbering(chain: list[Any]) -> tuple[str, int] | None:
    """The list that a style numbers its paragraphs in: the nearest numId and level in its chain."""
    number = level = None
    for element in chain:
        properties = element.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        if properties is None:
            continue
        number = _value(properties, "w:numId") if number is None else number
        level = _value(properties, "w:ilvl") if level is None else level
    return (number, int(level or 0)) if number else None


def _value(properties: Any, tag: str) -> str | None:  # noqa: ANN401
    found = properties.find(qn(tag))
    return str(found.get(qn("w:val"))) if found is not None else None
