"""Files written beside and swapped in: at every moment the old one or the new one is whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex


@contextmanager
def swapped_in(path: Path) -> Iterator[Path]:
    """A path beside ``path`` to write to; when the block ends well it takes the place of ``path`` in one step."""
    fresh = path.with_name(f".{path.name}.{token_hex(4)}.new")
    try:
        yield fresh
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
