"""The page as people meet it: how fast it opens and answers, and many asking at once.

``python -m bench.page`` starts the page over the five documents in a process of its own, opens it in Chromium, asks
questions of the gold set by typing and Enter, then lets 20 people ask over HTTP for two minutes, each the next question
as soon as the last is answered. Every figure of the table comes from this run.
"""

import json
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bench import serving
from bench.serving import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser

OPENINGS, QUESTIONS = 7, 15
PEOPLE, SECONDS = 20, 120
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def main() -> None:
    """Measure and print."""
    lines = (ROOT / "eval" / "gold" / "dev.jsonl").read_text("utf-8").splitlines()
    gold = [json.loads(line) for line in lines]
    questions = [one["question"] for one in gold if not one.get("conversation")]
    random.Random(1).shuffle(questions)
    with served() as address:
        opened, answered, outside = _browsed(address, questions[:QUESTIONS])
        print(f"page open to ready, median of {len(opened)}:              {statistics.median(opened):6.2f} s")
        print(f"Enter to first answer text, median of {len(answered)}:     {statistics.median(answered):6.2f} s")
        print(f"slowest:                                      {max(answered):6.2f} s")
        print(f"requests to anywhere else:                    {outside:4d}")
        times, errors = _asked_at_once(address, questions)
    times.sort()
    print(f"{PEOPLE} people for {SECONDS} s: {len(times)} questions, {errors} errors")
    print(
        f"median {statistics.median(times):.2f} s, p95 {times[int(len(times) * 0.95)]:.2f} s, slowest {times[-1]:.2f} s"
    )


@contextmanager
def served(**settings: str) -> Iterator[str]:
    """The address of a page over the five documents, with an index and a state of its own."""
    with tempfile.TemporaryDirectory() as work:
        index, own = Path(work) / "index", {"ASSISTANT_STATE": f"{work}/state.sqlite", **settings}
        command = [sys.executable, "-m", "assistant", "index"]
        subprocess.run(command, env=serving.environment(index, **own), check=True, capture_output=True)
        with serving.served(index, **own) as address:
            yield address


def _browsed(address: str, questions: list[str]) -> tuple[list[float], list[float], int]:
    """Seconds to open the page, seconds from Enter to text, and how many requests went elsewhere."""
    from playwright.sync_api import sync_playwright

    outside: list[str] = []
    with sync_playwright() as driver:
        chromium = shutil.which("chromium") or shutil.which("google-chrome")
        browser = driver.chromium.launch(executable_path=chromium, args=OPTIONS)
        opened = [_opening(browser, address) for _ in range(OPENINGS)]
        page = browser.new_context(locale="ja-JP", viewport={"width": 1440, "height": 900}).new_page()
        page.on(
            "request",
            lambda request: (
                None if request.url.startswith((address, "data:", "blob:")) else outside.append(request.url)
            ),
        )
        page.goto(address)
        page.wait_for_selector("body.ready")
        answered = []
        for place, question in enumerate(questions):
            page.get_by_label("質問", exact=True).fill(question)
            started = time.perf_counter()
            page.keyboard.press("Enter")
            text = page.locator(".turn").nth(place).locator(".answer")
            text.wait_for()
            page.wait_for_function(
                "place => document.querySelectorAll('.turn')[place].querySelector('.answer').innerText.trim()",
                arg=place,
                polling="raf",
            )
            answered.append(time.perf_counter() - started)
            page.locator(".turn").nth(place).locator(".turn-tools").wait_for()
        browser.close()
    return opened, answered, len(outside)


def _opening(browser: "Browser", address: str) -> float:
    """Seconds until a browser that has never been here can be typed into."""
    context = browser.new_context(locale="ja-JP")
    page = context.new_page()
    started = time.perf_counter()
    page.goto(address)
    page.wait_for_selector("body.ready")
    seconds = time.perf_counter() - started
    context.close()
    return seconds


def _asked_at_once(address: str, questions: list[str]) -> tuple[list[float], int]:
    """Seconds from each question to its whole answer, and how many failed."""
    times: list[float] = []
    errors: list[str] = []
    end = time.monotonic() + SECONDS

    def person(number: int) -> None:
        mine = random.Random(number)
        while time.monotonic() < end:
            started = time.perf_counter()
            try:
                _ask(address, mine.choice(questions))
                times.append(time.perf_counter() - started)
            except (OSError, ValueError, KeyError, IndexError) as error:
                errors.append(str(error))

    people = [threading.Thread(target=person, args=(number,)) for number in range(PEOPLE)]
    for one in people:
        one.start()
    for one in people:
        one.join()
    return times, len(errors)


def _ask(address: str, question: str) -> None:
    """Ask as the page does, and read all of the answer."""
    body = json.dumps({"data": [question, [], [], {}]}).encode()
    request = urllib.request.Request(
        f"{address}/gradio_api/call/ask", body, {"Content-Type": "application/json"}, method="POST"
    )
    with urllib.request.urlopen(request, timeout=30) as reply:
        event = json.load(reply)["event_id"]
    with urllib.request.urlopen(f"{address}/gradio_api/call/ask/{event}", timeout=30) as reply:
        said = reply.read().decode()
    if "event: complete" not in said or '"answer"' not in said:
        raise ValueError(said[-200:])


if __name__ == "__main__":
    main()
