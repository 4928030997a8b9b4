"""``assistant user``: registered on the command line, with a password that nobody sees."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.auth import load_auth
from assistant.conversations import open_conversations
from assistant.settings import Settings
from tests.assistant.answers import answer
from tests.assistant.test_cli import Environment, one_japanese_line, run

PASSWORD = "himitsu-no-aikotoba"


@pytest.fixture
def users(environment: Environment, tmp_path: Path) -> Environment:
    """An environment whose users are kept in a file, and one of them."""
    environment["ASSISTANT_AUTH"] = str(tmp_path / ".state" / "users")
    done = run(environment, "user", "add", "suzuki", "--role", "editor", "--stdin", given=f"{PASSWORD}\n")
    assert (done.returncode, done.stdout, done.stderr) == (0, "「suzuki」を登録しました（editor）。\n", "")
    return environment


def lets_in(environment: Environment, name: str, password: str) -> bool:
    auth = load_auth(Settings(auth=environment["ASSISTANT_AUTH"]))
    return auth is not None and auth.check(name, password)


def type_at_terminal(environment: Environment, arguments: list[str], lines: list[str]) -> tuple[int, str]:
    """Run a command at a real terminal and type at its prompts; its exit status and what the terminal showed."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "assistant", *arguments]
    process = subprocess.Popen(
        command, env=environment, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    )
    os.close(theirs)
    shown = b""
    for line in lines:
        prompt = b""
        while not prompt.endswith(b": "):
            prompt += os.read(ours, 1000)
        os.write(ours, f"{line}\n".encode())
        shown += prompt
    while True:
        try:
            shown += os.read(ours, 1000)
        except OSError:  # the other end is closed
            break
    os.close(ours)
    return process.wait(timeout=60), shown.decode()


def test_users_are_listed_without_their_hashes(users: Environment) -> None:
    run(users, "user", "add", "佐藤", "--stdin", given="べつのあいことばです\n")
    shown = run(users, "user", "list").stdout
    assert shown == "suzuki  editor\n佐藤  reader\n2人\n"
    assert json.loads(run(users, "user", "list", "--json").stdout) == [
        {"name": "suzuki", "role": "editor"},
        {"name": "佐藤", "role": "reader"},
    ]


def test_a_password_is_asked_twice_and_not_shown(users: Environment) -> None:
    status, shown = type_at_terminal(users, ["user", "add", "tanaka"], [PASSWORD, PASSWORD])
    assert status == 0 and "パスワード:" in shown and "もう一度:" in shown and PASSWORD not in shown
    assert lets_in(users, "tanaka", PASSWORD)
    status, shown = type_at_terminal(
        users, ["user", "password", "tanaka"], ["あたらしいあいことば", "ちがうあいことばです"]
    )
    assert status == 2 and "2度目のパスワードが違います" in shown
    assert lets_in(users, "tanaka", PASSWORD)


def test_a_password_is_changed(users: Environment) -> None:
    done = run(users, "user", "password", "suzuki", "--stdin", given="あたらしいあいことば\n")
    assert done.returncode == 0
    assert lets_in(users, "suzuki", "あたらしいあいことば") and not lets_in(users, "suzuki", PASSWORD)
    assert json.loads(run(users, "user", "list", "--json").stdout)[0]["role"] == "editor"


def test_who_is_removed_leaves_no_conversations_to_the_next_of_that_name(users: Environment, tmp_path: Path) -> None:
    store = open_conversations(Settings(state=tmp_path / ".state"))
    store.append("suzuki", None, answer())
    done = run(users, "user", "remove", "suzuki")
    assert done.stdout == "「suzuki」を消しました（保存した会話1件も削除しました）。\n"
    assert store.list("suzuki") == []
    assert run(users, "user", "list").stdout == "0人\n"


@pytest.mark.parametrize(
    ("arguments", "given", "says"),
    [
        (["add", "suzuki", "--stdin"], PASSWORD, "もう登録されています"),
        (["add", "a b", "--stdin"], PASSWORD, "名前は"),
        (["add", "tanaka", "--role", "king", "--stdin"], PASSWORD, "reader か editor"),
        (["add", "tanaka", "--stdin"], "みじかい", "10文字以上"),
        (["add", "tanaka", "--stdin"], "", "10文字以上"),
        (["add", "tanaka"], PASSWORD, "--stdin を付けて"),
        (["password", "tanaka", "--stdin"], PASSWORD, "その名前の利用者はいません"),
        (["remove", "tanaka"], "", "その名前の利用者はいません"),
        (["add"], "", "名前 が指定されていません"),
        (["nope"], "", "コマンド nope はありません"),
    ],
)
def test_what_cannot_be_done_is_one_japanese_line(
    users: Environment, arguments: list[str], given: str, says: str
) -> None:
    assert says in one_japanese_line(run(users, "user", *arguments, given=given))


def test_a_file_has_to_be_set(environment: Environment) -> None:
    assert "ASSISTANT_AUTH" in one_japanese_line(run(environment, "user", "list"))
    environment["ASSISTANT_AUTH"] = "proxy:X-Remote-User@127.0.0.1"
    assert "プロキシの側" in one_japanese_line(run(environment, "user", "list"))
    environment["ASSISTANT_AUTH"] = "users"
    assert "assistant user add" in one_japanese_line(run(environment, "user", "list"))


def test_doctor_looks_at_logins_and_what_is_kept(users: Environment, tmp_path: Path) -> None:
    shown = run(users, "doctor").stdout
    assert "○ ログイン: 利用者ファイル" in shown and "○ 保存した評価と会話: まだありません" in shown
    open_conversations(Settings(state=tmp_path / ".state")).append("suzuki", None, answer())
    assert "評価0件・会話1件" in run(users, "doctor").stdout
    users["ASSISTANT_HOST"] = "0.0.0.0"
    assert "○ ログイン" in run(users, "doctor").stdout
    del users["ASSISTANT_AUTH"]
    done = run(users, "doctor")
    assert done.returncode == 1 and "× ログイン: ログインなしで、ほかの端末から" in done.stdout


def test_settings_show_no_hash(users: Environment) -> None:
    rows = {row["name"]: row for row in json.loads(run(users, "settings", "--json").stdout)}
    assert {"ASSISTANT_AUTH", "ASSISTANT_STATE", "ASSISTANT_FEEDBACK_DAYS", "ASSISTANT_CONVERSATION_DAYS"} <= set(rows)
    assert rows["ASSISTANT_AUTH"]["value"].endswith("users") and "scrypt" not in json.dumps(rows)
