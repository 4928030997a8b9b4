"""CJK radicals and compatibility ideographs that PDFs leave in place of characters (⺠ ⻑ ⽴ …).

The table is Unicode's Equivalent_Unified_Ideograph property (see ``build_radicals``): NFKC alone maps the
Kangxi block but only 2 of the 115 characters of the CJK Radicals Supplement. Compatibility ideographs
(U+F900 …, U+2F800 …) have canonical decompositions, which NFKC applies.
"""

import json
import re
import unicodedata
from functools import cache
from pathlib import Path

_COMPATIBILITY = re.compile("[\uf900-\ufaff\U0002f800-\U0002fa1f]")
TABLE = Path(__file__).parents[1] / "data" / "radicals.json"


@cache
def radical_table() -> dict[int, str]:
    """``str.translate`` table from radicals and strokes to unified ideographs."""
    table: dict[str, str] = json.loads(TABLE.read_text("utf-8"))
    return {ord(radical): ideograph for radical, ideograph in table.items()}


def fold_radicals(text: str) -> str:
    """Replace radicals and compatibility ideographs by the characters they stand for, one for one."""
    folded = text.translate(radical_table())
    return _COMPATIBILITY.sub(lambda found: unicodedata.normalize("NFKC", found.group()), folded)
