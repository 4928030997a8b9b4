"""``assistant user``: who may log in with a password."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.commands.japanese import JapaneseCommand, JapaneseGroup

if TYPE_CHECKING:
    from assistant.auth.users_file import UsersFile

group = typer.Typer(cls=JapaneseGroup, no_args_is_help=True)

Name = Annotated[str, typer.Argument(metavar="名前", help="利用者の名前。")]
FromStdin = Annotated[bool, typer.Option("--stdin", help="パスワードを標準入力の1行目から読みます。")]


@group.callback()
def users() -> None:
    """質問画面にログインできる利用者を登録・変更します。場所は ASSISTANT_AUTH で決めます。

    例: ASSISTANT_AUTH=.state/users assistant user add suzuki
    """


@group.command("add", cls=JapaneseCommand)
def add(
    name: Name,
    role: Annotated[
        str, typer.Option("--role", metavar="役割", help="reader（質問する）か editor（資料なども変える）。")
    ] = "reader",
    stdin: FromStdin = False,
) -> int:
    """利用者を登録します。パスワードは2度たずね、画面には出しません。

    例: assistant user add suzuki --role editor
    """
    from typing import get_args

    from assistant.auth import Role
    from assistant.commands.console import put
    from index.errors import InputError

    file = _file()
    roles: dict[str, Role] = {role: role for role in get_args(Role)}
    if role not in roles:
        raise InputError("--role は reader か editor にしてください。")
    file.check_free(name)
    kept = file.add(name, roles[role], _password(stdin))
    put(f"「{kept}」を登録しました（{role}）。")
    return 0


@group.command("list", cls=JapaneseCommand)
def show(as_json: Annotated[bool, typer.Option("--json", help="JSONで出力します。")] = False) -> int:
    """利用者と役割の一覧を表示します。

    例: assistant user list
    """
    from assistant.commands.console import put

    entries = _file().entries()
    if as_json:
        put(json.dumps([{"name": name, "role": entry.role} for name, entry in entries.items()], ensure_ascii=False))
        return 0
    for name, entry in entries.items():
        put(f"{name}  {entry.role}")
    put(f"{len(entries)}人")
    return 0


@group.command("remove", cls=JapaneseCommand)
def remove(name: Name) -> int:
    """利用者を消します。保存した会話も削除します。

    例: assistant user remove suzuki
    """
    from assistant.commands.console import put
    from assistant.conversations import open_conversations
    from assistant.settings import load_settings

    known = _file().remove(name)
    deleted = open_conversations(load_settings()).delete_all(known)  # else the next of this name would read them
    put(f"「{known}」を消しました（保存した会話{deleted}件も削除しました）。")
    return 0


@group.command("password", cls=JapaneseCommand)
def password(name: Name, stdin: FromStdin = False) -> int:
    """パスワードを変えます。

    例: assistant user password suzuki
    """
    from assistant.commands.console import put

    file = _file()
    known = file.known(name, file.entries())
    file.change_password(known, _password(stdin))
    put(f"「{known}」のパスワードを変えました。")
    return 0


def _file() -> "UsersFile":
    from assistant.auth.proxy import PREFIX
    from assistant.auth.users_file import UsersFile
    from assistant.settings import load_settings
    from index.errors import SettingsError

    setting = load_settings().auth
    if not setting:
        raise SettingsError("ASSISTANT_AUTH に利用者ファイルの場所（例 .state/users）を設定してください。")
    if setting.startswith(PREFIX):
        raise SettingsError(
            "ASSISTANT_AUTH でプロキシのログインを使う設定です。利用者はプロキシの側で登録してください。"
        )
    return UsersFile(setting)


def _password(stdin: bool) -> str:
    """The new password, from standard input or asked twice without echo.

    Raises:
        InputError: none was given, it cannot be used, or the second differs.
    """
    import sys
    from getpass import getpass

    from assistant.auth.users_file import check_password
    from index.errors import InputError

    if stdin:
        try:
            given = sys.stdin.buffer.readline().decode("utf-8").rstrip("\r\n")
        except UnicodeDecodeError:
            raise InputError("パスワードの文字コードがUTF-8ではありません。UTF-8で渡してください。") from None
        check_password(given)
        return given
    if not sys.stdin.isatty():
        raise InputError("パスワードを標準入力から渡すときは --stdin を付けてください。")
    try:
        given = getpass("パスワード: ")
        check_password(given)
        again = getpass("もう一度: ")
    except EOFError:
        raise InputError("パスワードが入力されていません。もう一度実行してください。") from None
    if given != again:
        raise InputError("2度目のパスワードが違います。もう一度実行してください。")
    return given
