"""One place where a question names editions, and what stands behind it."""

import re
from dataclasses import dataclass

_PLACES = (
    r"では|で(?=[、,])|だと(?!思|考|い|言)|によると|によれば|において|における|に(?:書|記|載|あ|出て)"
    r"|の(?:中|なか|うち)|上(?:で|の)|を(?:読|見)(?:むと|ると|る限り)"
)
PLACES = re.compile(rf"[」』]?(?:{_PLACES})")  # behind a name: it is the place to look
REFERS = re.compile(rf"[」』]?(?:{_PLACES}|(?:と|や)(?=[0-9一-鿿]))")  # or one of two such, and not the subject


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a question names editions, ``folded[start:end]``.

    ``documents`` has a group of document numbers for each year named, or one; none if no document is of that year,
    and then ``others`` are those of that name. ``refers``: it only says where to look, else it may be the subject of
    the question too. ``earlier``: it means the edition before another one.
    """

    start: int
    end: int
    documents: tuple[tuple[int, ...], ...]
    refers: bool
    earlier: bool = False
    others: tuple[int, ...] = ()
