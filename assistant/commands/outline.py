"""``assistant outline`` and ``assistant show``: a document's tree, and one of its sections."""

import json
from bisect import bisect_right
from typing import TYPE_CHECKING, Annotated

import typer

from index.load.text import line_spans
from index.places import place_name

if TYPE_CHECKING:
    from index.document import Section
    from index.search import Index


def outline(
    slug: Annotated[str, typer.Argument(help="資料の名前（assistant documents の左端）。")],
    furniture: Annotated[
        bool, typer.Option("--furniture", help="見出しにも本文にもならない文字（目次・頁番号など）を一覧にします。")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="JSONで出力します。")] = False,
) -> int:
    """資料の見出しの木を表示します。

    例: assistant outline 2023-06_priority-plan-draft-outline
    """
    from assistant.commands.console import put

    index = _index()
    (number,) = index.document_numbers([slug])
    if furniture:
        _put_furniture(index, number)
        return 0
    sections = [section for _, section in index.content.sections(number) if section.path]
    places = [index.content.where(number, section.first_line, section.first_line) for section in sections]
    if as_json:
        rows = [
            {
                "path": list(section.path),
                "level": section.level,
                "lines": [section.first_line, section.last_line] if place.lines else None,
                "page": place.page,
            }
            for section, place in zip(sections, places, strict=True)
        ]
        put(json.dumps(rows, ensure_ascii=False))
        return 0
    for section, place in zip(sections, places, strict=True):
        put(f"{'  ' * (section.level - 1)}{section.path[-1]}  {place_name(place)}")
    return 0


def _put_furniture(index: "Index", number: int) -> None:
    """One piece a line: slug, line, reason, text."""
    from assistant.commands.console import put

    source = index.content.whole_source(number)
    starts = [start for start, _ in line_spans(source)]
    for piece in index.content.furniture(number):
        line = bisect_right(starts, piece.end - 1)
        text = " ".join(source[piece.start : piece.end].split())
        put("\t".join([index.editions[number].slug, str(line), piece.reason, text]))


def show(
    section: Annotated[str, typer.Argument(help="節の番号や名前（例: 第3-2 1）。")],
    document: Annotated[str | None, typer.Option("--document", help="この資料だけを探します。")] = None,
) -> int:
    """節の本文を表示します。

    例: assistant show "第3-2 1"
    """
    from assistant.commands.console import note
    from index.errors import InputError

    if not section.strip(" 　.．"):
        raise InputError("節の番号か名前を指定してください。")
    index = _index()
    numbers = index.document_numbers([document]) if document else list(range(len(index.editions)))
    found = [
        (number, place, node)
        for number in numbers
        for place, node in index.content.sections(number)
        if node.path and _names(node.path[-1], section)
    ]
    if not found:
        note(f"「{section}」という節は見つかりませんでした。assistant outline で見出しを確認してください。")
        return 1
    for number, place, node in found:
        _put_section(index, number, place, node)
    return 0


def _put_section(index: "Index", number: int, place: int, node: "Section") -> None:
    """A section with all below it."""
    from assistant.commands.console import put

    edition = index.editions[number]
    where = place_name(index.content.where(number, node.first_line, node.last_line))
    beside = f"（{edition.date}）" if edition.date else ""
    put(f"『{edition.title}』{beside} {' > '.join(node.path)}  {where}")
    below = [
        child
        for child, inner in index.content.sections(number)
        if child >= place and inner.first_line <= node.last_line and inner.path[: len(node.path)] == node.path
    ]
    for child in below:
        if child != place:
            put(f"  {index.section(child).path[-1]}")
        for unit in index.content.units_of_section(child):
            where = place_name(index.content.where(number, unit.unit.first_line, unit.unit.last_line))
            put(f"    {unit.unit.text}  {where}")
    put()


def _index() -> "Index":
    from assistant.commands.console import progress_bar
    from assistant.plan import PlanAssistant

    with progress_bar() as progress:
        return PlanAssistant(progress=progress).index


def _names(heading: str, asked: str) -> bool:
    """Whether a heading is the one asked for: by its beginning (its number) or by its name."""
    from index.normalise import fold

    have, want = fold(heading).replace(" ", ""), fold(asked).replace(" ", "").rstrip(".")
    if have.startswith(want):
        rest = have[len(want) :]
        return not rest or not (want[-1].isdigit() and rest[0].isdigit())
    return len(want) >= 3 and want in have
