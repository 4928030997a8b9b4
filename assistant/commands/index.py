"""``assistant index``: build or update the index."""

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from index.build import BuildReport


def index(
    paths: Annotated[list[Path] | None, typer.Argument(help="読み直す範囲（省略すると全体）。")] = None,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="はじめから作り直します。")] = False,
    expect: Annotated[
        bool, typer.Option("--expect", help="想定質問の無い箇所に、設定した対話モデルで想定質問を書きます。")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="JSONで出力します。")] = False,
) -> int:
    """資料から索引を作成・更新します。

    例: assistant index
    """
    from assistant.commands.console import progress_bar, put
    from assistant.commands.expecting import expect_questions
    from assistant.settings import load_settings, silence_telemetry
    from index.build import build_index

    silence_telemetry()
    settings = load_settings()
    _check_paths(paths or [], settings.documents)
    _check_model(settings.index, settings.embedding_model, rebuild)

    def build(*, anew: bool) -> "BuildReport":
        return build_index(
            settings.documents,
            settings.index,
            settings.embedding_model,
            only=paths or [],
            rebuild=anew,
            enrichment=settings.enrichment,
            progress=progress,
        )

    with progress_bar() as progress:
        report = build(anew=rebuild)
        if expect:
            expect_questions(settings, paths or [], progress)
            after = build(anew=False)
            report = replace(report, warnings=after.warnings, written=report.written or after.written)
    put(_as_json(report) if as_json else _as_text(report))
    return 0


def _as_json(report: "BuildReport") -> str:
    fields = {
        "added": report.added,
        "changed": report.changed,
        "removed": report.removed,
        "passages_embedded": report.passages_embedded,
        "warnings": [asdict(warning) for warning in report.warnings],
    }
    return json.dumps(fields, ensure_ascii=False)


def _as_text(report: "BuildReport") -> str:
    done = "変更はありません。索引は最新です。"
    if report.written:
        done = (
            f"索引を更新しました（追加{len(report.added)}・変更{len(report.changed)}・削除{len(report.removed)}件、"
            f"{report.passages_embedded}箇所を埋め込み）。"
        )
    return "\n".join([done, *(f"注意: {warning.file}: {warning.why}。{warning.do}。" for warning in report.warnings)])


def _check_paths(paths: list[Path], documents: Path) -> None:
    from index.errors import InputError

    for path in paths:
        if not path.exists() or not path.resolve().is_relative_to(documents.resolve()):
            raise InputError(f"「{path}」は資料フォルダ「{documents}」の中にありません。場所を確認してください。")


def _check_model(folder: Path, embedding_model: str, rebuild: bool) -> None:
    """Ask before an index of another embedding model is replaced; without a terminal refuse."""
    import sys

    from index.embed.identity import model_identity
    from index.errors import IndexUnusable, ModelChanged
    from index.store.generations import current_generation
    from index.store.manifest import load_manifest

    if rebuild:
        return
    try:
        before = load_manifest(current_generation(folder)).model
    except IndexUnusable:
        return
    if before == model_identity(embedding_model):
        return
    if not (sys.stdin.isatty() and typer.confirm("埋め込みモデルが変わりました。索引を作り直しますか?")):
        raise ModelChanged(
            "埋め込みモデルが変わったため、索引を作り直す必要があります。assistant index --rebuild を実行してください。"
        )
