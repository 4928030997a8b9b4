"""The report's files: what they say, what they keep to themselves, and that nothing in them is taken for markup."""

import json
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from eval.measures.confidence import risk_coverage
from eval.record import Fault, Run
from eval.report import Figure, Verdict, write_report
from eval.report.curves import confidence_bins
from eval.report.data import missed
from eval.report.names import NAMED, signed
from tests.eval.report_data import FAILED, PASSED, SECRET, record, report

EVIL = '<script>alert("x")</script> & \x00\u202e'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    write_report(folder, report())
    return folder


def page_of(folder: Path) -> str:
    return (folder / "report.html").read_text("utf-8")


def test_the_page_starts_with_the_verdict_and_why(folder: Path) -> None:
    page = page_of(folder)
    assert page.index(FAILED.line) < page.index("<main>")
    assert "✕ 不合格：先頭が −6.2ポイント下がりました" in page


def test_a_verdict_needs_a_check_to_pass() -> None:
    assert PASSED.passed and not FAILED.passed and not Verdict(()).passed
    assert PASSED.line.startswith("合格") and Verdict(()).line.startswith("不合格")


def test_without_gate_baseline_history_or_probes_there_is_still_a_report(tmp_path: Path) -> None:
    data = report(None)
    run = data.run.model_copy(update={"probes": [], "records": []})
    bare = replace(data, run=run, figures={}, changes={}, kinds={}, documents={}, history=(), baseline="")
    page = write_report(tmp_path, bare).read_text("utf-8")
    assert "判定なし" in page and "記録はまだありません" in page
    assert ElementTree.parse(tmp_path / "junit.xml").getroot().get("tests") == "0"


def test_every_fault_is_filed_with_question_evidence_and_what_came_instead(folder: Path) -> None:
    page = page_of(folder)
    for name in ("読み取り", "検索", "選択", "回答", "拒否の判断"):
        assert re.search(rf"<summary>{name}（\d+問）</summary>", page), name
    assert "はんこをやめる話はどこに書いてありますか" in page
    assert "『とりまとめ』第2章 &gt; 3. 民間の手続（L120-124）を先頭に示しました。" in page


def test_texts_of_test_questions_stay_hidden_in_every_file(folder: Path) -> None:
    for name in ("report.html", "report.json", "junit.xml"):
        assert SECRET not in (folder / name).read_text("utf-8"), name
    hidden = [one for one in report().run.records if one.set == "test" and missed(one)]
    assert hidden and f"うち{sum(one.fault is Fault.READING for one in hidden)}問は" in page_of(folder)


def test_texts_of_test_questions_are_shown_only_when_asked_for(tmp_path: Path) -> None:
    write_report(tmp_path, report(show_test=True))
    for name in ("report.html", "report.json", "junit.xml"):
        assert SECRET in (tmp_path / name).read_text("utf-8"), name


def test_the_json_holds_figures_and_a_run_that_can_be_read_again(folder: Path) -> None:
    content = json.loads((folder / "report.json").read_text("utf-8"))
    run = Run.model_validate(content["run"])
    assert len(run.records) == 264
    assert [one.rank for one in run.records] == [one.rank for one in report().run.records]
    assert content["verdict"]["passed"] is False
    assert content["figures"]["first"] == {"value": 0.84, "low": pytest.approx(0.791, abs=1e-3), "high": pytest.approx(0.879, abs=1e-3), "n": 264}  # fmt: skip


def test_hidden_records_of_one_section_still_belong_together(folder: Path) -> None:
    kept = Run.model_validate(json.loads((folder / "report.json").read_text("utf-8"))["run"])
    pairs = {(a.cluster, b.cluster) for a, b in zip(report().run.records, kept.records, strict=True) if a.set == "test"}
    assert len(pairs) == len({before for before, _ in pairs}) == len({after for _, after in pairs})
    assert all("章" not in after for _, after in pairs)


def test_junit_has_a_case_for_each_question_probe_and_check(folder: Path) -> None:
    root = ElementTree.parse(folder / "junit.xml").getroot()
    suites = {suite.get("name"): suite for suite in root}
    assert sum(len(suite) for name, suite in suites.items() if not re.match("probes|gate", name or "")) == 264
    assert len(suites["probes.eras"]) == 34 and suites["probes.eras"].get("failures") == "2"
    assert suites["gate"].get("failures") == "2"
    for suite in suites.values():
        assert int(suite.get("tests", "")) == len(suite.findall("testcase"))
        assert int(suite.get("failures", "")) == len(suite.findall("testcase/failure"))
    assert root.get("failures") == str(len(root.findall(".//failure")))


def test_a_junit_failure_names_fault_evidence_and_what_came_instead(folder: Path) -> None:
    root = ElementTree.parse(folder / "junit.xml").getroot()
    failure = next(one for one in root.iter("failure") if one.get("type") == "finding" and one.text)
    assert (failure.get("message") or "").startswith("検索: はんこ")
    assert "根拠 2" in (failure.text or "") and "実際の結果 『とりまとめ』" in (failure.text or "")


def test_nothing_in_a_question_or_document_is_markup(tmp_path: Path) -> None:
    bad = record(5, Fault.FINDING).model_copy(update={"question": EVIL, "instead": EVIL, "expected": EVIL, "id": EVIL})
    data = report()
    probe = data.run.probes[0].model_copy(update={"question": EVIL, "got": EVIL, "passed": False})
    run = data.run.model_copy(update={"records": [bad], "probes": [probe], "program": EVIL})
    checks = Verdict((replace(FAILED.checks[0], text=EVIL, name=EVIL),))
    write_report(
        tmp_path, replace(data, run=run, verdict=checks, baseline=EVIL, titles=dict.fromkeys(data.titles, EVIL))
    )
    page = page_of(tmp_path)
    assert "<script" not in page and "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; ��" in page
    assert "\x00" not in page and "\u202e" not in page
    failure = next(ElementTree.parse(tmp_path / "junit.xml").getroot().iter("failure"))
    assert '<script>alert("x")</script> & ��' in (failure.text or "")


def test_the_page_allows_nothing_to_be_loaded(folder: Path) -> None:
    page = page_of(folder)
    assert "default-src &#x27;none&#x27;" in page
    assert not re.search(r"(src|srcset|href)=\"(?!#)|url\(|@import|<script|style=\"| on\w+=\"", page)


def test_a_miss_without_a_fault_is_not_lost(tmp_path: Path) -> None:
    data = report()
    wrong = record(1).model_copy(update={"rank": None})
    write_report(tmp_path, replace(data, run=data.run.model_copy(update={"records": [wrong]})))
    assert "分類なし（1問）" in page_of(tmp_path)
    assert ElementTree.parse(tmp_path / "junit.xml").find(".//failure[@type='unfiled']") is not None


def test_only_a_change_that_is_sure_is_marked_and_by_which_way_is_better(folder: Path) -> None:
    page = page_of(folder)
    assert '<span class="worse">▼ −6.2ポイント</span>' in page
    assert '<span class="better">▲ +4.1ポイント</span>' in page
    assert signed(-0.00001, 3) == "±0.000"
    assert NAMED["latency_median"].difference(-1200) == "−1.2秒"
    assert NAMED["latency_median"].interval(Figure(6.0, 5.9, 12.0)) == "5.9–12ミリ秒"


def test_risk_rises_with_wrong_answers_among_the_sure_ones() -> None:
    right, wrong = (
        record(1).model_copy(update={"confidence": 0.9}),
        record(2).model_copy(update={"rank": None, "confidence": 0.4}),
    )
    assert [(one.coverage, one.risk) for one in risk_coverage([wrong, right])] == [(0.5, 0.0), (1.0, 0.5)]
    tied = [right, wrong.model_copy(update={"confidence": 0.9})]
    assert [(one.coverage, one.risk) for one in risk_coverage(tied)] == [(1.0, 0.5)]


def test_the_surest_confidence_falls_into_the_last_band() -> None:
    sure = record(1).model_copy(update={"confidence": 1.0})
    (band,) = confidence_bins([sure])
    assert (band.low, band.right.value, band.right.n) == (0.9, 1.0, 1)


COLOURS = [("ink", "ground"), ("soft", "ground"), ("ink", "raised"), ("soft", "raised"), ("link", "ground"),
           ("good", "ground"), ("bad", "ground"), ("good", "raised"), ("bad", "raised"), ("good", "good-ground"), ("bad", "bad-ground")]  # fmt: skip


@pytest.mark.parametrize("scheme", [0, 1, 2], ids=["light", "dark", "print"])
def test_every_pair_of_text_and_ground_has_the_contrast_of_wcag_aa(folder: Path, scheme: int) -> None:
    colours = dict(
        re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", re.findall(r":root \{(.*?)\}", page_of(folder), re.DOTALL)[scheme])
    )
    for text, ground in COLOURS:
        assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
    for mark in ("mark", "bad", "before", "span"):
        assert contrast(colours[mark], colours["ground"]) >= 3.0, mark


def contrast(one: str, other: str) -> float:
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
