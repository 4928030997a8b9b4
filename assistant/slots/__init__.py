"""The sorts of details that a question may ask for, and how a text shows that it states one.

A sort of detail is a *slot*: an amount, a share, the number of a thing, a time, a person, the way to apply. All
patterns see texts in search form.
"""

from functools import lru_cache

from assistant.slots import figures, names, times, ways
from assistant.slots.counted import counted
from assistant.slots.slot import Slot
from assistant.slots.ways import REASON

__all__ = ["REASON", "SORTS", "Slot", "slots_of"]

SORTS = (*figures.SORTS, *names.SORTS, *ways.SORTS)


@lru_cache(maxsize=16384)
def slots_of(question: str) -> tuple[Slot, ...]:
    """The sorts of details that a folded question asks for."""
    asked = [slot for slot in SORTS if slot.asks.search(question)]
    asked.extend(counted(question))
    asked.extend(slot for slot in times.SORTS if slot.asks.search(question))
    return tuple(asked)
