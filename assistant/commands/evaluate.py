"""``assistant eval``: gold questions, figures, floors."""

from pathlib import Path
from typing import Annotated

import typer


def evaluate(
    only: Annotated[
        list[str] | None,
        typer.Option("--only", help="質問集を選びます（sample, dev, test）。複数指定できます。"),
    ] = None,
    kind: Annotated[list[str] | None, typer.Option("--kind", help="この種類の質問だけ。複数指定できます。")] = None,
    questions: Annotated[Path | None, typer.Option("--questions", help="手元の質問ファイル（JSONL）。")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSONで出力します。")] = False,
) -> int:
    """回答の正しさを測ります。決められた下限を下回ると終了コード1を返します。

    例: assistant eval --only dev --kind date
    """
    from eval.command import run_evaluation

    return run_evaluation(only or [], kind or [], questions, as_json=as_json)
