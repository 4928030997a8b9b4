"""How often a password may be tried: after five failures within five minutes, once a minute.

Counted for a name from one address: who guesses from elsewhere does not lock the user out. From all addresses
together a name has a hundred. Kept in memory only. Names that do not exist are counted too, or waiting would tell
which ones do.
"""

import threading
import time
from collections.abc import Callable

FREE = 5  # failures without waiting, from one address
FREE_IN_ALL = 100  # the same from all of them
WITHIN = 300.0  # seconds that a failure counts
WAIT = 60.0  # seconds from then on between two tries


class Tries:
    """Counts failures by whatever they are counted for. Safe in several threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, free: int = FREE) -> None:
        self._clock, self._free = clock, free
        self._failures: dict[str, list[float]] = {}
        self._lock = threading.Lock()

    def begin(self, name: str) -> bool:
        """Whether a password of this name may be tried now.

        It counts as a failure until :meth:`succeeded` is called: many tries at once are no way around.
        """
        now = self._clock()
        with self._lock:
            self._forget(now - WITHIN)
            times = self._failures.setdefault(name, [])
            if len(times) >= self._free and now < times[-1] + WAIT:
                return False
            times.append(now)
            return True

    def succeeded(self, name: str) -> None:
        """The password was right: the name starts afresh."""
        with self._lock:
            self._failures.pop(name, None)

    def _forget(self, before: float) -> None:
        """Drop what no longer counts, of all names, so that made-up names do not fill the memory."""
        for name, times in list(self._failures.items()):
            times[:] = [time for time in times if time > before]
            if not times:
                del self._failures[name]
