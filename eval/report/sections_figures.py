"""The sections that show figures: what is measured, by kind and by document, over time."""

from collections.abc import Mapping, Sequence

from eval.report.charts.intervals import Row, intervals
from eval.report.charts.trend import trend
from eval.report.data import Figure, Past, ReportData
from eval.report.markup import Markup, join, tag
from eval.report.names import FINDING, NAMED, NONE, REFUSING, SAYING, Named, kind_name, moment
from eval.report.tables import beside, legend, paragraph, section, table

LEGEND = legend(("key-point", "●", "今回の値"), ("key-span", "━", "95%区間"), ("key-before", "┃", "基準"))
PART_LEGEND = legend(("key-point", "●", "今回の値"), ("key-span", "━", "95%区間"))
GROUPS = (("検索", FINDING), ("回答と引用", SAYING), ("拒否と確からしさ", REFUSING))
COLUMNS = ("right", "first", "top3", "facts", "section", "citation_recall", "citation_precision", "refused")
TRENDS = ("right", "first", "top3", "facts", "refused", "citation_recall")
LATEST = 10  # runs in the table of the history


def figures(data: ReportData) -> Markup:
    """Every figure with its interval and its change."""
    groups = [_group(data, title, names) for title, names in GROUPS]
    unknown = tuple(Named(key, key, "", "score") for key in data.figures if key not in NAMED)
    if unknown:
        groups.append(_group(data, "そのほか", unknown))
    compared = f"差は「{data.baseline}」との対応のある差です。" if data.baseline else "比べる基準はまだありません。"
    marks = (
        "▲は良くなった、▼は悪くなった（差の95%区間が0を含まない）ことを表します。↓の付いた指標は低いほど良い値です。"
    )
    return section("figures", "指標", paragraph(compared + marks), *groups)


def _group(data: ReportData, title: str, names: Sequence[Named]) -> Markup:
    present = [named for named in names if named.key in data.figures]
    if not present:
        return Markup()
    rows = [_figure_row(named, data.figures[named.key], data.changes.get(named.key)) for named in present]
    whole = table(f"{title}の指標", ("指標", "値", "95%区間", "基準との差", "問数"), rows)
    drawn = [_row(named, data) for named in present if named.unit != "time"]
    inner = beside(intervals(f"{title}の指標", drawn), whole, LEGEND) if drawn else whole
    return join([tag("h3", title), inner])


def _row(named: Named, data: ReportData) -> Row:
    figure, change = data.figures[named.key], data.changes.get(named.key)
    before = None
    if figure.value is not None and change is not None and change.value is not None:
        before = figure.value - change.value
    return Row(_arrowed(named), figure, named.write(figure.value), before)


def _arrowed(named: Named) -> str:
    return f"{named.name} ↓" if named.lower_better else named.name


def _figure_row(named: Named, figure: Figure, change: Figure | None) -> list[str]:
    name = join([_arrowed(named), tag("small", named.meaning)])
    return [name, named.write(figure.value), named.interval(figure), changed(named, change), str(figure.n)]


def changed(named: Named, change: Figure | None) -> str:
    """The change with its mark; colour says nothing that the mark does not."""
    if change is None or change.value is None:
        return NONE
    words = named.difference(change.value)
    if change.low is None or change.high is None or change.low <= 0 <= change.high:
        return words
    better = (change.value > 0) != named.lower_better
    return tag("span", f"{'▲' if better else '▼'} {words}", class_="better" if better else "worse")


def parts(data: ReportData) -> Markup:
    """The figures by kind of question and by document."""
    kinds = {kind_name(kind): one for kind, one in data.kinds.items()}
    documents = {data.titles.get(slug, slug): one for slug, one in data.documents.items()}
    return join(
        [
            _by("kinds", "種類別", "質問の種類ごとの、示せる回答の割合です。", kinds, long_labels=False),
            _by(
                "documents",
                "資料別",
                "根拠のある資料ごとの、示せる回答の割合です。複数の資料が答える質問はそれぞれに数えます。",
                documents,
                long_labels=True,
            ),
        ]
    )


def _by(name: str, title: str, words: str, groups: Mapping[str, Mapping[str, Figure]], *, long_labels: bool) -> Markup:
    if not groups:
        return Markup()
    lead = {label: one.get("right", Figure(None)) for label, one in groups.items()}
    rows = [Row(label, figure, NAMED["right"].write(figure.value)) for label, figure in lead.items()]
    keys = [key for key in COLUMNS if any(one[key].value is not None for one in groups.values() if key in one)]
    cells = [[label, _count(one), *(_cell(key, one) for key in keys)] for label, one in groups.items()]
    whole = table(f"{title}の指標", (title.removesuffix("別"), "問数", *(NAMED[key].name for key in keys)), cells)
    drawn = intervals(f"{title}の示せる回答", rows, long_labels=long_labels)
    return section(name, title, paragraph(words), beside(drawn, whole, PART_LEGEND, broad=True))


def _count(one: Mapping[str, Figure]) -> str:
    return str(max((figure.n for figure in one.values()), default=0))


def _cell(key: str, one: Mapping[str, Figure]) -> str:
    return NAMED[key].write(one[key].value) if key in one else NONE


def over_time(data: ReportData) -> Markup:
    """The trend of the main figures, and the last runs."""
    history = data.history
    if not history:
        return section("trend", "推移", paragraph("記録はまだありません。次の回から推移を示します。"))
    known = [NAMED[key] for key in TRENDS if any(_known(past, key) for past in history)]
    charts = join(tag("figure", trend(named, history), tag("figcaption", named.name)) for named in known)
    rows = [_past(past) for past in reversed(history[-LATEST:])]
    head = ("実行", "関門", "プログラム", "索引", *(NAMED[key].name for key in TRENDS))
    words = f"直近{len(history)}回の記録です。帯は95%区間、×は関門で止まった回です。縦軸は値の近くだけを示します。"
    whole = table(f"直近{len(rows)}回の記録", head, rows, words=4, tight=True)
    return section("trend", "推移", paragraph(words), tag("div", charts, class_="small"), whole)


def _known(past: Past, key: str) -> bool:
    return key in past.figures and past.figures[key].value is not None


def _past(past: Past) -> list[str]:
    gate = {True: "✓ 合格", False: "✕ 不合格", None: NONE}[past.passed]
    beginning = [moment(past.started), gate, past.program, past.index[:12]]
    return beginning + [_cell(key, past.figures) for key in TRENDS]
