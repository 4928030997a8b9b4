"""Made-up runs for the tests of the report: every kind, every fault, two sets, probes, a history."""

import math
import random

from assistant.answer import Citation
from eval.gold import Piece
from eval.record import Fault, Probe, Record, Run
from eval.report import Check, Figure, Past, ReportData, Verdict
from eval.report.names import KINDS, NAMED, SUITES

SECRET = "誰にも見せない質問"
TITLES = {
    "2020-09-11_ict-dx-initiatives": "ICT、DX等に関する政府の取組について",
    "2020-11-26_digital-reform-wg-report": "デジタル改革関連法案ワーキンググループ とりまとめ",
    "2021-12-24_priority-plan-outline": "デジタル社会の実現に向けた重点計画について",
    "2022-02-03_digital-society-lecture": "デジタル社会の実現に向けて",
    "2023-06_priority-plan-draft-outline": "デジタル社会の実現に向けた重点計画（案）概要資料",
}
SLUGS = list(TITLES)
MISSES = {
    Fault.READING: (
        "次期マイナンバーカードはいつ頃の導入を目指していますか",
        "根拠の文が索引のどの単位にもありません。",
    ),
    Fault.FINDING: (
        "はんこをやめる話はどこに書いてありますか",
        "『とりまとめ』第2章 > 3. 民間の手続（L120-124）を先頭に示しました。",
    ),
    Fault.CHOOSING: ("自治体のシステムはいつまでにそろえますか", "・2020年度中に標準仕様を作成する。（L88）"),
    Fault.SAYING: ("公共サービスメッシュはいつまでに整備しますか", "回答に「2025年度」がありません。"),
    Fault.REFUSING: ("GIGAスクール端末の予算はいくらですか", "断らずに「1人1台端末を整備」と答えました。"),
}


def citation(number: int = 1, slug: str = SLUGS[4], quote: str = "中に整備する。") -> Citation:
    return Citation(
        number=number,
        document=slug,
        title=TITLES[slug],
        date="2023-06",
        status="案",
        section=["第3"],
        lines=(3, 4),
        quote=quote,
    )


def record(number: int, fault: Fault | None = None, *, set_: str = "dev", kind: str | None = None) -> Record:
    chance = random.Random(number)
    kind = kind or list(KINDS)[number % len(KINDS)]
    answerable = kind != "unanswerable"
    question, instead = MISSES[fault] if fault else (f"計画の{number}番目の取組は何ですか", "")
    silent = not answerable if fault is None else fault is Fault.REFUSING and answerable
    return Record(
        id=f"{set_}-{number:03d}",
        set=set_,
        kind=kind,
        question=SECRET if set_ == "test" else question,
        documents=[SLUGS[number % 5]] if answerable else [],
        cluster=f"{SLUGS[number % 5]} 第{number % 7}章",
        answerable=answerable,
        evidence=[Piece(text=SECRET if set_ == "test" else f"情報連携の基盤である公共サービスメッシュを2025年度（令和{number}年度）中に整備する。", document=SLUGS[number % 5])] if answerable else [],
        expected=SECRET if set_ == "test" else "2025年度（令和7年度）中です。",
        status="not_found" if silent else "answered",
        answer=SECRET if set_ == "test" else "2024年度に整備する。[1]",
        confidence=min(max(chance.gauss(0.82 if fault is None else 0.55, 0.15), 0.02), 0.99),
        milliseconds=3 + chance.expovariate(0.2),
        citations=[] if silent else [citation(quote=SECRET if set_ == "test" else "中に整備する。")],
        related=[citation(2, quote=SECRET if set_ == "test" else "検討する。")],
        rank=0 if fault in (None, Fault.SAYING) and answerable else None,
        facts=None,
        fault=fault,
        instead=SECRET if set_ == "test" and fault else instead,
    )  # fmt: skip


def run(questions: int = 264) -> Run:
    faults = list(Fault)
    records = []
    for number in range(questions):
        fault = faults[(number // 7) % 5] if number % 7 == 0 else None
        kind = "number" if fault not in (None, Fault.REFUSING) and number % 12 == 11 else None
        records.append(record(number, fault, set_="dev" if number % 2 else "test", kind=kind))
    probes = [
        Probe(id="p", suite=suite, question=f"令和{n}年度の取組は何ですか", wanted=f"{2018 + n}年度", got=f"{2018 + n}年度", passed=not (suite == "eras" and n in (3, 9)))  # type: ignore[arg-type]
        for suite in SUITES
        for n in range(34)
    ]  # fmt: skip
    return Run(
        started="2026-03-04T18:00:07+00:00",
        seconds=41.2,
        program="0.1.0 (3881f9c)",
        index="c7e8535c9ad9f00d",
        embedding_model="同梱の単語ベクトル",
        composer="extractive",
        sets=["dev", "test"],
        records=records,
        probes=probes,
    )


def wilson(share: float, n: int) -> Figure:
    z = 1.96
    middle, width = (
        (share + z * z / (2 * n)) / (1 + z * z / n),
        z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n),
    )
    return Figure(share, max(middle - width, 0.0), min(middle + width, 1.0), n)


VALUES = {
    "first": 0.84, "top3": 0.93, "mrr": 0.89, "ndcg": 0.87, "recall": 0.81, "section": 0.88, "edition": 0.97,
    "facts": 0.86, "precision": 0.71, "citation_recall": 0.95, "citation_precision": 0.82, "citations_valid": 1.0,
    "numbers_agree": 0.99, "sides": 0.79, "refused": 0.88, "false_refusals": 0.03, "right": 0.91, "ece": 0.06,
    "brier": 0.09, "risk_coverage_area": 0.041,
}  # fmt: skip


def figures(n: int = 264, shift: float = 0.0) -> dict[str, Figure]:
    shown = {key: wilson(min(max(value + shift, 0.0), 1.0), n) for key, value in VALUES.items()}
    return shown | {"latency_median": Figure(6.4, 5.9, 7.0, n), "latency_p95": Figure(18.2, 15.0, 22.4, n)}


def changes() -> dict[str, Figure]:
    chance = random.Random(5)
    shown = {key: Figure(d := chance.gauss(0, 0.015), d - 0.03, d + 0.03, 264) for key in VALUES}
    shown["first"], shown["refused"] = Figure(-0.062, -0.104, -0.021, 264), Figure(0.041, 0.008, 0.075, 22)
    shown["citations_valid"] = Figure(0.0, 0.0, 0.0, 264)
    return shown | {"latency_median": Figure(-0.4, -0.9, 0.1, 264)}


def history(count: int = 14) -> list[Past]:
    return [
        Past(
            started=f"2026-02-{number + 5:02d}T18:00:04+00:00",
            program="0.1.0 (3881f9c)",
            index="c7e8535c9ad9f00d",
            model="同梱の単語ベクトル",
            sets="dev,test",
            passed=number != 6,
            why=("先頭が下がりました。",) if number == 6 else (),
            figures=figures(shift=-0.08 if number == 6 else 0.012 * math.sin(number) - 0.002 * (14 - number)),
        )
        for number in range(count)
    ]  # fmt: skip


PASSED = Verdict(
    (
        Check("difference", True, "質問集 test の差の下限は −0.012 で、−0.05 を下回っていません。"),
        Check("citations_valid", True, "すべての引用が実在します。"),
    )
)
FAILED = Verdict(
    (
        Check("difference", False, "先頭が −6.2ポイント下がりました（差の下限 −0.104 が −0.05 を下回っています）。"),
        Check("citations_valid", True, "すべての引用（812件）が実在します。"),
        Check("numbers_agree", True, "文の数値はすべて引用文にあります。"),
        Check("probes-eras", False, "元号の検査は34件のうち2件が不合格です。"),
        Check("probes-sections", True, "節名の検査は34件すべて合格です。"),
    )
)  # fmt: skip


def report(verdict: Verdict | None = FAILED, *, show_test: bool = False) -> ReportData:
    kinds = {kind: figures(22, shift=0.03 * math.sin(place * 2.1) - 0.02) for place, kind in enumerate(KINDS)}
    for key in ("first", "top3", "facts", "section", "citation_recall", "citation_precision"):
        kinds["unanswerable"][key] = Figure(None)
    for kind in kinds:
        if kind != "unanswerable":
            kinds[kind]["refused"] = Figure(None)
    return ReportData(
        run=run(),
        verdict=verdict,
        figures=figures(),
        changes=changes(),
        kinds=kinds,
        documents={slug: figures(53, shift=0.02 * math.cos(place)) for place, slug in enumerate(SLUGS)},
        titles=TITLES,
        baseline="2026年02月18日の基準（0.1.0）",
        history=history(),
        show_test=show_test,
    )


assert set(VALUES) <= set(NAMED)
