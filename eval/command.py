"""``assistant eval``: ask the gold questions, print the figures, compare with the floors."""

import json
import tomllib
from collections.abc import Sequence
from pathlib import Path

from assistant import PlanAssistant
from assistant.commands.console import note, progress_bar, put
from eval.gold import SETS, GoldQuestion, load_questions, load_sets
from eval.harness import Figures, by_document, by_kind, figures, run
from index.errors import InputError

FLOORS = Path(__file__).parent / "floors.toml"
# What each figure is called in the table, and what it means.
HEADINGS = {
    "questions": "問",
    "first": "先頭",
    "top3": "3位",
    "facts": "事実",
    "precision": "引用",
    "section": "節",
    "sides": "両側",
    "refused": "拒否",
    "false_refusals": "誤拒",
    "milliseconds": "ms",
}
LEGEND = (
    "先頭・3位: 根拠が先頭・3位以内にある割合　事実: 正解の事実が回答にある割合　引用: 引用が根拠を含む割合\n"
    "節: 節名が場所を言い当てる割合　両側: 比較で両方の資料を引く割合　拒否・誤拒: 答えの無い・有る質問を断る割合"
)


def run_evaluation(only: Sequence[str], kinds: Sequence[str], file: Path | None, *, as_json: bool) -> int:
    """Run and report; 1 if a figure lies below its floor.

    Floors hold for the whole gold set: with ``--kind`` or a file of one's own there are none.

    Raises:
        InputError: an unknown set, or a file that cannot be read.
    """
    unknown = [name for name in only if name not in SETS]
    if unknown:
        raise InputError(f"質問集「{unknown[0]}」はありません。{'・'.join(SETS)} から選んでください。")
    questions = load_questions(file) if file else load_sets(only or SETS)
    questions = [question for question in questions if not kinds or question.kind in kinds]
    if not questions:
        raise InputError("当てはまる質問がありません。--only や --kind の指定を確認してください。")
    with progress_bar() as progress:
        assistant = PlanAssistant(progress=progress)
        scores = run(
            assistant,
            questions,
            assistant.settings.documents,
            lambda done: progress("質問しています", done, len(questions)),
        )
    whole = figures(scores)
    fallen = [] if kinds or file else below_floors(whole, "all" if set(only or SETS) == set(SETS) else "、".join(only))
    if as_json:
        put(json.dumps(_as_json(whole, by_kind(scores), by_document(scores), fallen), ensure_ascii=False))
    else:
        _print_tables(questions, whole, by_kind(scores), by_document(scores))
    for line in fallen:
        note(line)
    return 1 if fallen else 0


def below_floors(whole: Figures, name: str) -> list[str]:
    """One Japanese line for each figure that lies on the wrong side of its floor."""
    floors: dict[str, dict[str, float]] = tomllib.loads(FLOORS.read_text("utf-8"))
    lines = []
    for figure, floor in floors.get(name, {}).items():
        value = getattr(whole, figure)
        too_high = figure == "false_refusals"
        if value is not None and (value > floor if too_high else value < floor):
            side = "上限" if too_high else "下限"
            lines.append(
                f"{HEADINGS[figure]} {value:.3f} が{side} {floor:.3f} を{'上' if too_high else '下'}回りました。"
            )
    return lines


def _as_json(
    whole: Figures, kinds: dict[str, Figures], documents: dict[str, Figures], fallen: list[str]
) -> dict[str, object]:
    return {
        "all": whole.as_dict(),
        "kinds": {name: one.as_dict() for name, one in kinds.items()},
        "documents": {name: one.as_dict() for name, one in documents.items()},
        "below_floors": fallen,
    }


def _print_tables(
    questions: Sequence[GoldQuestion],
    whole: Figures,
    kinds: dict[str, Figures],
    documents: dict[str, Figures],
) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    console = Console()
    for title, rows in ((f"全体（{len(questions)}問）と種類別", {"全体": whole} | kinds), ("資料別", documents)):
        table = Table(title=title, box=SIMPLE_HEAD, pad_edge=False)
        table.add_column("", no_wrap=True, max_width=10)
        for heading in HEADINGS.values():
            table.add_column(heading, justify="right", no_wrap=True, min_width=4 if heading == "ms" else None)
        for name, one in rows.items():
            table.add_row(name, *(_cell(value) for value in one.as_dict().values()))
        console.print(table)
    console.print(LEGEND, highlight=False)


def _cell(value: float | int | None) -> str:
    if value is None:
        return "–"
    if isinstance(value, int):
        return str(value)
    return f"{value:.2f}".removeprefix("0") if value <= 1 else f"{value:.0f}"
