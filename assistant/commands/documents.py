"""``assistant documents``: what is in the index."""

import json
from dataclasses import asdict
from typing import Annotated

import typer


def documents(as_json: Annotated[bool, typer.Option("--json", help="JSONで出力します。")] = False) -> int:
    """索引にある資料の一覧を表示します。

    例: assistant documents
    """
    from assistant.commands.console import progress_bar, put
    from assistant.plan import PlanAssistant

    with progress_bar() as progress:
        index = PlanAssistant(progress=progress).index
    rows = [asdict(edition) | counts for edition, counts in zip(index.editions, index.content.counts(), strict=True)]
    warnings = [warning.model_dump() for warning in index.manifest.warnings]
    if as_json:
        put(json.dumps({"documents": rows, "warnings": warnings}, ensure_ascii=False))
        return 0
    for row in rows:
        beside = "・".join(part for part in (row["date"], row["status"]) if part)
        put(row["slug"])
        put(f"    {row['title']}" + (f"（{beside}）" if beside else ""))
        put(f"    節 {row['sections']}・単位 {row['units']}・箇所 {row['passages']}")
    for warning in warnings:
        put(f"注意: {warning['file']}: {warning['why']}。{warning['do']}。")
    return 0
