"""``assistant documents``: what is in the index; ``--write`` puts a derived entry into the catalogue."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from index.search import Index


def documents(
    write: Annotated[
        str | None, typer.Option("--write", metavar="資料名", help="自動で読み取った項目を目録に書き加えます。")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSONで出力します。")] = False,
) -> int:
    """索引にある資料の一覧を表示します。

    例: assistant documents
    """
    from assistant.commands.console import progress_bar, put
    from assistant.plan import PlanAssistant

    with progress_bar() as progress:
        index = PlanAssistant(progress=progress).index
    if write is not None:
        _write(index, write)
        return 0
    rows = [asdict(edition) | counts for edition, counts in zip(index.editions, index.content.counts(), strict=True)]
    warnings = [asdict(warning) for warning in index.manifest.all_warnings]
    if as_json:
        put(json.dumps({"documents": rows, "warnings": warnings}, ensure_ascii=False))
        return 0
    for row in rows:
        _put_row(row)
    for warning in warnings:
        put(f"注意: {warning['file']}: {warning['why']}。{warning['do']}。")
    return 0


def _put_row(row: dict[str, Any]) -> None:
    from assistant.commands.console import put

    beside = "・".join(part for part in (row["date"], row["status"]) if part)
    put(row["slug"])
    put(f"    {row['title']}" + (f"（{beside}）" if beside else "") + ("　※自動で読み取り" if row["derived"] else ""))
    put(f"    節 {row['sections']}・単位 {row['units']}・箇所 {row['passages']}")


def _write(index: "Index", slug: str) -> None:
    from assistant.commands.console import put
    from assistant.settings import load_settings
    from index.catalog_entry import write_entry

    (number,) = index.document_numbers([slug])
    path = write_entry(load_settings().documents, index.editions[number])
    put(f"目録「{path}」に「{slug}」を書き加えました。題名や日付を確かめてください。")
