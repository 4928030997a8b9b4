"""Whether quotes support a sentence that they do not contain word for word.

What a sentence claims is taken apart: figures with their counters, dates, names, denials, content words. Each sort is
compared with what the quotes that it cites say of that sort.
"""

from assistant.claims.covered import is_covered, why_not

__all__ = ["is_covered", "why_not"]
