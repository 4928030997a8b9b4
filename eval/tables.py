"""The figures of a run on a terminal."""

from collections.abc import Mapping

from eval.measures.intervals import Figure
from eval.record import Fault

HEADINGS = {
    "first": "先頭",
    "top3": "3位",
    "facts": "事実",
    "precision": "引用",
    "section": "節",
    "edition": "版",
    "sides": "両側",
    "refused": "拒否",
    "false_refusals": "誤拒",
    "right": "正答",
    "latency_median": "ms",
}
MORE = {
    "mrr": "MRR",
    "ndcg": "nDCG",
    "recall": "再現",
    "citation_recall": "引用再現（ALCE）",
    "citation_precision": "引用適合（ALCE）",
    "citations_valid": "引用の実在",
    "numbers_agree": "数字の一致",
    "ece": "確からしさの誤差（ECE）",
    "brier": "Brier",
    "risk_coverage_area": "リスク・網羅曲線の面積",
    "latency_p95": "所要時間の95%点（ms）",
}
LEGEND = (
    "先頭・3位: 根拠が先頭・3位以内にある割合　事実: 正解の事実が回答にある割合　引用: 引用が根拠を含む割合\n"
    "節: 節名が場所を言い当てる割合　版: 名指しの資料から答えた割合　両側: 比較で両方の資料を引く割合\n"
    "拒否・誤拒: 答えの無い・有る質問を断る割合　正答: そのまま見せてよい回答の割合"
)
Figures = Mapping[str, Figure]


def print_tables(whole: Figures, kinds: Mapping[str, Figures], documents: Mapping[str, Figures]) -> None:
    """Figures of the whole with intervals, then by kind and by document."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    console = Console()
    for title, rows in (("種類別", {"全体": whole} | dict(kinds)), ("資料別", dict(documents))):
        table = Table(title=title, box=SIMPLE_HEAD, pad_edge=False)
        table.add_column("", no_wrap=True, max_width=12)
        table.add_column("問", justify="right")
        for heading in HEADINGS.values():
            table.add_column(heading, justify="right", no_wrap=True)
        for name, figures in rows.items():
            count = max((figure.n for figure in figures.values()), default=0)
            table.add_row(name, str(count), *(cell(figures.get(key)) for key in HEADINGS))
        console.print(table)
    console.print(LEGEND, highlight=False)
    console.print(_with_intervals(whole))


def _with_intervals(whole: Figures) -> object:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(title="全体（95%信頼区間）", box=SIMPLE_HEAD, pad_edge=False)
    for column, justify in (("", "left"), ("値", "right"), ("区間", "right"), ("問", "right")):
        table.add_column(column, justify=justify)  # type: ignore[arg-type]
    for key, heading in {**HEADINGS, **MORE}.items():
        if figure := whole.get(key):
            table.add_row(heading, cell(figure), f"{_number(figure.low)}–{_number(figure.high)}", str(figure.n))
    return table


def cell(figure: Figure | None) -> str:
    """A figure in a table: .85, 1.00, 7.3, or – where it does not apply."""
    return "–" if figure is None else _number(figure.value)


def _number(value: float) -> str:
    return f"{value:.2f}".removeprefix("0") if abs(value) <= 1 else f"{value:.1f}"


def print_ablation(rows: Mapping[str, Figures], names: Mapping[str, str]) -> None:
    """What each part of the score is worth: the figures without it."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    table = Table(title="部分を1つずつ切ったとき", box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("切った部分")
    for key in ("first", "top3", "facts", "refused", "false_refusals", "right"):
        table.add_column(HEADINGS[key], justify="right")
    for part, figures in rows.items():
        keys = ("first", "top3", "facts", "refused", "false_refusals", "right")
        table.add_row(names.get(part, part), *(cell(figures.get(key)) for key in keys))
    Console().print(table)


def fault_line(counts: Mapping[Fault, int], names: Mapping[Fault, str]) -> str:
    """The misses by station, in one line."""
    return "外れの原因: " + "、".join(f"{names[fault]} {count}" for fault, count in counts.items())
