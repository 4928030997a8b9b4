"""The commands and groups of commands, one file each; what a command needs is imported when it runs."""

from collections.abc import Callable

import typer

from assistant.commands import (
    ask,
    chat,
    compare,
    doctor,
    documents,
    evaluate,
    expected,
    feedback,
    index,
    outline,
    settings,
    sheet,
    user,
)
from assistant.commands.japanese import JapaneseCommand

_COMMANDS: dict[str, Callable[..., int]] = {
    "ask": ask.ask,
    "index": index.index,
    "documents": documents.documents,
    "sheet": sheet.sheet,
    "compare": compare.compare,
    "expected": expected.expected,
    "outline": outline.outline,
    "show": outline.show,
    "chat": chat.chat,
    "settings": settings.settings,
    "doctor": doctor.doctor,
}
_GROUPS = {"eval": evaluate.group, "feedback": feedback.group, "user": user.group}


def register(app: typer.Typer) -> None:
    """Add all commands to the application."""
    for name, function in _COMMANDS.items():
        app.command(name, cls=JapaneseCommand)(function)
    for name, group in _GROUPS.items():
        app.add_typer(group, name=name)
