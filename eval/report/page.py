"""The page itself: one file that loads nothing and runs nothing."""

from base64 import b64encode
from hashlib import sha256
from importlib.resources import files

from eval.report import sections_figures, sections_misses, sections_trust
from eval.report.data import Figure, ReportData, missed
from eval.report.markup import Markup, join, tag
from eval.report.names import NAMED, moment
from eval.report.sections_figures import changed
from eval.report.tables import paragraph

TITLE = "計画アシスタント 評価報告"
TILES = ("right", "top3", "facts", "citations_valid", "numbers_agree", "refused", "latency_median")
LINKS = (
    ("figures", "指標"),
    ("kinds", "種類別"),
    ("documents", "資料別"),
    ("trend", "推移"),
    ("confidence", "確からしさ"),
    ("misses", "誤り"),
    ("probes", "自動検査"),
    ("latency", "応答時間"),
    ("run", "実行の記録"),
)


def page(data: ReportData) -> str:
    """The whole page."""
    style = files("eval.report").joinpath("style.css").read_text("utf-8")
    body = [
        sections_figures.figures(data),
        sections_figures.parts(data),
        sections_figures.over_time(data),
        sections_trust.confidence(data),
        sections_misses.misses(data),
        sections_trust.probes(data),
        sections_trust.latency(data),
        _run(data),
    ]
    whole = tag("html", _head(style), tag("body", _header(data, join(body)), tag("main", *body)), lang="ja")
    return f"<!doctype html>\n{whole}\n"


def _head(style: str) -> Markup:
    """The head; its policy lets in this very style sheet and nothing else."""
    allowed = b64encode(sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{allowed}'; base-uri 'none'; form-action 'none'"
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("title", TITLE),
        tag("style", Markup(style)),
    )


def _header(data: ReportData, body: str) -> Markup:
    run = data.run
    when = f"{moment(run.started)}（日本時間）　{len(run.records)}問　質問集 {'・'.join(run.sets)}"
    links = [tag("a", words, href=f"#{name}") for name, words in LINKS if f'id="{name}"' in body]
    return tag(
        "header",
        tag("h1", TITLE),
        tag("p", when, class_="when"),
        _verdict(data),
        _tiles(data),
        tag("nav", join(links), aria_label="目次"),
    )


def _verdict(data: ReportData) -> Markup:
    verdict = data.verdict
    if verdict is None:
        return tag("p", "－ 判定なし：この範囲の実行では合否を決めません。", class_="verdict none", role="status")
    mark = "✓" if verdict.passed else "✕"
    line = tag("p", f"{mark} {verdict.line}", class_=f"verdict {'pass' if verdict.passed else 'fail'}", role="status")
    checks = [
        tag("li", f"{'✓' if c.passed else '✕'} {c.text}", class_=None if c.passed else "worse") for c in verdict.checks
    ]
    opened = tag(
        "details",
        tag("summary", f"関門の検査 {len(checks)}件"),
        tag("ul", join(checks)),
        class_="checks",
        open=not verdict.passed,
    )
    return join([line, opened]) if checks else line


def _tiles(data: ReportData) -> Markup:
    tiles = [_tile(data, key) for key in TILES if key in data.figures]
    wrong = sum(missed(record) for record in data.run.records)
    tiles.append(_box("誤り", f"{wrong}問", f"{len(data.run.records)}問のうち", ""))
    return tag("ul", join(tiles), class_="tiles")


def _tile(data: ReportData, key: str) -> Markup:
    named, figure = NAMED[key], data.figures[key]
    change = data.changes.get(key, Figure(None))
    compared = join(["基準との差 ", changed(named, change)]) if change.value is not None else ""
    return _box(named.name, named.write(figure.value), f"95%区間 {named.interval(figure)}", compared)


def _box(name: str, value: str, below: str, compared: str) -> Markup:
    parts = [tag("span", name, class_="name"), tag("strong", value), tag("span", below, class_="below")]
    return tag("li", *parts, tag("span", compared, class_="below") if compared else "")


def _run(data: ReportData) -> Markup:
    run = data.run
    rows = (
        ("開始", f"{moment(run.started)}（日本時間）"),
        ("プログラム", run.program),
        ("索引", run.index),
        ("埋め込みモデル", run.embedding_model),
        ("回答の作り方", run.composer),
        ("質問集", "・".join(run.sets)),
        ("比べた基準", data.baseline or "なし"),
    )
    listed = tag("dl", join(join([tag("dt", name), tag("dd", words)]) for name, words in rows))
    words = (
        "このページは一つのファイルで完結しています。開いても外部と通信しません。"
        "元の記録は同じ場所の report.json にあります。"
    )
    return tag("section", tag("h2", "実行の記録", id="run"), listed, paragraph(words), aria_labelledby="run")
