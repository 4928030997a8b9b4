"""Users and what they may do; what every login can."""

import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Role = Literal["reader", "editor"]
LONGEST_NAME = 64  # characters
_MARKS = "._-@+"


@dataclass(frozen=True, slots=True)
class User:
    """A user who is logged in."""

    name: str
    role: Role = "reader"

    @property
    def may_edit(self) -> bool:
        """Whether the user may change documents, expected questions and the like."""
        return self.role == "editor"


class Auth(ABC):
    """A way to log in. Safe in several threads."""

    @property
    @abstractmethod
    def asks_password(self) -> bool:
        """Whether the page asks for name and password; else a proxy in front of it did."""

    @abstractmethod
    def check(self, name: str, password: str, address: str = "") -> bool:
        """Whether this is the user's password. Takes a good part of a second, so that guessing takes long.

        ``address`` is that of the machine that asks: too many failures make a name wait there.
        """

    @abstractmethod
    def user_of(self, headers: Mapping[str, str], address: str | None, name: str | None = None) -> User | None:
        """The user of a request, if there is one who may come in.

        Args:
            headers: the request's headers, with all values of one that came twice, if its ``items`` tells them.
            address: of the machine that sent the request itself: the proxy's, where there is one.
            name: who logged in with :meth:`check`, as the page remembers it.
        """

    def proof(self, name: str) -> str:
        """What a user logs in by, as a text that changes with it: sessions that began with another one are over."""
        return ""


def may_edit(auth: Auth | None, user: User | None) -> bool:
    """Whether somebody may edit: an editor, or, without a login, whoever sits at this machine."""
    return auth is None or (user is not None and user.may_edit)


def clean_name(name: str) -> str | None:
    """A name as it is kept: full-width letters as half-width ones. None if it cannot be a name."""
    name = unicodedata.normalize("NFKC", name).strip()
    good = 0 < len(name) <= LONGEST_NAME and all(c.isalnum() or c in _MARKS for c in name)
    return name if good else None
