"""Help and usage errors in Japanese."""

import re
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

_HELP = "この説明を表示して終わります。"
_NAME = re.compile(r"'([^']*)'|: (-\S+)")


class _JapaneseHelp:
    """Says in Japanese what ``--help`` does, and titles the panels."""

    def get_help_option(self, ctx: Any) -> Any:  # noqa: ANN401 - typer's own types are private
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = _HELP
        return option

    def get_help(self, ctx: Any) -> Any:  # noqa: ANN401
        _title_panels()
        return super().get_help(ctx)  # type: ignore[misc]

    def format_help(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401
        _title_panels()
        super().format_help(ctx, formatter)  # type: ignore[misc]


class JapaneseCommand(_JapaneseHelp, TyperCommand):
    """A command with Japanese help."""


class JapaneseGroup(_JapaneseHelp, TyperGroup):
    """A group of commands with Japanese help."""


def refuse_before(context: typer.Context) -> None:
    """Options of a group mean nothing to its sub-command: those before its name are an error, not overheard.

    Raises:
        InputError: there is one.
    """
    from index.errors import InputError

    if any(value not in (None, False, [], ()) for value in context.params.values()):
        name = context.invoked_subcommand
        raise InputError(
            f"オプションは {name} の後に書いてください。assistant {context.info_name} {name} --help で確認できます。"
        )


def _title_panels() -> None:
    from typer import rich_utils

    rich_utils.ARGUMENTS_PANEL_TITLE = "引数"
    rich_utils.OPTIONS_PANEL_TITLE = "オプション"
    rich_utils.COMMANDS_PANEL_TITLE = "コマンド"
    rich_utils.DEFAULT_STRING = "[既定値: {}]"
    rich_utils.REQUIRED_LONG_STRING = "[必須]"


def translate(error: typer.TyperException) -> str:
    """One Japanese line for a usage error."""
    sort = type(error).__name__
    message = error.format_message()
    found = _NAME.search(message)
    name = next((part for part in found.groups() if part), "") if found else ""
    hint = f"assistant {_command(error)}--help で使い方を確認してください。"
    if sort == "NoSuchOption":
        return f"オプション {name} はありません。{hint}"
    if sort == "MissingParameter":
        return f"{name or '引数'} が指定されていません。{hint}"
    if sort == "NoArgsIsHelpError":
        return f"コマンドを指定してください。{hint}"
    if "No such command" in message:
        return f"コマンド {name} はありません。assistant {_command(error)}--help で一覧を確認してください。"
    if sort == "BadParameter":
        return f"{name or '引数'} の値が正しくありません。{hint}"
    return f"使い方が正しくありません。{hint}"


def _command(error: typer.TyperException) -> str:
    """The names of the command that was meant, with a space behind each: ``eval check``."""
    names: list[str] = []
    context = getattr(error, "ctx", None)
    while context is not None and context.parent is not None:
        names.insert(0, f"{context.info_name} ")
        context = context.parent
    return "".join(names)
