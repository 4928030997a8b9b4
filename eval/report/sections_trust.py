"""The sections on what can be relied on: confidence, probes, latency."""

from statistics import median

from eval.record import Probe
from eval.report.charts.confidence import reliability, risk_curve
from eval.report.charts.counts import Count, histogram, level
from eval.report.curves import bins_of, curve_of
from eval.report.data import Figure, ReportData, RiskPoint
from eval.report.markup import Markup, tag
from eval.report.names import LATENCY, NONE, SUITES, milliseconds
from eval.report.sections_figures import changed
from eval.report.tables import beside, legend, paragraph, section, table

COVERAGES = (0.2, 0.4, 0.6, 0.8, 0.9, 1.0)


def confidence(data: ReportData) -> Markup:
    """Risk–coverage curve and reliability diagram."""
    curve, bins = list(curve_of(data)), bins_of(data)
    rows = [_coverage_row(curve, coverage) for coverage in COVERAGES if curve]
    first = table("確からしい順に答えたとき", ("答える割合", "誤りの割合", "確からしさの下限"), rows)
    bands = [
        [f"{one.low:.1f}–{one.high:.1f}", f"{one.confidence:.2f}", _rate(one.right), str(one.right.n)] for one in bins
    ]
    second = table("確からしさの帯ごと", ("帯", "確からしさの平均", "正しかった割合", "問数"), bands)
    return section(
        "confidence",
        "確からしさ",
        tag("h3", "危険度と被覆率"),
        paragraph("確からしい順に一部の質問だけに答えたとしたら、そのうち何割が誤りかを示します。低いほど良い値です。"),
        beside(risk_curve(curve), first),
        tag("h3", "信頼度図"),
        paragraph("確からしさの値ごとに、実際に正しかった割合です。破線に近いほど、値をそのまま信じられます。"),
        beside(
            reliability(bins),
            second,
            legend(("key-point", "●", "帯ごとの割合（大きさは問数）"), ("", "╌", "値どおりの場合")),
        ),
    )


def _coverage_row(curve: list[RiskPoint], coverage: float) -> list[str]:
    """The first point that covers so much."""
    point = next((one for one in curve if one.coverage >= coverage - 1e-9), curve[-1])
    return [f"{point.coverage * 100:.0f}%", f"{point.risk * 100:.1f}%", f"{point.confidence:.2f}"]


def _rate(figure: Figure) -> str:
    if figure.value is None:
        return NONE
    if figure.low is None or figure.high is None:
        return f"{figure.value * 100:.0f}%"
    return f"{figure.value * 100:.0f}%（{figure.low * 100:.0f}–{figure.high * 100:.0f}%）"


def probes(data: ReportData) -> Markup:
    """The probes by suite, and each that failed."""
    suites = {suite: [probe for probe in data.run.probes if probe.suite == suite] for suite in SUITES}
    asked = {suite: group for suite, group in suites.items() if group}
    if not asked:
        return section("probes", "自動検査", paragraph("この回では行っていません。"))
    counts, rows = [], []
    for suite, group in asked.items():
        passed = sum(probe.passed for probe in group)
        whole = len(group)
        counts.append(Count(SUITES[suite], passed, whole, f"{passed}/{whole}"))
        rows.append([SUITES[suite], str(whole), str(passed), str(whole - passed), _verdict(passed == whole)])
    head = ("検査", "件数", "合格", "不合格", "判定")
    words = "資料から規則で作った、正解が一つに決まる質問です。一件でも誤れば関門を通りません。"
    failed = [probe for group in asked.values() for probe in group if not probe.passed]
    return section(
        "probes",
        "自動検査",
        paragraph(words),
        beside(level("自動検査の合格数", counts), table("自動検査の結果", head, rows), "右端の赤い部分が不合格です。"),
        _failed(failed),
    )


def _verdict(passed: bool) -> Markup:
    return tag("span", "✓ 合格" if passed else "✕ 不合格", class_="better" if passed else "worse")


def _failed(failed: list[Probe]) -> Markup:
    if not failed:
        return Markup()
    rows = [[SUITES[probe.suite], probe.question, probe.wanted, probe.got] for probe in failed]
    return table("不合格の検査", ("検査", "質問", "正しい結果", "実際の結果"), rows, words=4)


def latency(data: ReportData) -> Markup:
    """How long answers took."""
    times = [record.milliseconds for record in data.run.records]
    if not times:
        return Markup()
    rows = [
        [named.name, named.write(figure.value), named.interval(figure), changed(named, data.changes.get(named.key))]
        for named in LATENCY
        if (figure := data.figures.get(named.key))
    ]
    if not rows:
        rows.append(["応答時間の中央値", milliseconds(median(times)), NONE, NONE])
    rows.append(["最も遅い応答", milliseconds(max(times)), NONE, NONE])
    rows.append(["全体の実行時間", milliseconds(data.run.seconds * 1000), NONE, NONE])
    whole = table("応答時間", ("指標", "値", "95%区間", "基準との差"), rows)
    drawn = histogram("応答時間の分布", times)
    return section("latency", "応答時間", beside(drawn, whole, "右端の柱は、それより長いものすべてです。"))
