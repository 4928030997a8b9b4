"""Log-ins one after another: hashing a password is slow on purpose, and anybody may ask for it."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from index.errors import Busy

AT_ONCE = 2
MOST_WAITING = 20


class Turns:
    """Threads of their own for log-ins, so that nothing else waits for them nor they for anything else.

    For one event loop.
    """

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(AT_ONCE, "login")
        self._here = 0

    async def take(self, check: Callable[[str, str, str], bool], name: str, password: str, address: str) -> bool:
        """What ``check`` says, when it is this one's turn.

        Raises:
            Busy: too many others wait.
        """
        if self._here >= AT_ONCE + MOST_WAITING:
            raise Busy("ログインが混み合っています。少し待ってから、もう一度お試しください。")
        self._here += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, check, name, password, address)
        finally:
            self._here -= 1
