"""The page in headless Chromium with the network off."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from eval.record import Fault
from eval.report import write_report
from tests.eval.report_data import record, report

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHARTS = 3 + 2 + 6 + 2 + 3  # figures; kinds, documents; trends; confidence; faults, probes, latency


class Seen:
    """The page opened offline, with everything that it asked for and said."""

    def __init__(self, browser: "Browser", path: Path, width: int = 1280, scheme: str = "light") -> None:
        self.requests: list[str] = []
        self.said: list[str] = []
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, offline=True  # type: ignore[arg-type]
        )  # fmt: skip
        self.page: Page = context.new_page()
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.said.append(dialog.message), dialog.dismiss()))
        self.page.goto(path.as_uri())


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_report(tmp_path_factory.mktemp("page"), report())


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (390, "light")])
def test_no_request_leaves_and_every_chart_is_seen(browser: "Browser", written: Path, width: int, scheme: str) -> None:
    seen = Seen(browser, written, width, scheme)
    assert seen.requests == [written.as_uri()]
    assert seen.said == []
    charts = seen.page.locator("svg.chart")
    assert charts.count() == CHARTS
    for chart in charts.all():
        box = chart.bounding_box()
        assert box and box["width"] > 100 and box["height"] > 50
        assert chart.locator("title").text_content() and chart.locator("desc").text_content()
        assert chart.locator("line, path, rect, circle").count() > 0
        assert box["x"] >= 0 and box["x"] + box["width"] <= width
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width  # only tables scroll sideways


def test_words_in_charts_are_not_cut_off(browser: "Browser", written: Path) -> None:
    seen = Seen(browser, written)
    cut = seen.page.evaluate(
        """() => [...document.querySelectorAll('svg.chart text')].filter(text => {
            const inner = text.getBoundingClientRect(), outer = text.ownerSVGElement.getBoundingClientRect();
            return inner.left < outer.left - 1 || inner.right > outer.right + 1
                || inner.top < outer.top - 1 || inner.bottom > outer.bottom + 1;
        }).map(text => text.textContent)"""
    )
    assert cut == []


def test_every_chart_has_a_table_beside_it(browser: "Browser", written: Path) -> None:
    seen = Seen(browser, written)
    for section in seen.page.locator("section:has(svg.chart)").all():
        assert section.locator("table").count() > 0
    for block in seen.page.locator(".beside").all():
        assert block.locator("svg.chart").count() == block.locator("table").count() == 1


def test_it_follows_light_and_dark(browser: "Browser", written: Path) -> None:
    grounds = {
        Seen(browser, written, scheme=scheme).page.evaluate("getComputedStyle(document.body).backgroundColor")
        for scheme in ("light", "dark")
    }
    assert len(grounds) == 2


def test_it_prints(browser: "Browser", written: Path, tmp_path: Path) -> None:
    seen = Seen(browser, written, scheme="dark")
    seen.page.pdf(path=tmp_path / "report.pdf", prefer_css_page_size=True)
    with pypdfium2.PdfDocument(tmp_path / "report.pdf") as document:
        assert 3 <= len(document) <= 20
        width, height = document[0].get_size()
        assert (round(width), round(height)) == (595, 842)  # A4
        text = document[0].get_textpage().get_text_range()
        assert "不合格" in text and "先頭" in text
        image = document[0].render(scale=0.2).to_pil()
        assert image.getpixel((2, 2)) == (255, 255, 255)  # paper is never dark


def test_a_script_in_a_question_is_shown_and_not_run(browser: "Browser", tmp_path: Path) -> None:
    evil = '<script>alert(1)</script><img src="https://example.invalid/x.png" onerror="alert(2)">'
    data = report()
    bad = record(5, Fault.FINDING).model_copy(update={"question": evil, "instead": evil})
    seen = Seen(browser, write_report(tmp_path, replace(data, run=data.run.model_copy(update={"records": [bad]}))))
    assert seen.page.locator(".miss h4").inner_text() == evil
    assert seen.page.locator("script, img").count() == 0
    assert len(seen.requests) == 1 and seen.said == []
