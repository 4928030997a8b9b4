"""The page started as a user starts it, and a real browser that reaches nothing but this machine."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bench.serving import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="session")
def address(five_index: Path) -> Iterator[str]:
    """The address of the page over the five documents."""
    with served(five_index) as address:
        yield address


@pytest.fixture
def serve(five_index: Path) -> Callable[..., AbstractContextManager[str]]:
    """Start another page over the five documents, with other settings."""
    return lambda **settings: served(five_index, **settings)


@pytest.fixture
def start(small_documents: Path, tmp_path: Path) -> Iterator[Callable[..., str]]:
    """Start the page over a copy of the small documents; its address."""
    with ExitStack() as stack:

        def start(**settings: str) -> str:
            own = {"ASSISTANT_DOCUMENTS": str(small_documents), "ASSISTANT_STATE": str(tmp_path / "state")}
            return stack.enter_context(served(tmp_path / "index", **own, **settings))

        yield start


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
        self.view.on("filechooser", lambda _: None)  # Chromium hears of it before a test's Enter is on its way
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
        assert visitor.said == []


@pytest.fixture
def visitor(visit: Callable[..., Visitor]) -> Visitor:
    return visit()
