"""Markup made of functions: every text that is not markup already is escaped, so nothing can be forgotten."""

import re
from collections.abc import Iterable
from html import escape

_VOID = frozenset({"meta", "wbr"})
# Characters that XML forbids, and those that turn the direction of the text around them.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")


class Markup(str):
    """Text that is markup: it is not escaped again."""

    __slots__ = ()


def clean(text: str) -> str:
    """The text with a visible sign in place of each control character."""
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)


def markup(text: str) -> Markup:
    """The text as markup, escaped unless it is markup."""
    return text if isinstance(text, Markup) else Markup(escape(clean(text)))


def join(parts: Iterable[str]) -> Markup:
    """The parts one after the other."""
    return Markup("".join(map(markup, parts)))


def tag(name: str, /, *children: str, **attributes: str | float | bool | None) -> Markup:
    """An element. ``class_`` is ``class`` and ``text_anchor`` ``text-anchor``; ``None`` leaves an attribute out."""
    written = "".join(_attribute(key, value) for key, value in attributes.items() if value not in (None, False))
    if name in _VOID:
        return Markup(f"<{name}{written}>")
    return Markup(f"<{name}{written}>{join(children)}</{name}>")


def _attribute(key: str, value: str | float | bool | None) -> str:
    key = key.rstrip("_").replace("_", "-")
    if value is True:
        return f" {key}"
    text = f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)
    return f' {key}="{escape(clean(text))}"'
