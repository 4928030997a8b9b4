"""How long what people leave is kept, and the times by which that is told."""

import logging
import time
from datetime import UTC, datetime, timedelta

from assistant.state.database import StateFile
from index.errors import StateBusy

_EVERY = 3600.0  # seconds between looks at what has grown too old
log = logging.getLogger(__name__)


def now() -> str:
    """The time as it is kept: UTC, so that times sort as text."""
    return stamp(datetime.now(UTC))


def stamp(when: datetime) -> str:
    """A time as it is kept."""
    return when.astimezone(UTC).isoformat(timespec="milliseconds")


class Retention:
    """Deletes what is older than so many days, at most once an hour; with 0 days nothing."""

    def __init__(self, file: StateFile, delete: str, days: int) -> None:
        """``delete`` is the statement that deletes what is older than its one parameter."""
        self._file = file
        self._delete = delete
        self._days = days
        self._next = 0.0
        self._traces = False

    def apply(self) -> None:
        """Delete what is too old, if it is time to look."""
        if not self._days or time.monotonic() < self._next:
            return
        self._next = time.monotonic() + _EVERY
        oldest = stamp(datetime.now(UTC) - timedelta(days=self._days))
        with self._file.writing() as connection:
            deleted = connection.execute(self._delete, (oldest,)).rowcount
        if deleted or self._traces:
            self._erase()

    def _erase(self) -> None:
        """Erase traces; where somebody reads, at the next look: nobody who keeps something has to wait for that."""
        try:
            self._file.erase_traces()
        except StateBusy as error:
            log.warning("%s", error)
            self._traces = True
        else:
            self._traces = False
