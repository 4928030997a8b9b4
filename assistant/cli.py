"""The ``assistant`` command. Each command lives in a file of its own in ``assistant/commands``."""

import os
import sys
from typing import NoReturn

import typer

from assistant.commands import register
from assistant.commands.japanese import JapaneseGroup, translate
from index.errors import AssistantError

app = typer.Typer(
    name="assistant",
    cls=JapaneseGroup,
    help="計画資料に質問し、根拠の箇所つきの回答を得ます。"
    '\n\n例: assistant ask "公共サービスメッシュはいつまでに整備しますか"',
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
register(app)


def main() -> NoReturn:
    """Run a command; every expected error is one Japanese line on standard error.

    Exit status: 0 done, 1 not found or gate failed, 2 bad usage or input, 3 internal error, 130 interrupted.
    """
    sys.exit(_run())


def _run() -> int:
    try:
        return _command()
    except AssistantError as error:
        return _fail(str(error), 2)
    except typer.TyperException as error:
        return _fail(translate(error), 2)
    except (KeyboardInterrupt, typer.Abort):
        return _fail("中断しました。", 130)
    except Exception as error:  # the last resort: never a traceback for a user
        if os.environ.get("ASSISTANT_DEBUG"):
            raise
        if isinstance(error, OSError):
            name = error.filename or "ファイル"
            return _fail(f"「{name}」を読み書きできません。権限と空き容量を確認してください。", 2)
        return _fail(
            f"内部エラーが起きました（{type(error).__name__}）。"
            "ASSISTANT_DEBUG=1 を付けてもう一度実行し、表示を管理者に伝えてください。",
            3,
        )


def _command() -> int:
    """Run the command of the command line; its exit status."""
    try:
        status = app(standalone_mode=False)
        return status if isinstance(status, int) else 0
    except typer.Exit as done:
        return done.exit_code
    except (BrokenPipeError, SystemExit):  # nobody reads the output any more: nothing more to say
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _fail(line: str, status: int) -> int:
    print(" ".join(line.split()), file=sys.stderr)  # noqa: T201
    return status


if __name__ == "__main__":
    main()
