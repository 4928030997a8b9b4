"""Tables that lost their borders: a line of column heads above, or a line of figures under lines of heads."""

import re
from collections.abc import Sequence

from index.language import words
from index.units.blocks import Block

_COLUMN_HEADS = re.compile(r"[\u30a1-\u30ff\u4e00-\u9fffの]{2,8}(?:[ \u3000][\u3041-\u30ff\u4e00-\u9fff]{2,8})+")
_NOUN_LIKE = frozenset({"名詞", "接尾辞", "形状詞"})
_FIGURES = re.compile(r".*?\S((?:[ \u3000][0-9０-９][0-9０-９,，.．]*[%％]?){2,})")
_LONGEST_HEAD = 20  # characters


def is_column_heads(text: str) -> bool:
    """Whether a line is the head of a table: a few short nouns with spaces between."""
    return bool(_COLUMN_HEADS.fullmatch(text)) and all(words(cell)[-1].pos in _NOUN_LIKE for cell in text.split())


def heads_above(blocks: Sequence[Block], place: int) -> str:
    """The heads of a line of figures: as many short lines right above it as it has figures; else nothing."""
    match = _FIGURES.fullmatch(blocks[place].text)
    if match is None:
        return ""
    heads: list[str] = []
    aside = ""
    for block in reversed(blocks[:place]):
        if len(heads) == len(match[1].split()) or block.row or len(block.text) > _LONGEST_HEAD:
            break
        if block.text.startswith(("（", "(")):
            aside = block.text
        else:
            heads.append(block.text + aside)
            aside = ""
    return " ".join(reversed(heads)) if len(heads) == len(match[1].split()) else ""
