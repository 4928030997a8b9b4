"""Changing documents, as the server sees it: who may, from where, with what; and everybody else asks on meanwhile."""

import json
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest

from assistant.auth.users_file import UsersFile
from bench.serving import served
from index.catalog import find_documents, read_catalog
from tests.assistant.ui.caller import PASSWORD
from tests.index.made import word_file

TEXT = "みどり市窓口改革計画\n令和6年5月1日\n\n1. 受付\n\n・窓口の受付時間を午後7時まで延ばす。\n"
JSON = "application/json"
BYTES = "application/octet-stream"
PLAN = {"slug": "plan", "seen": ""}


class Client:
    """Somebody who talks to the server without the page."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def send(self, path: str, data: bytes | None, kind: str = JSON, **headers: str) -> tuple[int, str]:
        heads = {"Content-Type": kind, **{name.replace("_", "-"): value for name, value in headers.items()}}
        try:
            request = urllib.request.Request(f"{self.address}/{path}", data, heads)
            with self._opener.open(request, timeout=60) as reply:
                return reply.status, reply.read().decode()
        except HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def log_in(self, name: str) -> None:
        assert self.send("login", json.dumps({"name": name, "password": PASSWORD}).encode())[0] == 200

    def call(self, name: str, *data: object, **headers: str) -> Any:
        status, said = self.send(f"gradio_api/run/{name}", json.dumps({"data": data}).encode(), **headers)
        return json.loads(said)["data"][0] if status == 200 else status

    def stream(self, name: str, *data: object) -> list[Any]:
        _, begun = self.send(f"gradio_api/call/{name}", json.dumps({"data": data}).encode())
        _, said = self.send(f"gradio_api/call/{name}/{json.loads(begun)['event_id']}", None)
        return [json.loads(line[6:])[0] for line in said.splitlines() if line.startswith("data: [")]

    def upload(self, name: str, content: bytes, size: int | None = None) -> Any:
        begun = self.call("upload_begin", name, len(content) if size is None else size)
        if "error" in begun:
            return begun
        _, said = self.send(f"upload/{begun['ticket']}", content, BYTES)
        return json.loads(said) or begun["ticket"]

    def change(self, additions: list[dict[str, Any]], removals: Sequence[str] = ()) -> Any:
        leaving = [{"slug": slug, "seen": self.call("removal", slug).get("seen", "")} for slug in removals]
        begun = self.call("change", additions, leaving)
        return self.stream("changing", begun["job"])[-1] if "job" in begun else begun

    def ask(self, question: str) -> Any:
        return self.stream("ask", question, [], [], {"number": None, "after": None})[-1]


def everything(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


def test_a_document_is_added_asked_about_replaced_and_removed(start: Callable[..., str], small_documents: Path) -> None:
    client = Client(start())
    before = everything(small_documents)
    ticket = client.upload("../窓口改革.txt", TEXT.encode())
    told = client.call("upload_look", ticket, "")
    assert (told["name"], told["taken"], told["form"]["title"]) == ("窓口改革.txt", False, "みどり市窓口改革計画")
    assert told["form"]["date"] == "2024-05-01"
    assert everything(small_documents) == before  # nothing has landed yet
    form = {**told["form"], "aliases": ["窓口の計画", " 窓口の計画\n"], "source": "広報課"}
    done = client.change([{"ticket": ticket, "form": form}])
    assert (done["said"], done["failed"], done["running"]) == ("『みどり市窓口改革計画』を加えました。", "", False)
    assert read_catalog(small_documents)["窓口改革"].aliases == ("窓口の計画",)
    answer = client.ask("窓口の受付時間は何時までですか")["answer"]
    assert answer["citations"][0]["document"] == "窓口改革" and "午後7時" in answer["answer"]

    fresh = client.upload("改訂版.md", "# みどり市窓口改革計画\n\n- 窓口の受付時間を午後8時まで延ばす。\n".encode())
    told = client.call("upload_look", fresh, "窓口改革")
    assert told["form"]["source"] == "広報課"  # what the catalogue says stays unless it is changed
    done = client.change([{"ticket": fresh, "replaces": "窓口改革", "seen": told["seen"], "form": told["form"]}])
    assert done["said"] == "『みどり市窓口改革計画』を差し替えました。"
    assert find_documents(small_documents)["窓口改革"].name == "窓口改革.md"
    assert "午後8時" in client.ask("窓口の受付時間は何時までですか")["answer"]["answer"]

    going = client.call("removal", "窓口改革")
    assert (going["file"], going["entry"]) == ("窓口改革.md", True)
    assert client.change([], ["窓口改革"])["said"] == "『みどり市窓口改革計画』を取り除きました。"
    assert everything(small_documents) == before
    assert "午後8時" not in json.dumps(client.ask("窓口の受付時間は何時までですか"), ensure_ascii=False)


@pytest.mark.parametrize(
    ("name", "content", "size", "said"),
    [
        ("計画.doc", b"x", None, "docx 形式で保存し直して"),
        ("計画.docx", b"not Word", None, "拡張子と中身が合いません"),
        ("計画.txt", b" \n", None, "中身がありません"),
        ("計画.pdf", b"%PDF-1.7 broken", None, "壊れている"),
        ("計画.txt", TEXT.encode(), 300_000_000, "上限 200 MB"),
        ("計画.txt", TEXT.encode(), 10, "最後まで受け取れません"),
        ("計画.txt", TEXT.encode(), 1000, "最後まで受け取れません"),
    ],
)
def test_what_cannot_be_read_never_lands(
    address_of_small: tuple[str, Path], name: str, content: bytes, size: int | None, said: str
) -> None:
    address, folder = address_of_small
    before = everything(folder)
    assert said in Client(address).upload(name, content, size)["error"]
    assert everything(folder) == before
    assert [path.name for path in (folder / ".incoming").glob("file-*")] == []


@pytest.fixture(scope="module")
def address_of_small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """One page for the tests that change nothing."""
    from tests.conftest import CATALOG, PLAN, REPORT

    folder = tmp_path_factory.mktemp("small") / "documents"
    folder.mkdir()
    for name, text in (("plan.txt", PLAN), ("report.md", REPORT), ("catalog.toml", CATALOG)):
        (folder / name).write_text(text, "utf-8")
    with served(folder.parent / "index", ASSISTANT_DOCUMENTS=str(folder)) as address:
        yield address, folder


def test_nothing_is_overwritten_by_accident(address_of_small: tuple[str, Path]) -> None:
    address, folder = address_of_small
    client = Client(address)
    before = everything(folder)
    ticket = client.upload("plan.txt", TEXT.encode())
    told = client.call("upload_look", ticket, "")
    assert told["taken"] and told["known"]["title"] == "みどり市総合計画について"
    for bad, said in (
        ({"ticket": ticket, "form": told["form"]}, "紛れる名前"),
        ({"ticket": ticket, "name": "report", "form": told["form"]}, "紛れる名前"),
        ({"ticket": ticket, "name": "新しい計画", "form": {"date": "昨日"}}, "日付は 2023"),
        ({"ticket": ticket, "name": "新しい計画", "form": {"date": "2023-02-30"}}, "日付は 2023"),
        ({"ticket": ticket, "name": "新しい計画", "form": {"title": "題" * 201}}, "「題名」が長すぎ"),
        ({"ticket": ticket, "replaces": "../plan", "form": {}}, "資料フォルダにありません"),
        ({"ticket": "unknown", "form": {}}, "もう一度ファイルを選んで"),
        ({"form": {}}, "読み取れません"),
    ):
        assert said in client.change([bad])["error"]
    assert "最後の資料" in client.change([], ["plan", "report"])["error"]
    assert "ありません" in client.change([])["error"]
    for name, size in (("計画.txt", float("inf")), ("計画.txt", None), (5, 5), (None, 5)):
        assert "読み取れません" in client.call("upload_begin", name, size)["error"]
    assert "読み取れません" in client.stream("changing", float("inf"))[-1]["error"]
    assert everything(folder) == before


def test_who_did_not_see_what_another_editor_changed_overwrites_nothing(
    start: Callable[..., str], small_documents: Path
) -> None:
    one, other = Client(start()), Client("")
    other.address = one.address
    first, second = (
        client.upload("改訂.md", f"# 計画\n\n- 版は{client is one}。\n".encode()) for client in (one, other)
    )
    told, stale = one.call("upload_look", first, "plan"), other.call("upload_look", second, "plan")
    going = other.call("removal", "plan")
    done = one.change([{"ticket": first, "replaces": "plan", "seen": told["seen"], "form": told["form"]}])
    assert done["said"].endswith("差し替えました。")
    before = everything(small_documents)
    late = {"ticket": second, "replaces": "plan", "form": stale["form"]}
    for asked in (
        ([late], []),
        ([late | {"seen": stale["seen"]}], []),
        ([], [{"slug": "plan", "seen": going["seen"]}]),
    ):
        assert "資料「plan」が変わりました" in other.call("change", *asked)["error"]
    assert everything(small_documents) == before
    seen = other.call("upload_look", second, "plan")["seen"]
    form = stale["form"] | {"title": "見たうえで変えた計画"}
    assert other.change([late | {"seen": seen, "form": form}])["failed"] == ""
    assert read_catalog(small_documents)["plan"].title == "見たうえで変えた計画"


def test_pages_of_other_sites_can_make_a_browser_change_nothing(address_of_small: tuple[str, Path]) -> None:
    address, _ = address_of_small
    client = Client(address)
    ticket = client.call("upload_begin", "計画.txt", len(TEXT.encode()))["ticket"]
    foreign = ({"Origin": "https://elsewhere.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"})
    for heads in foreign:
        assert client.call("upload_begin", "計画.txt", 1, **heads) == 403
        assert client.call("change", [], [PLAN], **heads) == 403
        assert client.send(f"upload/{ticket}", TEXT.encode(), BYTES, **heads)[0] == 403
    assert client.call("change", [], [PLAN], Host="pointed-here.example") == 403
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        assert client.send(f"upload/{ticket}", TEXT.encode(), kind)[0] == 415
    assert client.send(f"upload/{ticket}", TEXT.encode(), BYTES, Origin=address) == (200, "{}")
    assert client.send(f"upload/{ticket}", TEXT.encode(), BYTES)[0] == 404  # once only
    assert client.send("upload/unasked", TEXT.encode(), BYTES)[0] == 404


@pytest.mark.parametrize(
    "path",
    ["upload", "upload?upload_id=1", "upload_progress", "process_recording", "component_server", "file=/etc/passwd"],
)
def test_ways_in_of_gradio_that_the_page_does_not_use_are_closed(address_of_small: tuple[str, Path], path: str) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\na\r\n--x--\r\n'
    client = Client(address_of_small[0])
    assert client.send(f"gradio_api/{path}", body, "multipart/form-data; boundary=x")[0] == 404
    assert client.send(f"gradio_api/{path}", None)[0] == 404


def test_readers_are_refused_and_editors_are_not(
    start: Callable[..., str], small_documents: Path, tmp_path: Path
) -> None:
    file = UsersFile(tmp_path / "users")
    file.add("suzuki", "editor", PASSWORD)
    file.add("sato", "reader", PASSWORD)
    address = start(ASSISTANT_AUTH=str(file.path))
    before = everything(small_documents)
    nobody, reader, editor = Client(address), Client(address), Client(address)
    reader.log_in("sato")
    editor.log_in("suzuki")
    ticket = editor.upload("窓口改革.txt", TEXT.encode())
    assert reader.call("editing") == {"may_edit": False} and editor.call("editing")["may_edit"]
    asked = (
        ("upload_begin", "計画.txt", 1),
        ("upload_look", ticket, ""),
        ("upload_drop", [ticket]),
        ("change", [{"ticket": ticket, "form": {}}], []),
        ("change", [], [PLAN]),
        ("removal", "plan"),
    )
    for name, *data in asked:
        assert nobody.call(name, *data) == 401
        assert "役割が「編集」" in reader.call(name, *data)["error"]
    assert "役割が「編集」" in reader.stream("changing", 1)[-1]["error"]
    assert nobody.send("upload/anything", b"x", BYTES)[0] == 401
    assert reader.send("upload/anything", b"x", BYTES)[0] == 404
    assert everything(small_documents) == before
    assert "を加えました" in editor.change([{"ticket": ticket, "form": {}}])["said"]
    assert reader.ask("窓口の受付時間は何時までですか")["answer"]["citations"][0]["document"] == "窓口改革"


def test_others_are_answered_while_the_index_is_built(
    start: Callable[..., str], small_documents: Path, tmp_path: Path
) -> None:
    client = Client(start())
    answers: list[Any] = []
    ended = threading.Event()

    def ask_on() -> None:
        other = Client(client.address)
        while not ended.is_set():
            answers.append(other.ask("押印を廃止する手続は何件ですか"))

    asker = threading.Thread(target=ask_on)
    asker.start()
    path = word_file(
        tmp_path / "窓口.docx",
        [
            ("Heading 1", "1. 受付"),
            *[("Normal", f"窓口{n}番の受付時間を午後{n % 7 + 1}時まで延ばす。") for n in range(400)],
        ],
    )
    ticket = client.upload("窓口.docx", path.read_bytes())
    told = client.call("upload_look", ticket, "")
    begun = client.call("change", [{"ticket": ticket, "form": told["form"]}], [])
    assert begun["running"]
    assert (
        "終わってから"
        in client.call("change", [], [{"slug": "plan", "seen": client.call("removal", "plan")["seen"]}])["error"]
    )
    assert client.call("editing")["change"]["running"]  # another page that is opened meanwhile hears of it
    states = client.stream("changing", begun["job"])
    done = client.ask("窓口5番の受付時間は")["answer"]
    time.sleep(0.3)
    ended.set()
    asker.join()
    assert [state["failed"] for state in states if state["failed"]] == []
    assert len({state["what"] for state in states}) >= 2 and any(state["total"] for state in states)
    assert done["citations"][0]["document"] == "窓口"
    assert all(reply["error"] == "" and "120件" in reply["answer"]["answer"] for reply in answers)
    assert len({reply["answer"]["index"] for reply in answers}) == 2


def test_a_change_that_fails_leaves_everything_as_it_was(start: Callable[..., str], small_documents: Path) -> None:
    client = Client(start())
    ticket = client.upload("窓口改革.txt", TEXT.encode())
    (small_documents / "catalog.toml").write_text('plan = { title = "一行で" }\n["窓口改革"]\ntitle = "x"\n[', "utf-8")
    before = everything(small_documents)
    failed = client.change([{"ticket": ticket, "form": {"title": "窓口改革計画"}}])
    assert "目録" in failed["failed"]
    assert everything(small_documents) == before
    (small_documents / "catalog.toml").unlink()
    assert (
        "『窓口改革計画』を加えました" in client.change([{"ticket": ticket, "form": {"title": "窓口改革計画"}}])["said"]
    )  # it still waits


def test_a_folder_that_cannot_be_written_to_is_said_before_anything_is_sent(
    start: Callable[..., str], small_documents: Path
) -> None:
    (small_documents / ".incoming").write_text("", "utf-8")
    client = Client(start())
    assert "書き込めません" in client.call("editing")["why_not"]
    assert "書き込めません" in client.upload("計画.txt", TEXT.encode())["error"]
    assert "書き込めません" in client.change([], ["plan"])["failed"]
    assert client.ask("押印を廃止する手続は何件ですか")["answer"]["status"] == "answered"
