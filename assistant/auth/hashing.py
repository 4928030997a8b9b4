"""Passwords as scrypt hashes, in the usual text form: ``$scrypt$ln=15,r=8,p=3$salt$hash``.

Each hash carries its own parameters, so that they can rise without touching the old ones.
"""

import base64
import hashlib
import hmac
import os
import re
import threading
import unicodedata
from dataclasses import dataclass

LONGEST_PASSWORD = 1000  # characters
_FORM = re.compile(r"\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{22,})\$([A-Za-z0-9+/]{43,})")
_MOST = {"ln": 18, "r": 8, "p": 16}  # 256 MiB at a time: more would only be a way to exhaust the machine
_AT_ONCE = threading.BoundedSemaphore(2)  # each takes tens of megabytes; anyone may send passwords


@dataclass(frozen=True, slots=True)
class PasswordHash:
    """A salted hash with the parameters of scrypt: ``ln`` (logarithm of the cost), ``r``, ``p``."""

    salt: bytes
    digest: bytes
    ln: int = 15  # with r=8 and p=3: what OWASP's cheat sheet on password storage calls for, in 32 MiB
    r: int = 8
    p: int = 3

    def __str__(self) -> str:
        return f"$scrypt$ln={self.ln},r={self.r},p={self.p}${_text(self.salt)}${_text(self.digest)}"

    def fits(self, password: str) -> bool:
        """Whether it is the hash of this password. How long it takes does not tell how near it was."""
        digest = _scrypt(password, self.salt, self.ln, self.r, self.p, len(self.digest))
        return hmac.compare_digest(digest, self.digest)


def hash_password(password: str) -> PasswordHash:
    """The hash of a password with a salt of its own."""
    fresh = PasswordHash(os.urandom(16), b"")
    digest = _scrypt(password, fresh.salt, fresh.ln, fresh.r, fresh.p, 32)
    return PasswordHash(fresh.salt, digest)


def read_hash(text: str) -> PasswordHash | None:
    """A hash from its text form; None if it is none, or asks for more work than the machine should do."""
    found = _FORM.fullmatch(text)
    if found is None:
        return None
    ln, r, p = (int(number) for number in found.groups()[:3])
    if not (10 <= ln <= _MOST["ln"] and 1 <= r <= _MOST["r"] and 1 <= p <= _MOST["p"]):
        return None
    try:
        salt, digest = (base64.b64decode(part + "=" * (-len(part) % 4)) for part in found.groups()[3:])
    except ValueError:
        return None
    return PasswordHash(salt, digest, ln, r, p)


def _scrypt(password: str, salt: bytes, ln: int, r: int, p: int, length: int) -> bytes:
    # The same password typed on another machine may come in other code points: NFKC makes them one.
    secret = unicodedata.normalize("NFKC", password[:LONGEST_PASSWORD]).encode("utf-8", "surrogatepass")
    memory = 128 * r * (2**ln + p + 2)
    with _AT_ONCE:
        return hashlib.scrypt(secret, salt=salt, n=2**ln, r=r, p=p, maxmem=2 * memory, dklen=length)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode().rstrip("=")
