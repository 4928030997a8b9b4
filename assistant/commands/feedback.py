"""``assistant feedback``: what readers said of answers; ``gold`` makes a test question of it, ``delete`` deletes it."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.commands.japanese import JapaneseCommand, JapaneseGroup, refuse_before

if TYPE_CHECKING:
    from datetime import datetime

    from assistant.feedback import Feedback, FeedbackStore

group = typer.Typer(cls=JapaneseGroup)


@group.callback(invoke_without_command=True)
def feedback(
    context: typer.Context,
    bad: Annotated[bool, typer.Option("--bad", help="「悪い」だけ。")] = False,
    since: Annotated[
        str | None, typer.Option("--since", metavar="日付", help="この日から後だけ（例 2026-04-01）。")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSONで出力します。")] = False,
) -> int:
    """画面で送られた評価（良い・悪い）の一覧を表示します。

    例: assistant feedback --bad --since 2026-04-01
    """
    if context.invoked_subcommand:
        refuse_before(context)
        return 0
    from assistant.commands.console import put

    found = _store().list(bad_only=bad, since=_day(since) if since else None)
    if as_json:
        put(json.dumps([_as_json(one) for one in found], ensure_ascii=False))
        return 0
    for one in found:
        _put(one)
    put(f"{len(found)}件" if found else "評価はありません。")
    return 0


@group.command("gold", cls=JapaneseCommand)
def gold(
    number: Annotated[int, typer.Argument(metavar="番号", help="評価の番号（一覧の左端）。")],
    write: Annotated[
        Path | None, typer.Option("--write", metavar="ファイル", help="このファイル（JSONL）に書き加えます。")
    ] = None,
) -> int:
    """評価の1件を、質問集（assistant eval）の下書きにします。必須の語や正解は、書き足してください。

    例: assistant feedback gold 12 --write eval/gold/own.jsonl
    """
    from eval.from_feedback import run_gold

    return run_gold(_store().get(number), write)


@group.command("delete", cls=JapaneseCommand)
def delete(
    number: Annotated[int | None, typer.Argument(metavar="番号", help="評価の番号（一覧の左端）。")] = None,
    everything: Annotated[bool, typer.Option("--all", help="すべて削除します。")] = False,
) -> int:
    """評価を削除します。ファイルにも跡を残しません。

    例: assistant feedback delete 12
    """
    from assistant.commands.console import put
    from index.errors import InputError

    if everything is (number is not None):
        raise InputError("削除する評価の番号か --all のどちらか1つを指定してください。")
    if number is None:
        put(f"評価{_store().delete_all()}件をすべて削除しました。")
        return 0
    _store().delete(number)
    put(f"番号 {number} の評価を削除しました。")
    return 0


def _store() -> "FeedbackStore":
    from assistant.feedback import open_feedback
    from assistant.settings import load_settings

    return open_feedback(load_settings())


def _day(text: str) -> "datetime":
    """The beginning of a day on this machine's clock."""
    from datetime import datetime

    from index.errors import InputError

    try:
        return datetime.strptime(text, "%Y-%m-%d").astimezone()
    except (ValueError, OverflowError):
        raise InputError("--since は 2026-04-01 のように年-月-日で書いてください。") from None


def _as_json(one: "Feedback") -> dict[str, object]:
    return {
        "id": one.number,
        "time": one.given,
        "user": one.user,
        "rating": one.opinion.rating,
        "reason": one.opinion.reason,
        "comment": one.opinion.comment,
        "question": one.question,
        "conversation": list(one.conversation),
        "answer": json.loads(one.answer_json),
        "index": one.index,
        "composer": one.composer,
    }


def _put(one: "Feedback") -> None:
    from datetime import datetime

    from assistant.commands.console import put
    from assistant.visible import visible

    time = datetime.fromisoformat(one.given).astimezone().strftime("%Y-%m-%d %H:%M")
    put("  ".join(part for part in (f"{one.number:>4}", time, one.opinion.text, visible(one.user)) if part))
    for name, text in (("質問", one.question), ("回答", one.answer_text), ("コメント", one.opinion.comment)):
        if text:
            put(f"      {name}: {' '.join(visible(text).split())}")
