"""Logging in with a password: what is stored, what is let in, and how often it may be tried."""

import hashlib
import os
import stat
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.auth import User, load_auth
from assistant.auth.hashing import PasswordHash, hash_password, read_hash
from assistant.auth.passwords import PasswordAuth
from assistant.auth.tries import Tries
from assistant.auth.user import clean_name
from assistant.auth.users_file import UsersFile
from assistant.settings import Settings
from index.errors import InputError, UsersError

PASSWORD = "himitsu-no-aikotoba"


@pytest.fixture
def file(tmp_path: Path) -> UsersFile:
    file = UsersFile(tmp_path / "auth" / "users")
    file.add("suzuki", "editor", PASSWORD)
    file.add("佐藤", "reader", "べつのあいことばです")
    return file


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def auth(file: UsersFile, clock: Clock) -> PasswordAuth:
    return PasswordAuth(file, Tries(clock))


def test_the_right_password_comes_in(auth: PasswordAuth) -> None:
    assert auth.check("suzuki", PASSWORD) is True
    assert auth.check("ｓｕｚｕｋｉ ", PASSWORD)  # typed with an input method
    assert auth.check("佐藤", "べつのあいことばです")
    assert auth.check("佐藤", "へ\u3099つのあいことは\u3099です")  # as some systems write べ and ば
    assert auth.asks_password


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("suzuki", PASSWORD + " "),
        ("suzuki", ""),
        ("Suzuki", PASSWORD),
        ("佐藤", PASSWORD),
        ("tanaka", PASSWORD),
        ("", ""),
        ("suzuki:editor", PASSWORD),
        ("su\nzuki", PASSWORD),
        ("x" * 100_000, "x" * 1_000_000),
        ("suzuki", "\ud800"),
    ],
)
def test_anything_else_does_not(auth: PasswordAuth, name: str, password: str) -> None:
    assert auth.check(name, password) is False


def test_who_is_who(auth: PasswordAuth) -> None:
    assert auth.user_of({}, "127.0.0.1", "suzuki") == User("suzuki", "editor")
    assert auth.user_of({}, None, "ｓｕｚｕｋｉ") == User("suzuki", "editor")
    reader = auth.user_of({}, None, "佐藤")
    assert reader is not None and not reader.may_edit
    assert auth.user_of({"x-remote-user": "suzuki"}, "127.0.0.1") is None  # headers say nothing here
    assert auth.user_of({}, None, "tanaka") is None


def test_the_file_tells_no_password_and_is_its_owners_alone(file: UsersFile) -> None:
    text = file.path.read_text("utf-8")
    assert PASSWORD not in text and "$scrypt$ln=15,r=8,p=3$" in text
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    file.add("tanaka", "reader", PASSWORD)
    lines = [line.rpartition("$")[2] for line in file.path.read_text("utf-8").splitlines() if PASSWORD or line]
    assert len(set(lines)) == len(lines)  # the same password, another salt, another hash
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    assert sorted(path.name for path in file.path.parent.iterdir()) == [".users.lock", "users"]


def test_unknown_names_cost_the_same_time(file: UsersFile, monkeypatch: pytest.MonkeyPatch) -> None:
    """By what is computed, not by the clock: the cores are shared with others."""
    costs: list[tuple[int, int, int, int]] = []
    scrypt = hashlib.scrypt

    def counted(password: bytes, *, salt: bytes, n: int, r: int, p: int, maxmem: int, dklen: int) -> bytes:
        costs.append((n, r, p, dklen))
        return scrypt(password, salt=salt, n=n, r=r, p=p, maxmem=maxmem, dklen=dklen)

    monkeypatch.setattr(hashlib, "scrypt", counted)
    for name in ("suzuki", "nobody", "", "a:b"):
        assert not PasswordAuth(file).check(name, "wrong password")
    assert costs == [(2**15, 8, 3, 32)] * 4


def test_after_five_failures_a_name_waits(auth: PasswordAuth, clock: Clock) -> None:
    for _ in range(5):
        assert not auth.check("suzuki", "wrong password")
    assert not auth.check("suzuki", PASSWORD)
    assert auth.check("佐藤", "べつのあいことばです")  # only this name
    clock.now += 61
    assert auth.check("suzuki", PASSWORD)
    assert not auth.check("suzuki", "wrong password")  # it started afresh
    assert auth.check("suzuki", PASSWORD)


def test_failures_count_for_five_minutes(clock: Clock) -> None:
    tries = Tries(clock)
    allowed = 0
    for _ in range(3600):  # a try a second, for an hour
        allowed += tries.begin("suzuki")
        clock.now += 1
    assert 60 <= allowed <= 12 * 10
    clock.now += 301
    assert [tries.begin("suzuki") for _ in range(6)] == [True] * 5 + [False]


def test_names_that_do_not_exist_wait_too(auth: PasswordAuth) -> None:
    for _ in range(5):
        auth.check("nobody", "wrong password")
    start = time.perf_counter()
    auth.check("nobody", "wrong password")
    assert time.perf_counter() - start < 0.05


def test_many_tries_at_once_are_no_way_around(clock: Clock) -> None:
    tries, allowed = Tries(clock), list[bool]()
    threads = [threading.Thread(target=lambda: allowed.append(tries.begin("suzuki"))) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(allowed) == 5


def test_made_up_names_do_not_fill_the_memory(clock: Clock) -> None:
    tries = Tries(clock)
    for number in range(2000):
        tries.begin(f"name{number}")
        clock.now += 1
    assert len(tries._failures) <= 301


def test_who_guesses_from_elsewhere_does_not_lock_the_user_out(file: UsersFile, clock: Clock) -> None:
    auth = PasswordAuth(file, Tries(clock), Tries(clock, free=8))
    for _ in range(7):
        assert not auth.check("suzuki", "wrong password", "192.0.2.9")
    assert not auth.check("suzuki", PASSWORD, "192.0.2.9")
    assert auth.check("suzuki", PASSWORD, "192.0.2.10")


def test_many_addresses_together_are_no_way_around(file: UsersFile, clock: Clock) -> None:
    auth = PasswordAuth(file, Tries(clock), Tries(clock, free=8))
    for number in range(8):
        assert not auth.check("suzuki", "wrong password", f"192.0.2.{number}")
    assert not auth.check("suzuki", PASSWORD, "192.0.2.99")


def test_a_change_counts_at_once(file: UsersFile, auth: PasswordAuth) -> None:
    other = UsersFile(file.path)
    other.change_password("suzuki", "あたらしいあいことば")
    assert not auth.check("suzuki", PASSWORD)
    assert auth.check("suzuki", "あたらしいあいことば")
    other.remove("suzuki")
    assert not auth.check("suzuki", "あたらしいあいことば")
    assert auth.user_of({}, None, "suzuki") is None


def test_a_file_that_cannot_be_used_lets_nobody_in(file: UsersFile, auth: PasswordAuth) -> None:
    file.path.chmod(0o644)
    assert not auth.check("suzuki", PASSWORD)
    file.path.chmod(0o600)
    assert auth.check("suzuki", PASSWORD)
    file.path.unlink()
    assert not auth.check("suzuki", PASSWORD) and auth.user_of({}, None, "suzuki") is None


def test_a_file_is_needed_with_somebody_in_it(tmp_path: Path) -> None:
    path = tmp_path / "users"
    with pytest.raises(UsersError, match="assistant user add"):
        load_auth(Settings(auth=str(path)))
    file = UsersFile(path)
    file.add("suzuki", "reader", PASSWORD)
    assert load_auth(Settings(auth=str(path)))
    file.remove("suzuki")
    with pytest.raises(UsersError, match="誰もいません"):
        load_auth(Settings(auth=str(path)))


def test_a_file_that_others_read_is_refused(file: UsersFile) -> None:
    file.path.chmod(0o640)
    with pytest.raises(UsersError, match="chmod 600"):
        load_auth(Settings(auth=str(file.path)))
    with pytest.raises(UsersError, match="chmod 600"):
        UsersFile(file.path).add("tanaka", "reader", PASSWORD)


@pytest.mark.parametrize(
    "line",
    [
        "tanaka",
        "tanaka:reader:himitsu-no-aikotoba",
        "tanaka:king:{hash}",
        "ta naka:reader:{hash}",
        ":reader:{hash}",
        "suzuki:reader:{hash}",
        "tanaka:reader:{hash}!",
        "tanaka:reader:$scrypt$ln=31,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$" + "A" * 43,
        "tanaka:reader:$scrypt$ln=1,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$" + "A" * 43,
        "\udcff",
    ],
)
def test_a_line_that_cannot_be_used_is_named(file: UsersFile, line: str) -> None:
    with file.path.open("a", encoding="utf-8", errors="surrogateescape") as out:
        out.write(line.format(hash=hash_password(PASSWORD)) + "\n")
    with pytest.raises(UsersError, match="4行目") as raised:
        UsersFile(file.path).entries()
    assert "himitsu" not in str(raised.value) and "scrypt" not in str(raised.value)


@pytest.mark.parametrize("name", ["", " ", "a b", "a:b", "a/b", "<b>", "x" * 65, "a\u200bb", "a\nb", "#a"])
def test_a_name_that_cannot_be_kept_is_refused(file: UsersFile, name: str) -> None:
    with pytest.raises(InputError, match="名前は"):
        file.add(name, "reader", PASSWORD)


def test_commands_at_the_same_time_lose_nobody(tmp_path: Path) -> None:
    path = tmp_path / "users"
    threads = [
        threading.Thread(target=UsersFile(path).add, args=(f"user{number}", "reader", PASSWORD)) for number in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(UsersFile(path).entries()) == [f"user{number}" for number in range(6)]


def test_a_change_that_fails_leaves_the_file(file: UsersFile, monkeypatch: pytest.MonkeyPatch) -> None:
    before = file.path.read_bytes()

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UsersError, match="書けません"):
        file.add("tanaka", "reader", PASSWORD)
    assert file.path.read_bytes() == before
    assert sorted(path.name for path in file.path.parent.iterdir()) == [".users.lock", "users"]


def test_a_link_to_the_file_stays_one(file: UsersFile, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(file.path)
    UsersFile(link).add("tanaka", "reader", PASSWORD)
    assert link.is_symlink() and "tanaka" in UsersFile(file.path).entries()


hashes = st.builds(
    PasswordHash,
    st.binary(min_size=16, max_size=32),
    st.binary(min_size=32, max_size=64),
    st.integers(10, 18),
    st.integers(1, 8),
    st.integers(1, 16),
)


@given(hashes)
def test_a_hash_is_read_as_it_was_written(one: PasswordHash) -> None:
    assert read_hash(str(one)) == one


@given(st.text())
def test_any_text_is_a_hash_or_is_not(text: str) -> None:
    assert read_hash(text) is None
    read_hash(f"$scrypt$ln=15,r=8,p=3${text}$" + "A" * 43)


@given(st.text())
def test_a_clean_name_stays_as_it_is(name: str) -> None:
    clean = clean_name(name)
    assert clean is None or (clean_name(clean) == clean and ":" not in clean and clean.isprintable())


@settings(max_examples=5, deadline=None)
@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=50))
def test_only_the_password_itself_fits(password: str) -> None:
    kept = hash_password(password)
    assert kept.fits(password) and not kept.fits(password + "x")
