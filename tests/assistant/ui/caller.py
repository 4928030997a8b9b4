"""A program that calls the page over HTTP as a browser does, with cookies of its own."""

import asyncio
import json
import urllib.error
import urllib.request
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar
from typing import Any

PASSWORD = "himitsu-no-aikotoba"


class Caller:
    """Somebody who calls the page; ``status`` is that of the last answer."""

    def __init__(self, address: str, **headers: str) -> None:
        self.address = address
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}
        self.cookies = CookieJar()
        self.status = 0
        self.answer_headers: dict[str, str] = {}
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(self.cookies)
        )

    def send(self, path: str, body: Any = None, method: str | None = None) -> str:
        data = None if body is None else json.dumps(body).encode()
        headers = self.headers | ({} if data is None else {"Content-Type": "application/json"})
        request = urllib.request.Request(self.address + path, data, headers, method=method)
        try:
            with self._opener.open(request, timeout=30) as reply:
                return self._read(reply)
        except urllib.error.HTTPError as error:
            with error:
                return self._read(error)

    def _read(self, reply: Any) -> str:
        self.status = reply.status
        self.answer_headers = {name.lower(): value for name, value in reply.headers.items()}
        return str(reply.read().decode())

    def call(self, name: str, *data: Any) -> Any:
        said = json.loads(self.send(f"/gradio_api/run/{name}", {"data": list(data)}))
        return said["data"][0] if self.status == 200 else said

    def ask(self, question: str, number: int | None = None, after: int | None = None) -> list[dict[str, Any]]:
        """All replies to a question."""
        place = {"number": number, "after": after}
        event = json.loads(self.send("/gradio_api/call/ask", {"data": [question, [], [], place]}))["event_id"]
        lines = self.send(f"/gradio_api/call/ask/{event}").splitlines()
        parts = [json.loads(line.removeprefix("data: ")) for line in lines if line.startswith("data: ")]
        return [part[0] for part in parts if part and part[0]]

    def log_in(self, name: str, password: str = PASSWORD) -> int:
        self.send("/login", {"name": name, "password": password})
        return self.status

    def conversations(self) -> list[str]:
        return [one["name"] for one in self.call("conversations")["conversations"]]


def run(work: Coroutine[Any, Any, Any]) -> Any:
    """Run a coroutine in a thread of its own: where a browser test ran before, this thread has a loop already."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()
