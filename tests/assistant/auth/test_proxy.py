"""Users of a proxy in front of the page: believed only where the proxy itself speaks."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import Headers

from assistant.auth import Auth, User, exposure_warning, load_auth, may_edit
from assistant.settings import Settings
from index.errors import SettingsError

SETTING = "proxy:X-Remote-User,X-Remote-Role@127.0.0.1,10.0.0.0/24,fd00::/64"


def auth(setting: str = SETTING) -> Auth:
    loaded = load_auth(Settings(auth=setting))
    assert loaded is not None
    return loaded


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.7", "::ffff:10.0.0.7", "fd00::1"])
def test_the_proxy_says_who_it_is(address: str) -> None:
    assert auth().user_of({"X-Remote-User": "suzuki"}, address) == User("suzuki", "reader")
    both = Headers({"x-remote-user": "suzuki", "x-remote-role": "editor"})
    assert auth().user_of(both, address) == User("suzuki", "editor")


@pytest.mark.parametrize("address", ["10.0.1.7", "192.168.0.1", "::1", "fd00:0:0:1::1", "", None, "proxy", "10.0.0"])
def test_nobody_else_can_say_so(address: str | None) -> None:
    assert auth().user_of({"X-Remote-User": "suzuki", "X-Remote-Role": "editor"}, address) is None


def test_a_header_that_came_twice_is_not_believed() -> None:
    """The client wrote one of them, and the proxy only added its own."""
    twice = Headers(raw=[(b"x-remote-user", b"admin"), (b"x-remote-user", b"suzuki")])
    assert auth().user_of(twice, "127.0.0.1") is None
    role = Headers(raw=[(b"x-remote-user", b"suzuki"), (b"x-remote-role", b"editor"), (b"x-remote-role", b"reader")])
    assert auth().user_of(role, "127.0.0.1") == User("suzuki", "reader")


@pytest.mark.parametrize(
    ("role", "editor"),
    [
        ("editor", True),
        ("Editor", True),
        ("staff, editor", True),
        ("staff;editor", True),
        ("editors", False),
        ("", False),
    ],
)
def test_a_role_may_stand_in_a_list(role: str, editor: bool) -> None:
    user = auth().user_of({"X-Remote-User": "suzuki", "X-Remote-Role": role}, "127.0.0.1")
    assert user is not None and user.may_edit is editor


def test_without_a_role_header_all_are_readers() -> None:
    user = auth("proxy:X-Remote-User@127.0.0.1").user_of({"X-Remote-User": "a", "X-Remote-Role": "editor"}, "127.0.0.1")
    assert user == User("a", "reader")


@pytest.mark.parametrize("name", ["", " ", "a\x00b", "a\nb", "x" * 65])
def test_a_name_that_cannot_be_one_is_nobody(name: str) -> None:
    assert auth().user_of({"X-Remote-User": name}, "127.0.0.1") is None


def test_names_come_in_utf8_and_as_directories_write_them() -> None:
    sent = "鈴木".encode().decode("latin-1")  # as a web server reads header bytes
    assert auth().user_of({"X-Remote-User": sent}, "127.0.0.1") == User("鈴木")
    assert auth().user_of({"X-Remote-User": "SHIYAKUSHO\\suzuki"}, "127.0.0.1") == User("SHIYAKUSHO\\suzuki")


@given(st.dictionaries(st.text(), st.text()), st.text() | st.none())
def test_any_request_is_somebody_or_nobody(headers: dict[str, str], address: str | None) -> None:
    assert auth().user_of(headers, address) is None


@pytest.mark.parametrize(
    "setting",
    [
        "proxy:",
        "proxy:X-Remote-User",
        "proxy:X-Remote-User@",
        "proxy:@127.0.0.1",
        "proxy:X Remote@127.0.0.1",
        "proxy:X-Remote-User@example",
        "proxy:X-Remote-User@10.0.0.5/24",
        "proxy:X-Remote-User@127.0.0.1,,",
        "proxy:X-Remote-User@0.0.0.0/0",
        "proxy:X-Remote-User@127.0.0.1,::/0",
    ],
)
def test_a_setting_written_otherwise_names_the_remedy(setting: str) -> None:
    with pytest.raises(SettingsError, match="プロキシのアドレス"):
        load_auth(Settings(auth=setting))


def test_no_password_helps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FORWARDED_ALLOW_IPS", raising=False)
    assert not auth().check("suzuki", "") and not auth().asks_password
    assert os.environ["FORWARDED_ALLOW_IPS"] == ""  # the sender's address stays the sender's


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "localhost", "::1", "[::1]"])
def test_on_this_machine_no_login_is_needed(host: str) -> None:
    assert exposure_warning(Settings(host=host)) == ""


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "plan.example", "localhost.example"])
def test_beyond_this_machine_a_login_is_asked_for(host: str) -> None:
    assert "ASSISTANT_AUTH" in exposure_warning(Settings(host=host))
    assert exposure_warning(Settings(host=host, auth=SETTING)) == ""


def test_who_may_edit() -> None:
    assert may_edit(None, None)  # whoever sits at this machine
    assert may_edit(auth(), User("suzuki", "editor"))
    assert not may_edit(auth(), User("suzuki")) and not may_edit(auth(), None)
