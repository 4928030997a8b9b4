"""Answers as they come out of the assistant, made up: one found, one that compares editions, one refused."""

from datetime import date

from assistant.answer import Answer, Citation, Statement

MADE = date(2026, 11, 21)
SECTION = [
    "第3-2 1. 国民に対する行政サービスのデジタル化①",
    "国・地方公共団体・民間を通じたトータルデザイン",
    "② 実現に向けた取組",
]


def citation(number: int = 1, **changed: object) -> Citation:
    given: dict[str, object] = {
        "number": number,
        "document": "2023",
        "title": "重点計画（案）概要資料",
        "date": "2023-06",
        "status": "案",
        "section": SECTION,
        "lines": (667, 670),
        "quote": "- ・ 情報連携を推進。\n- ・ 公共サービスメッシュを2025年度（令和7年度）中に整備する。",
    }
    return Citation.model_validate(given | changed)


OLD = citation(1, document="2021", title="重点計画について", date="2021-12-24", status="閣議決定", lines=(12, 12))
NEW = citation(2, quote="・令和6年度末の一体化を前倒しする。")


def answer(**changed: object) -> Answer:
    given: dict[str, object] = {
        "question": "公共サービスメッシュはいつまでに整備しますか",
        "status": "answered",
        "answer": "公共サービスメッシュを2025年度（令和7年度）中に整備する。 [1]",
        "statements": [
            Statement(text="公共サービスメッシュを2025年度（令和7年度）中に整備する。", kind="quote", citations=[1])
        ],
        "citations": [citation()],
        "related": [citation(2, section=["第4 今後の推進体制"], lines=(800, 800))],
        "confidence": 0.87,
        "composer": "extractive",
        "index": "46716895ed68",
        "timings_ms": {"total": 5.0},
    }
    return Answer.model_validate(given | changed)


def comparison() -> Answer:
    statements = [
        Statement(text="旧 『重点計画について』（2021-12-24・閣議決定）:", kind="frame", column=0),
        Statement(text="運転免許証との一体化をR6年度末に開始。", kind="quote", citations=[1], column=0),
        Statement(text="新 『重点計画（案）概要資料』（2023-06・案）:", kind="frame", column=1),
        Statement(text="令和6年度末の一体化を前倒しする。", kind="quote", citations=[2], column=1),
        Statement(text="（R6年度は2024年度）", kind="frame"),
    ]
    return answer(
        question="2021年の計画と2023年の計画案で、運転免許証の扱いを比べて",
        statements=statements,
        answer="\n".join(said.marked for said in statements),
        citations=[OLD, NEW],
        related=[],
    )


def refusal() -> Answer:
    text = "「端末」の金額の記載は、資料の中に見つかりませんでした。近い記載のある箇所を「関連する箇所」に示します。"
    return answer(
        question="GIGAスクール構想の端末の予算はいくらですか",
        status="not_found",
        answer=text,
        statements=[Statement(text=text, kind="frame")],
        citations=[],
        related=[citation(1, lines=(146, 154)), citation(2, lines=(1219, 1219))],
        confidence=0.95,
    )
