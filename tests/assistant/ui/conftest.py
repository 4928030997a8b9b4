"""The page started as a user starts it, and a real browser that reaches nothing but this machine."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import DOCUMENTS, ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@contextmanager
def served(index: Path, **settings: str) -> Iterator[str]:
    """The address of a page in a process of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ASSISTANT_")}
    environment |= {"ASSISTANT_DOCUMENTS": str(DOCUMENTS), "ASSISTANT_INDEX": str(index), "ASSISTANT_PORT": str(port)}
    server = subprocess.Popen(
        [sys.executable, str(ROOT / "app.py")],
        env=environment | settings,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address)
        yield address
    finally:
        server.terminate()
        server.wait()


def _wait_for(address: str) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            time.sleep(0.2)


@pytest.fixture(scope="session")
def address(five_index: Path) -> Iterator[str]:
    """The address of the page over the five documents."""
    with served(five_index) as address:
        yield address


@pytest.fixture
def serve(five_index: Path) -> Callable[..., AbstractContextManager[str]]:
    """Start another page over the five documents, with other settings."""
    return lambda **settings: served(five_index, **settings)


class Visitor:
    """Somebody at the page; what they do reads like what they would say."""

    def __init__(self, browser: "Browser", address: str, width: int = 1440, height: int = 900, **options: str) -> None:
        self.address = address
        self.outside: list[str] = []
        self.said: list[str] = []
        self.context = browser.new_context(viewport={"width": width, "height": height}, locale="ja-JP", **options)  # type: ignore[arg-type]
        self.view: Page = self.context.new_page()
        self.view.on("request", lambda request: self._note(request.url))
        self.view.on("console", lambda message: self.said.append(message.text))
        self.view.on("pageerror", lambda error: self.said.append(str(error)))
        self.open("/")

    def _note(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "blob:")):
            self.outside.append(url)

    def open(self, path: str) -> None:
        self.view.goto(self.address + path)
        self.view.wait_for_selector("body.ready")

    def reload(self) -> None:
        self.view.reload()
        self.view.wait_for_selector("body.ready")

    def ask(self, question: str) -> None:
        """Type a question, press Enter, wait for the end of the answer."""
        turns = self.view.locator(".turn").count()
        self.view.get_by_label("質問", exact=True).fill(question)
        self.view.keyboard.press("Enter")
        self.view.locator(".turn").nth(turns).locator(".turn-tools").wait_for(timeout=20_000)

    @property
    def answer(self) -> str:
        return self.view.locator(".turn").last.locator(".answer").inner_text()

    @property
    def head(self) -> str:
        return self.view.locator("#evidence-head").inner_text()

    def marked(self, pane: int = 0) -> list[int]:
        """The numbers of the marked lines that hold text."""
        lines = self.view.locator(".pane").nth(pane).locator(".line.cited:not(.blank)")
        lines.first.wait_for()  # the document comes after the answer
        return [int(line.get_attribute("data-line") or 0) for line in lines.all()]

    def conversations(self) -> list[str]:
        return [name.strip() for name in self.view.locator(".conversation-name").all_inner_texts()]


@pytest.fixture
def visit(browser: "Browser", address: str) -> Iterator[Callable[..., Visitor]]:
    """Come to the page with a browser of one's own; at the end nothing was asked of elsewhere, and nothing failed."""
    visitors: list[Visitor] = []

    def come(**options: object) -> Visitor:
        visitors.append(Visitor(browser, **{"address": address, **options}))  # type: ignore[arg-type]
        return visitors[-1]

    yield come
    for visitor in visitors:
        visitor.context.close()
        assert visitor.outside == []
        # A server of a test's own may end before the browser: what the page asks of it then is refused.
        assert [line for line in visitor.said if "ERR_CONNECTION_RE" not in line] == []


@pytest.fixture
def visitor(visit: Callable[..., Visitor]) -> Visitor:
    return visit()
