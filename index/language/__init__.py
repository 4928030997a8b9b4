"""Words and terms of Japanese text."""

from index.language.terms import Terms, is_exact, terms
from index.language.words import Word, words

__all__ = ["Terms", "Word", "is_exact", "terms", "words"]
