"""The section of misses: whose fault, and each with its question, its evidence and what came instead."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from eval.record import Fault, Record
from eval.report.charts.counts import Count, level
from eval.report.data import ReportData, missed
from eval.report.markup import Markup, join, tag
from eval.report.names import FAULTS, NONE, fault_name, kind_name
from eval.report.tables import beside, paragraph, section, table

MOST = 60  # misses of one fault that the page shows in full; report.json has them all
LONGEST = 500  # characters of a text on the page


def misses(data: ReportData) -> Markup:
    """Misses filed by fault; of hidden sets only how many."""
    groups: dict[Fault | None, list[Record]] = defaultdict(list)
    for record in data.run.records:
        if missed(record):
            groups[record.fault].append(record)
    faults = [fault for fault in FAULTS if fault is not None or fault in groups]
    total = sum(map(len, groups.values()))
    words = f"{len(data.run.records)}問のうち{total}問が誤りでした。どの段階で起きたかの順に並べます。"
    return section(
        "misses",
        "誤りとその段階",
        paragraph(words),
        _overview(data, groups, faults),
        *(_fault(data, fault, groups[fault]) for fault in faults if groups.get(fault)),
    )


def _overview(data: ReportData, groups: dict[Fault | None, list[Record]], faults: list[Fault | None]) -> Markup:
    sets = list(dict.fromkeys(record.set for record in data.run.records))
    counts, rows = [], []
    for fault in faults:
        group = groups.get(fault, [])
        counts.append(Count(fault_name(fault), len(group), len(group), f"{len(group)}問", bad=True))
        of_set = [str(sum(record.set == name for record in group)) for name in sets]
        rows.append([join([fault_name(fault), tag("small", FAULTS[fault][1])]), *of_set, str(len(group))])
    whole = table("段階ごとの誤りの数", ("段階", *sets, "計"), rows)
    return beside(level("段階ごとの誤りの数", counts), whole)


def _fault(data: ReportData, fault: Fault | None, group: Sequence[Record]) -> Markup:
    hidden = [record for record in group if data.hides(record)]
    shown = [record for record in group if not data.hides(record)]
    parts: list[str] = [tag("summary", f"{fault_name(fault)}（{len(group)}問）")]
    if hidden:
        parts.append(
            paragraph(f"うち{len(hidden)}問は調整に使わない質問集のものです。数だけを示し、内容は示しません。")
        )
    parts += [_miss(record, data.titles) for record in shown[:MOST]]
    if len(shown) > MOST:
        parts.append(paragraph(f"残り{len(shown) - MOST}問は report.json にあります。"))
    return tag("details", *parts, open=True)


def _miss(record: Record, titles: Mapping[str, str]) -> Markup:
    evidence = [
        tag("blockquote", tag("p", _short(piece.text)), tag("footer", titles.get(piece.document, piece.document)))
        for piece in record.evidence
    ]
    rows = [
        ("正解", _short(record.expected)),
        ("根拠", join(evidence) if evidence else "資料に答えはありません（断るのが正解です）。"),
        ("実際の結果", _short(record.instead or record.answer) or NONE),
    ]
    labels = [record.id, kind_name(record.kind), f"質問集 {record.set}", f"確からしさ {record.confidence:.2f}"]
    return tag(
        "article",
        tag("h4", record.question),
        tag("p", join(tag("span", label) for label in labels), class_="labels"),
        tag("dl", join(join([tag("dt", name), tag("dd", words)]) for name, words in rows if words)),
        class_="miss",
    )


def _short(words: str) -> str:
    return words if len(words) <= LONGEST else words[:LONGEST] + "…"
