"""Who is logged in, by the secret in their browser's cookie. Kept in memory: a restart logs everybody out.

Gradio's own log-in is not used: it lets in whom the file of users no longer has, never ends a session by itself, logs
out on a mere link, and its cookie is sent along with requests that other sites make.
"""

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

IDLE = 12 * 3600.0  # seconds without a request after which a session ends


@dataclass(slots=True)
class _Session:
    name: str
    proof: str
    used: float


class Sessions:
    """Begins, finds and ends sessions. Safe in several threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._sessions: dict[bytes, _Session] = {}
        self._lock = threading.Lock()

    def begin(self, name: str, proof: str) -> str:
        """A new secret for whoever just logged in.

        ``proof`` is what they logged in by: the session lasts as long as it is the same (:meth:`name_of`).
        """
        secret = secrets.token_urlsafe(32)
        with self._lock:
            self._forget()
            self._sessions[_key(secret)] = _Session(name, proof, self._clock())
        return secret

    def name_of(self, secret: str | None, proof_of: Callable[[str], str]) -> str | None:
        """Whose secret it is, if their session has not ended; ``proof_of`` is asked for what they log in by now."""
        with self._lock:
            self._forget()
            session = self._sessions.get(_key(secret or ""))
            if session is None:
                return None
            session.used = self._clock()
        if session.proof != proof_of(session.name):
            self.end(secret)
            return None
        return session.name

    def end(self, secret: str | None) -> None:
        """Log out: the secret is worth nothing from now on."""
        with self._lock:
            self._sessions.pop(_key(secret or ""), None)

    def _forget(self) -> None:
        oldest = self._clock() - IDLE
        for key in [key for key, session in self._sessions.items() if session.used < oldest]:
            del self._sessions[key]


def _key(secret: str) -> bytes:
    """What is kept of a secret: the time it takes to look it up tells nothing about it."""
    return sha256(secret.encode()).digest()
