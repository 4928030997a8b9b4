"""The file of users: one a line, ``name:role:hash``. Only its owner reads it; a change swaps in a whole new file."""

import fcntl
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from assistant.auth.hashing import PasswordHash, hash_password, read_hash
from assistant.auth.user import Role, clean_name
from index.errors import InputError, UsersError
from index.swap import swapped_in

_HEAD = "# 計画アシスタントの利用者。assistant user で変更してください。\n"
SHORTEST_PASSWORD = 10  # characters


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the file."""

    role: Role
    password: PasswordHash


class UsersFile:
    """Reads and changes the file. Commands may run at the same time: a change waits for the other."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(os.path.realpath(path))  # through a link the file itself is swapped
        # What was read of which state of the file, set in one step: several threads ask.
        self._known: tuple[tuple[int, ...], Mapping[str, Entry]] = ((), {})

    def entries(self) -> Mapping[str, Entry]:
        """The users by name; read again only when the file changed.

        Raises:
            UsersError: the file is missing, open to others, or has a line that cannot be used.
        """
        try:
            with self.path.open("rb") as file:
                seen = _signature(os.fstat(file.fileno()))
                known, entries = self._known
                if seen != known:
                    self._refuse_open_file(os.fstat(file.fileno()))
                    entries = self._read(file.read())
                    self._known = seen, entries
                return entries
        except FileNotFoundError:
            raise UsersError(
                f"利用者ファイル「{self.path}」がありません。assistant user add 名前 で利用者を登録してください。"
            ) from None
        except OSError as error:
            raise UsersError(
                f"利用者ファイル「{self.path}」を読めません。場所（ASSISTANT_AUTH）と権限を確認してください。"
            ) from error

    def check_free(self, name: str) -> None:
        """Whether a user can be added under this name: it is asked before the password is.

        Raises:
            InputError: the name cannot be used or is taken.
            UsersError: the file cannot be used.
        """
        _free(name, self.entries() if self.path.exists() else {})

    def add(self, name: str, role: Role, password: str) -> str:
        """Add a user; the name as it is kept.

        Raises:
            InputError: the name or password cannot be used, or the name is taken.
            UsersError: the file cannot be used.
        """
        check_password(password)
        with self._changing() as entries:
            kept = _free(name, entries)
            entries[kept] = Entry(role, hash_password(password))
        return kept

    def change_password(self, name: str, password: str) -> None:
        """Give a user another password.

        Raises:
            InputError: there is no such user, or the password cannot be used.
            UsersError: the file cannot be used.
        """
        check_password(password)
        with self._changing() as entries:
            known = self.known(name, entries)
            entries[known] = Entry(entries[known].role, hash_password(password))

    def remove(self, name: str) -> str:
        """Remove a user; the name as it was kept.

        Raises:
            InputError: there is no such user.
            UsersError: the file cannot be used.
        """
        with self._changing() as entries:
            known = self.known(name, entries)
            del entries[known]
        return known

    def known(self, name: str, entries: Mapping[str, Entry]) -> str:
        """The name as it is kept.

        Raises:
            InputError: there is no such user.
        """
        clean = clean_name(name)
        if clean is None or clean not in entries:
            raise InputError("その名前の利用者はいません。assistant user list で確認してください。")
        return clean

    @contextmanager
    def _changing(self) -> Iterator[dict[str, Entry]]:
        """The entries to change; they are written when the block ends well."""
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self._locked():
                entries = dict(self.entries()) if self.path.exists() else {}
                yield entries
                self._write(entries)
        except OSError as error:
            raise UsersError(
                f"利用者ファイル「{self.path}」に書けません。場所（ASSISTANT_AUTH）と権限を確認してください。"
            ) from error

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """One change at a time; the file itself is swapped, so that the lock needs one of its own."""
        descriptor = os.open(self.path.with_name(f".{self.path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def _write(self, entries: Mapping[str, Entry]) -> None:
        lines = [f"{name}:{entry.role}:{entry.password}\n" for name, entry in sorted(entries.items())]
        with swapped_in(self.path) as fresh:
            descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write("".join([_HEAD, *lines]))
                file.flush()
                os.fsync(file.fileno())

    def _refuse_open_file(self, status: os.stat_result) -> None:
        if stat.S_IMODE(status.st_mode) & 0o077:
            raise UsersError(
                f"利用者ファイル「{self.path}」をほかの利用者が読めます。"
                f"chmod 600 {self.path} で自分だけにしてください。"
            )

    def _read(self, data: bytes) -> dict[str, Entry]:
        entries: dict[str, Entry] = {}
        for number, line in enumerate(data.decode("utf-8", "replace").splitlines(), start=1):
            if not line.strip() or line.startswith("#"):
                continue
            name, entry = _entry(line)
            if entry is None or name in entries:
                raise UsersError(
                    f"利用者ファイル「{self.path}」の{number}行目が正しくありません。"
                    "その行を消して、assistant user add で登録し直してください。"
                )
            entries[name] = entry
        return entries


def _free(name: str, entries: Mapping[str, Entry]) -> str:
    """The name as it is to be kept, if nobody has it."""
    clean = clean_name(name)
    if clean is None:
        raise InputError("名前は64文字までの文字・数字と . _ - @ + で付けてください。")
    if clean in entries:
        raise InputError(
            f"「{clean}」はもう登録されています。パスワードは assistant user password {clean} で変えられます。"
        )
    return clean


def check_password(password: str) -> None:
    """Whether a password can be used.

    Raises:
        InputError: it is too short to withstand guessing.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise InputError(f"パスワードは{SHORTEST_PASSWORD}文字以上にしてください。")


def _signature(status: os.stat_result) -> tuple[int, ...]:
    return (status.st_dev, status.st_ino, status.st_mtime_ns, status.st_size, status.st_mode)


def _entry(line: str) -> tuple[str, Entry | None]:
    name, _, rest = line.rstrip().partition(":")
    role, _, text = rest.partition(":")
    password = read_hash(text)
    if password is None or clean_name(name) != name:
        return name, None
    for known in get_args(Role):
        if role == known:
            return name, Entry(known, password)
    return name, None
