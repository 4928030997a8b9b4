"""Logging in with name and password, held against the file of users."""

import logging
import os
from collections.abc import Mapping

from assistant.auth.hashing import PasswordHash
from assistant.auth.tries import FREE_IN_ALL, Tries
from assistant.auth.user import Auth, User, clean_name
from assistant.auth.users_file import Entry, UsersFile
from index.errors import UsersError

log = logging.getLogger(__name__)
_NOBODY = PasswordHash(os.urandom(16), os.urandom(32))  # names that do not exist cost the same time


class PasswordAuth(Auth):
    """Holds passwords against the file, which may change while the page is open: who was removed is out at once."""

    def __init__(self, file: UsersFile, tries: Tries | None = None, in_all: Tries | None = None) -> None:
        """The file is read at once.

        Raises:
            UsersError: it cannot be used, or nobody is in it.
        """
        self._file = file
        self._tries, self._in_all = tries or Tries(), in_all or Tries(free=FREE_IN_ALL)
        if not file.entries():
            raise UsersError(
                f"利用者ファイル「{file.path}」に誰もいません。assistant user add 名前 で利用者を登録してください。"
            )

    @property
    def asks_password(self) -> bool:
        """Yes."""
        return True

    def check(self, name: str, password: str, address: str = "") -> bool:
        """Whether this is the user's password and there were not too many wrong ones lately."""
        clean = clean_name(name) or ""
        here = f"{clean}\n{address}"
        if not (self._tries.begin(here) and self._in_all.begin(clean)):
            log.warning("too many failed logins for one name: it has to wait")
            return False
        entry = self._entries().get(clean)
        right = (entry.password if entry else _NOBODY).fits(password) and entry is not None
        if right:
            self._tries.succeeded(here)
            self._in_all.succeeded(clean)
        return right

    def user_of(self, headers: Mapping[str, str], address: str | None, name: str | None = None) -> User | None:
        """The user of the ``name`` that logged in, as long as the file has it; headers say nothing."""
        clean = clean_name(name or "") or ""
        entry = self._entries().get(clean)
        return User(clean, entry.role) if entry else None

    def proof(self, name: str) -> str:
        """The hash of the user's password: a new password ends all sessions."""
        entry = self._entries().get(name)
        return str(entry.password) if entry else ""

    def _entries(self) -> Mapping[str, Entry]:
        """The users; nobody while the file cannot be used."""
        try:
            return self._file.entries()
        except UsersError as error:
            log.error("%s", error)
            return {}
