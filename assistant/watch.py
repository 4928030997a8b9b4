"""How long the stations of an answer took."""

import time


class Watch:
    """Starts when made; each station is told when it is done."""

    def __init__(self) -> None:
        self._started = self._opened = self._retrieved = self._composed = time.perf_counter()

    def opened(self) -> None:
        """The index is open."""
        self._opened = time.perf_counter()

    def retrieved(self) -> None:
        """The candidates are found."""
        self._retrieved = time.perf_counter()

    def composed(self) -> None:
        """The answer (so far) is composed."""
        self._composed = time.perf_counter()

    @property
    def times(self) -> dict[str, float]:
        """Milliseconds of each station and of all, the opening of the index included."""
        return {
            "retrieve": _milliseconds(self._opened, self._retrieved),
            "compose": _milliseconds(self._retrieved, self._composed),
            "total": _milliseconds(self._started, self._composed),
        }


def _milliseconds(start: float, end: float) -> float:
    return round((end - start) * 1000, 1)
