"""What nobody came back for is let go every few minutes, not only when somebody else comes."""

import logging
import threading
from collections.abc import Callable

log = logging.getLogger(__name__)
EVERY = 600.0  # seconds


class Tidying:
    """Work that is done when the page opens and every few minutes from then on, in a thread of its own."""

    def __init__(self) -> None:
        self._work: list[Callable[[], object]] = []

    def add(self, work: Callable[[], object]) -> None:
        """Have something done, too."""
        self._work.append(work)

    def do(self) -> None:
        """Do all of it once; what fails is logged, and keeps nothing else from being done."""
        for work in self._work:
            try:
                work()
            except Exception:
                log.exception("tidying")

    def start(self, every: float = EVERY) -> None:
        """Do it now, and again and again until the process ends."""
        never = threading.Event()

        def go_on() -> None:
            self.do()
            while not never.wait(every):
                self.do()

        threading.Thread(target=go_on, name="tidying", daemon=True).start()
