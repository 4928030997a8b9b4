"""``assistant compare``: two editions side by side, section by section (新旧対照)."""

from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from assistant.answer import Citation
    from assistant.compare import Comparison, SectionPair, SectionPath

NOTHING = "（記載なし）"


def compare(
    one: Annotated[str, typer.Argument(metavar="資料A", help="資料の名前かその一部、呼び名、年と呼び名。")],
    other: Annotated[str, typer.Argument(metavar="資料B", help="もう一方の資料。どちらが先でも古い方が左です。")],
    topic: Annotated[str | None, typer.Argument(metavar="話題", help="この話題の節だけを、近い順に比べます。")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSONで出力します。")] = False,
) -> int:
    """2つの版を節ごとに並べて比べます（新旧対照）。

    例: assistant compare 2021年の計画 2023年の計画案 防災
    """
    from assistant.commands.console import note, progress_bar, put
    from assistant.compare import compare as compare_documents
    from assistant.plan import PlanAssistant

    with progress_bar() as progress:
        index = PlanAssistant(progress=progress).index
    comparison = compare_documents(index, one, other, topic)
    found = bool(comparison.sections) or topic is None
    if as_json:
        put(comparison.to_json())
    elif found:
        _put_comparison(comparison)
    else:
        note(f"「{topic}」についての記載は、どちらの資料にも見つかりませんでした。")
    return 0 if found else 1


def _put_comparison(comparison: "Comparison") -> None:
    from assistant.commands.console import put

    old, new = comparison.old, comparison.new
    put(f"旧 {old.name}")
    put(f"新 {new.name}")
    for side, edition in (("旧", old), ("新", new)):
        if edition.is_draft:
            put(f"※ {side}は「案」です。決定されたものではありません。")
    counts = Counter(section.status.value for section in comparison.sections)
    put(f"節 {len(comparison.sections)}（{'・'.join(f'{status}{count}' for status, count in counts.items())}）")
    put("[-…-] は旧だけ、{+…+} は新だけにある文字です。\n")
    heads = [f"{side} {edition.date} {edition.status}".strip() for side, edition in (("旧", old), ("新", new))]
    for section in comparison.sections:
        _put_section(section, heads)


def _put_section(section: "SectionPair", heads: list[str]) -> None:
    from assistant.commands.console import put
    from assistant.commands.table import put_table

    named = section.new or section.old
    put(f"■ {section.status.value}  {_name(named)}")
    if section.near is not None:
        put(f"  （{'旧' if section.new else '新'}の「{_name(section.near)}」に近い内容があります）")
    if not section.units:
        put("  （見出しのほかに、この節だけの記載はありません）")
    columns = [f"{head}\n{_name(side)}" for head, side in zip(heads, (section.old, section.new), strict=True)]
    rows = [
        (unit.status.value, _cell(unit.old, unit.old_text, section.old), _cell(unit.new, unit.new_text, section.new))
        for unit in section.units
    ]
    put_table(["", *columns], rows, narrow=1)
    put()


def _cell(citation: "Citation | None", text: str, section: "SectionPath | None") -> str:
    """The text and where it stands, with its section where that is not the one above."""
    if citation is None:
        return ""
    elsewhere = section is None or citation.section != section.path
    within = f"{' > '.join(citation.section[-2:]) or '（冒頭）'} " if elsewhere else ""
    return f"{text}\n（{within}{citation.place}）"


def _name(section: "SectionPath | None") -> str:
    if section is None:
        return NOTHING
    return " > ".join(section.path) or "（冒頭）"
