"""``python -m bench.screenshots``: every view of the page, light, dark and on a phone, into ``docs/screenshots``.

They are taken of the real page over the five documents, to be looked at by people.
"""

import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from bench.page import OPTIONS, served
from bench.serving import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FOLDER = ROOT / "docs" / "screenshots"
WAYS = {
    "": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "light"},
    "-dark": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "dark"},
    "-phone": {"viewport": {"width": 390, "height": 844}, "color_scheme": "light", "device_scale_factor": 2},
}


def main() -> None:
    """Take all, or those views that are named on the command line."""
    from playwright.sync_api import sync_playwright

    wanted = sys.argv[1:] or [*VIEWS, "login"]
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as driver, tempfile.TemporaryDirectory() as work:
        chromium = shutil.which("chromium") or shutil.which("google-chrome")
        browser = driver.chromium.launch(executable_path=chromium, args=OPTIONS)
        with served() as address:
            for name in wanted:
                if name in VIEWS:
                    _take(browser, address, name, VIEWS[name])
        if "login" in wanted:
            with served(ASSISTANT_AUTH=_users(Path(work))) as address:
                _take(browser, address, "login", lambda page: page.get_by_label("パスワード").wait_for())
        browser.close()


def _users(folder: Path) -> str:
    from assistant.auth.users_file import UsersFile

    file = UsersFile(folder / "users")
    file.add("suzuki", "editor", "himitsu-no-aikotoba")
    return str(file.path)


def _take(browser: "Browser", address: str, name: str, show: Callable[["Page"], object]) -> None:
    for way, options in WAYS.items():
        context = browser.new_context(locale="ja-JP", **options)  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(address)
        if name != "login":
            page.wait_for_selector("body.ready")
        show(page)
        page.wait_for_timeout(400)  # what moves has come to rest
        page.screenshot(path=FOLDER / f"{name}{way}.png")
        context.close()


def _ask(page: "Page", question: str) -> None:
    turns = page.locator(".turn").count()
    page.get_by_label("質問", exact=True).fill(question)
    page.keyboard.press("Enter")
    page.locator(".turn").nth(turns).locator(".turn-tools").wait_for()


def _answer(page: "Page") -> None:
    _ask(page, "公共サービスメッシュはいつまでに整備しますか")
    page.wait_for_timeout(500)


def _evidence(page: "Page") -> None:
    _answer(page)
    page.locator(".turn .mark").first.click()


def _comparison(page: "Page") -> None:
    _ask(page, "2021年の計画と2023年の計画で、運転免許証との一体化の時期はどう変わりましたか")


def _refusal(page: "Page") -> None:
    _ask(page, "自治体ピッチ第2回の会場はどこでしたか")


def _documents(page: "Page") -> None:
    page.get_by_role("link", name="資料", exact=True).click()


def _sheet(page: "Page") -> None:
    page.get_by_role("link", name="まとめて質問").click()


def _opinion(page: "Page") -> None:
    _answer(page)
    page.get_by_role("button", name="違う", exact=True).first.click()


def _filter(page: "Page") -> None:
    page.locator("#filter summary").click()


VIEWS: dict[str, Callable[["Page"], object]] = {
    "start": lambda page: page.locator("#start").wait_for(),
    "answer": _answer,
    "evidence": _evidence,
    "comparison": _comparison,
    "refusal": _refusal,
    "filter": _filter,
    "documents": _documents,
    "sheet": _sheet,
    "opinion": _opinion,
}


if __name__ == "__main__":
    main()
