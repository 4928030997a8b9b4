"""``assistant expected``: the expected questions, to look at, to check and to edit."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from index.enrich.expected import ExpectedEntry
    from index.enrich.tie import Tied
    from index.search import Index

_SHOWN = 60  # characters of a unit's text in a line


def expected(
    documents: Annotated[
        list[str] | None, typer.Option("--document", metavar="資料名", help="この資料だけ。複数指定できます。")
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="箇所が変わった・見つからない想定質問を一覧にします。")
    ] = False,
    write: Annotated[
        Path | None, typer.Option("--write", metavar="ファイル", help="編集用に書き出します（.csv・.xlsx・.jsonl）。")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSONで出力します。")] = False,
) -> int:
    """想定質問（各箇所が答えになる質問）を一覧・点検・書き出しします。

    例: assistant expected --write 想定質問.xlsx
    """
    from assistant.commands.console import progress_bar, put
    from assistant.plan import PlanAssistant
    from index.enrich.gather import gather
    from index.enrich.tie import tie

    with progress_bar() as progress:
        assistant = PlanAssistant(progress=progress)
        index = assistant.index
    wanted = set(documents or index.numbers)
    index.document_numbers(wanted)
    gathered = gather(assistant.settings.enrichment, wanted)
    entries = {slug: found for slug, found in gathered.entries.items() if slug in wanted}
    if write is not None:
        return _write(write, entries)
    tied = list(tie(index.content, entries))
    if as_json:
        put(json.dumps([_as_json(one) for one in tied], ensure_ascii=False))
    elif check:
        _print_check(index, tied)
    else:
        _print_counts(index, tied)
    for warning in gathered.warnings:
        put(f"注意: {warning.file}: {warning.why}。{warning.do}。")
    return 0


def _write(path: Path, entries: "Mapping[str, list[ExpectedEntry]]") -> int:
    from assistant.commands.console import put
    from index.enrich.table import write_table

    rows = [entry for found in entries.values() for entry in found]
    write_table(path, rows)
    put(f"想定質問{sum(len(row.questions) + len(row.unanswered) for row in rows):,}問を「{path}」に書き出しました。")
    put(
        "直したファイルは、想定質問フォルダ（ASSISTANT_EXPECTED、既定は expected）に置くと次の索引づくりで使われます。"
        "同梱のものと差し替えるには、資料名と同じ名前を付けてください。"
    )
    return 0


def _as_json(tied: "Tied") -> dict[str, object]:
    return {
        "document": tied.slug,
        "units": len(tied.units),
        "questions": tied.questions,
        "unanswered": tied.unanswered,
        "moved": [found.entry.text for found in tied.moved],
        "lost": [entry.text for entry in tied.lost],
    }


def _print_counts(index: "Index", tied: "list[Tied]") -> None:
    from assistant.commands.console import put

    if not tied:
        put("想定質問はありません。assistant index --expect で対話モデルに書かせるか、自作のファイルを置いてください。")
    for one in tied:
        units = len(index.content.rows_of(index.numbers[one.slug], "units"))
        put(one.slug)
        put(f"    想定質問 {one.questions:,}問・単位 {len(one.units)}/{units}、記載のない質問 {one.unanswered:,}問")
        for name, rows in (("箇所の文が変わったもの", len(one.moved)), ("箇所が見つからないもの", len(one.lost))):
            if rows:
                put(f"    {name} {rows}行（assistant expected --check で一覧）")


def _print_check(index: "Index", tied: "list[Tied]") -> None:
    from assistant.commands.console import put
    from index.enrich.tie import places

    told = False
    for one in tied:
        texts = {place.unit: place.text for place in places(index.content, index.numbers[one.slug])}
        for found in one.moved:
            told = True
            before, now = _short(found.entry.text), _short(texts[found.unit])
            put(f"{one.slug}: 箇所の文が変わりました\n    旧: {before}\n    今: {now}")
        for entry in one.lost:
            told = True
            put(f"{one.slug}: 箇所が見つかりません\n    {_short(entry.text)}")
    if not told:
        put("すべての想定質問が、今の資料の箇所に結び付いています。")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[:_SHOWN] + "…"
