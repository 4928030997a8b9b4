"""Text without what a reader cannot see: control and zero-width characters, marks that turn the writing direction."""

import unicodedata

_KEPT = "\n\t"
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def visible(text: str) -> str:
    """Only the characters that can be seen, line ends and tabs."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(c for c in text if c in _KEPT or unicodedata.category(c) not in _UNSEEN)
