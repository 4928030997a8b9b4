"""What anybody may send, over real HTTP: not too much, not too often, and nothing that makes the server ask elsewhere."""

import asyncio
import http.client
import json
import os
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from assistant.auth.turns import AT_ONCE, MOST_WAITING, Turns
from assistant.auth.users_file import UsersFile
from bench.serving import served
from index.errors import Busy
from tests.assistant.ui.caller import PASSWORD, Caller, run
from tests.conftest import CATALOG, PLAN

LOGGING_LOOKUPS = """
import os, socket, sys

def note(event, details):
    if event in ("socket.getaddrinfo", "socket.gethostbyname"):
        with open(os.environ["LOOKUPS"], "a") as file:
            file.write(f"{details[0]}\\n")

sys.addaudithook(note)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("limits")


@pytest.fixture(scope="module")
def page(folder: Path) -> Iterator[str]:
    """A page with a log-in over one small document; every name that its process looks up is noted."""
    users = UsersFile(folder / "users")
    users.add("sato", "reader", PASSWORD)
    (folder / "documents").mkdir()
    (folder / "documents" / "plan.txt").write_text(PLAN, "utf-8")
    (folder / "documents" / "catalog.toml").write_text(CATALOG.partition('["report"]')[0], "utf-8")
    (folder / "sitecustomize.py").write_text(LOGGING_LOOKUPS, "utf-8")
    paths = os.pathsep.join([str(folder), *filter(None, [os.environ.get("PYTHONPATH")])])
    with served(
        folder / "index",
        ASSISTANT_DOCUMENTS=str(folder / "documents"),
        ASSISTANT_AUTH=str(users.path),
        ASSISTANT_STATE=str(folder / "state"),
        LOOKUPS=str(folder / "lookups"),
        PYTHONPATH=paths,
    ) as address:
        yield address


@pytest.fixture(scope="module")
def sato(page: str) -> Caller:
    caller = Caller(page)
    assert caller.log_in("sato") == 200
    return caller


@pytest.mark.parametrize("name", ["path", "url"])
def test_what_looks_like_a_file_elsewhere_is_not_fetched(sato: Caller, folder: Path, name: str) -> None:
    file = {"path": "x", name: "http://himitsu.example/x", "meta": {"_type": "gradio.FileData"}}
    for endpoint, *data in (
        ("pasted_answer", file),
        ("pasted_citation", {"deep": [file]}),
        ("sheet", [file], "docx", ""),
    ):
        assert "読み取れない形" in sato.call(endpoint, *data)["error"]
    sato.send("/gradio_api/call/ask", {"data": ["押印", [], [file], {}]})
    sato.ask("押印を廃止する手続は何件ですか")  # so that the one before had its turn
    assert (folder / "lookups").exists()  # the page's own
    assert [line for line in (folder / "lookups").read_text().split() if "example" in line or "google" in line] == []


def test_what_looks_like_a_file_here_is_not_read(sato: Caller) -> None:
    file = {"path": "/etc/hostname", "meta": {"_type": "gradio.FileData"}}
    assert "読み取れない形" in sato.call("pasted_answer", file)["error"]


def in_pieces(page: str, path: str, size: int, headers: dict[str, str]) -> int:
    """The status of a request that brings so many bytes and does not say before how many."""
    connection = http.client.HTTPConnection(urlsplit(page).netloc, timeout=30)
    try:
        pieces = (b"x" * 10_000 for _ in range(size // 10_000))
        connection.request("POST", path, pieces, {"Content-Type": "application/json", **headers}, encode_chunked=True)
        return connection.getresponse().status
    except BrokenPipeError:  # the server has said what it says before all was sent
        return connection.getresponse().status
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("path", "size"), [("/login", 20_000), ("/gradio_api/run/account", 5_010_000), ("/gradio_api/call/ask", 5_010_000)]
)
def test_what_is_too_big_is_not_taken_in(page: str, sato: Caller, path: str, size: int) -> None:
    assert "大きすぎます" in sato.send(path, {"data": ["x" * size]}) and sato.status == 413
    (cookie,) = sato.cookies
    assert in_pieces(page, path, size, {"Cookie": f"{cookie.name}={cookie.value}"}) == 413
    assert sato.call("account")["name"] == "sato"


def test_what_is_just_not_too_big_is_taken_in(sato: Caller) -> None:
    assert "読み取れない形" in sato.call("pasted_answer", {"answer": "x" * 4_900_000})["error"]


@pytest.mark.parametrize("origin", ["http://[x", "http://]", "//[", "http://[::1"])
def test_an_origin_that_is_none_is_foreign(page: str, origin: str) -> None:
    caller = Caller(page, Origin=origin)
    assert caller.log_in("sato") == 403


def test_a_place_takes_one_table_in_at_a_time(sato: Caller, page: str) -> None:
    """However many are sent, none of those that wait takes a thread that answers others."""
    (cookie,) = sato.cookies
    path, table = f"/sheets/{sato.call('sheet_place')['sheet']}?name=a.csv", "質問\n押印\n".encode()

    def begun() -> http.client.HTTPConnection:
        """A table of which the last byte has not come yet."""
        connection = http.client.HTTPConnection(urlsplit(page).netloc, timeout=30)
        connection.putrequest("POST", path)
        connection.putheader("Cookie", f"{cookie.name}={cookie.value}")
        connection.putheader("Content-Length", str(len(table)))
        connection.endheaders(table[:-1])
        return connection

    with closing(begun()) as first:
        time.sleep(0.3)
        for _ in range(45):
            with closing(begun()) as other:
                assert "前に選んだ表を読み取っています" in json.loads(other.getresponse().read())["error"]
        assert sato.call("account")["name"] == "sato"
        first.send(table[-1:])
        assert json.loads(first.getresponse().read())["rows"] == 1
    with closing(begun()) as next_one:
        next_one.send(table[-1:])
        assert json.loads(next_one.getresponse().read())["rows"] == 1


def test_log_ins_wait_for_nothing_else_and_too_many_are_sent_away() -> None:
    begun, go_on = threading.Event(), threading.Event()

    def check(name: str, password: str, address: str) -> bool:
        begun.set()
        return go_on.wait(20)

    async def crowd() -> None:
        turns = Turns()
        others = [asyncio.create_task(turns.take(check, "sato", "x", "")) for _ in range(AT_ONCE + MOST_WAITING)]
        await asyncio.sleep(0)
        with pytest.raises(Busy, match="混み合って"):
            await turns.take(check, "sato", "x", "")
        assert begun.wait(20)
        await asyncio.wait_for(asyncio.to_thread(go_on.set), 20)  # the threads of others are free
        assert all(await asyncio.gather(*others))
        assert await turns.take(check, "sato", "x", "")

    run(crowd())
