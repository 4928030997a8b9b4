"""The chat page over real HTTP, with Gradio's own client, and in a real browser where there is one."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import PlanAssistant
from assistant.ui.messages import answer_messages
from tests.conftest import DOCUMENTS, ROOT

TITLE = "計画アシスタント"

QUESTION = "公共サービスメッシュはいつまでに整備しますか"
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")


def test_an_answer_becomes_messages_with_the_quote_in_its_surroundings(five: PlanAssistant) -> None:
    first, *places = answer_messages(five.index, five.ask(QUESTION))
    assert "2025年度（令和7年度）中に整備する。 [1]" in first["content"]
    assert places[0]["metadata"]["title"].startswith("根拠[1] 『デジタル社会の実現に向けた重点計画（案）")
    body = places[0]["content"]
    assert "情報連携の更なる推進 L" in body
    marked = [line for line in body.splitlines() if line.startswith("▌")]
    assert any("公共サービスメッシュを2025年度" in line for line in marked)
    assert any(line.startswith("　") for line in body.splitlines())


def test_a_refusal_shows_the_nearest_places(five: PlanAssistant) -> None:
    first, *places = answer_messages(five.index, five.ask("GIGAスクール構想の端末の予算はいくらですか"))
    assert "見つかりませんでした" in first["content"]
    assert all(place["metadata"]["title"].startswith("関連[") for place in places)


@pytest.fixture
def page(five_index: Path) -> Iterator[str]:
    """The address of the page, started as a user starts it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {"ASSISTANT_DOCUMENTS": str(DOCUMENTS), "ASSISTANT_INDEX": str(five_index), "ASSISTANT_PORT": str(port)}
    server = subprocess.Popen(
        [sys.executable, str(ROOT / "app.py")],
        env=os.environ | settings,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                urllib.request.urlopen(address, timeout=5).close()
                break
            except OSError:
                time.sleep(0.2)
        yield address
    finally:
        server.terminate()
        server.wait()


def test_the_page_answers_over_http(page: str) -> None:
    with urllib.request.urlopen(page, timeout=10) as reply:
        assert reply.status == 200
        assert TITLE in reply.read().decode()


@pytest.mark.skipif(CHROMIUM is None and not os.environ.get("ASSISTANT_TEST_ALL"), reason="chromium がありません")
def test_browser_ask_and_open_the_evidence(page: str) -> None:
    from playwright.sync_api import expect, sync_playwright

    options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    outside: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=options)
        view = browser.new_page()
        view.on("request", lambda request: outside.append(request.url) if "127.0.0.1" not in request.url else None)
        view.goto(page)
        box = view.locator("textarea").first  # its placeholder goes with the first question
        box.fill(QUESTION)
        box.press("Enter")
        expect(view.get_by_text("情報連携の基盤である公共サービスメッシュを2025年度").first).to_be_visible(
            timeout=20_000
        )
        view.get_by_text("根拠[1]").first.click()
        expect(view.get_by_text("情報連携の更なる推進 L").first).to_be_visible()
        box.fill("<img src=x onerror=alert(1)> **太字** 押印の見直し")
        box.press("Enter")
        expect(view.get_by_text("onerror=alert(1)> **太字** 押印の見直し").first).to_be_visible(timeout=20_000)
        assert view.locator("img[src='x']").count() == 0
        browser.close()
    assert [url for url in outside if not url.startswith(("data:", "blob:"))] == []
