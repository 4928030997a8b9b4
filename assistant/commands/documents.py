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
    from rich.console import Console
    from rich.table import Table

    table = Table("資料", "題名", "日付", "種別", "節", "単位", "箇所")
    for row in rows:
        counts = [str(row[name]) for name in ("sections", "units", "passages")]
        table.add_row(row["slug"], row["title"], row["date"], row["status"], *counts)
    Console().print(table)
    for warning in warnings:
        put(f"注意: {warning['file']}: {warning['why']}。{warning['do']}。")
    return 0
