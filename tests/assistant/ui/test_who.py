"""Whose request it is and whether they may edit: asked in one place, answered for every kind of login."""

from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from gradio import Request

from assistant import PlanAssistant
from assistant.auth import User, load_auth
from assistant.auth.users_file import UsersFile
from assistant.settings import Settings
from assistant.ui.application import Application
from assistant.ui.who import may_edit, require_editor, user_of
from index.errors import NotAllowed


def application(auth: str = "") -> Application:
    settings = Settings(auth=auth)
    return Application(PlanAssistant(settings), auth=load_auth(settings))


def request(name: str | None = None, address: str = "192.168.0.7", **headers: str) -> Request:
    fields = {"client": SimpleNamespace(host=address), "headers": headers, "username": name}
    return cast("Request", SimpleNamespace(**fields))


def test_without_a_login_only_who_sits_at_this_machine_may_edit() -> None:
    assert user_of(application(), request(address="127.0.0.1")) is None
    assert may_edit(application(), request(address="127.0.0.1")) and may_edit(application(), request(address="::1"))
    assert not may_edit(application(), request(address="192.168.0.7"))
    assert may_edit(application(), request(address="127.0.0.1", host="192.168.0.7:7860"))
    assert not may_edit(application(), request(address="127.0.0.1", host="pointed-here.example:7860"))
    with pytest.raises(NotAllowed, match="動く端末からだけ変更できます"):
        require_editor(application(), request(address="192.168.0.7"))


def test_editors_may_edit_and_readers_may_not(tmp_path: Path) -> None:
    file = UsersFile(tmp_path / "users")
    file.add("suzuki", "editor", "himitsu-no-aikotoba")
    file.add("sato", "reader", "himitsu-no-aikotoba")
    page = application(str(file.path))
    assert user_of(page, request("suzuki")) == User("suzuki", "editor")
    require_editor(page, request("suzuki"))
    for other in ("sato", "tanaka", None):
        with pytest.raises(NotAllowed, match="役割が「編集」"):
            require_editor(page, request(other, address="127.0.0.1"))


def test_a_proxy_says_who_it_is() -> None:
    page = application("proxy:x-user,x-role@192.168.0.7")
    assert user_of(page, request(**{"x-user": "suzuki", "x-role": "editor"})) == User("suzuki", "editor")
    assert may_edit(page, request(**{"x-user": "suzuki", "x-role": "editor"}))
    assert not may_edit(page, request(address="192.168.0.8", **{"x-user": "suzuki", "x-role": "editor"}))
