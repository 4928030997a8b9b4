"""``assistant eval``: gold questions, figures, the gate; ``check`` and ``add`` look after the questions."""

from pathlib import Path
from typing import Annotated

import typer

from assistant.commands.japanese import JapaneseCommand, JapaneseGroup, refuse_before

group = typer.Typer(cls=JapaneseGroup)


@group.callback(invoke_without_command=True)
def evaluate(
    context: typer.Context,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", help="質問集を選びます（sample, dev, test）。複数指定できます。"),
    ] = None,
    kind: Annotated[list[str] | None, typer.Option("--kind", help="この種類の質問だけ。複数指定できます。")] = None,
    questions: Annotated[
        Path | None, typer.Option("--questions", help="手元の質問ファイル（JSONL・CSV・Excel）。")
    ] = None,
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
    if context.invoked_subcommand:
        refuse_before(context)
        return 0
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


@group.command("check", cls=JapaneseCommand)
def check(
    only: Annotated[
        list[str] | None,
        typer.Option("--only", help="質問集を選びます（sample, dev, test, own）。複数指定できます。"),
    ] = None,
    questions: Annotated[
        Path | None, typer.Option("--questions", help="この質問ファイルだけ（JSONL、CSV、Excel）。")
    ] = None,
    fix: Annotated[
        bool,
        typer.Option("--fix", help="資料の変更で合わなくなった根拠を書き直します（自分の質問だけ）。"),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="JSONで出力します。")] = False,
) -> int:
    """質問集を確認します。根拠が資料にあるか、重なりや漏れがないかを調べ、誤りがあれば終了コード1を返します。

    例: assistant eval check --only own --fix
    """
    from eval.gold_command import run_check

    return run_check(only or [], questions, fix=fix, as_json=as_json)


@group.command("add", cls=JapaneseCommand)
def add(
    question: Annotated[str | None, typer.Argument(help="質問文。省くと尋ねます。")] = None,
    conversation: Annotated[
        list[str] | None, typer.Option("--conversation", help="その前の質問。古い順に複数指定できます。")
    ] = None,
    evidence: Annotated[
        list[str] | None,
        typer.Option("--evidence", help="根拠の番号（1,3）か資料の文。0 は資料にないこと。複数指定できます。"),
    ] = None,
    answer: Annotated[str | None, typer.Option("--answer", help="正解。")] = None,
    facts: Annotated[
        str | None, typer.Option("--facts", help="正解に必ず要る語。; で区切り、別の書き方は | で並べます。")
    ] = None,
    kind: Annotated[str | None, typer.Option("--kind", help="種類（時期、数値、一覧 など）。")] = None,
    file: Annotated[
        Path | None, typer.Option("--file", help="足すファイル（JSONL）。省くと eval/gold/own.jsonl。")
    ] = None,
) -> int:
    """質問を1つ追加します。回答を見ながら、根拠の箇所と正解を順に尋ねます。

    例: assistant eval add "公共サービスメッシュはいつまでに整備しますか"
    """
    from eval.add import Given
    from eval.gold_command import run_add

    given = Given(
        question=question,
        conversation=tuple(conversation or ()),
        evidence=tuple(evidence) if evidence else None,
        answer=answer,
        facts=facts,
        kind=kind,
    )
    return run_add(file, given)
