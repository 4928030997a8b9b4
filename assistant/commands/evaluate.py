"""``assistant eval``: gold questions, figures with intervals, the gate."""

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
    report: Annotated[Path | None, typer.Option("--report", help="報告（HTML・JSON・JUnit）を書くフォルダ。")] = None,
    baseline: Annotated[Path | None, typer.Option("--baseline", help="比べる基準のファイル。")] = None,
    update_baseline: Annotated[
        bool, typer.Option("--update-baseline", help="今回の結果を新しい基準にします。")
    ] = False,
    ablation: Annotated[bool, typer.Option("--ablate", help="採点の部分を1つずつ切って比べます。")] = False,
    passages: Annotated[Path | None, typer.Option("--passages", help="検索だけの質問集（JSONL）で測ります。")] = None,
    text_only: Annotated[bool, typer.Option("--text-only", help="--passages で題名を使いません。")] = False,
    nightly: Annotated[
        Path | None, typer.Option("--nightly", help="夜間評価。報告をこのフォルダに置き、前回の合格分を残します。")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSONで出力します。")] = False,
) -> int:
    """回答の正しさを測り、公開してよいかを判定します。不合格なら終了コード1を返します。

    例: assistant eval --only dev --kind date
    """
    from eval.command import Options, run_ablation, run_evaluation, run_nightly, run_passages
    from eval.gate import BASELINE

    if nightly is not None:
        return run_nightly(nightly)
    if passages is not None:
        return run_passages(passages, text_only=text_only, as_json=as_json)
    options = Options(
        tuple(only or ()), tuple(kind or ()), questions, as_json, report, baseline or BASELINE, update_baseline
    )
    return run_ablation(options) if ablation else run_evaluation(options)
