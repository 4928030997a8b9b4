"""Rebuild ``index/data/radicals.json`` from Unicode's EquivalentUnifiedIdeograph.txt.

Usage: ``python -m index.normalise.build_radicals /usr/share/unicode/EquivalentUnifiedIdeograph.txt``
(Debian package ``unicode-data``). Characters that NFKC already maps are kept: one table says all.
"""

import json
import sys
from pathlib import Path

from index.normalise.radicals import TABLE


def read_equivalents(text: str) -> dict[str, str]:
    """Map each radical or stroke to its unified ideograph, from the text of the Unicode data file."""
    table: dict[str, str] = {}
    for line in text.splitlines():
        entry = line.split("#", 1)[0].strip()
        if not entry:
            continue
        points, ideograph = (part.strip() for part in entry.split(";"))
        first, _, last = points.partition("..")
        for point in range(int(first, 16), int(last or first, 16) + 1):
            table[chr(point)] = chr(int(ideograph, 16))
    return table


if __name__ == "__main__":
    equivalents = read_equivalents(Path(sys.argv[1]).read_text("utf-8"))
    TABLE.write_text(json.dumps(equivalents, ensure_ascii=False, indent=0) + "\n", "utf-8")
