"""Who comes in, over real HTTP: nobody without a login, no other site, and never to the conversations of others."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.auth.users_file import UsersFile
from assistant.ui.gate import is_foreign
from assistant.ui.sessions import IDLE, Sessions
from bench.serving import served
from tests.assistant.ui.caller import PASSWORD, Caller

QUESTION = "公共サービスメッシュはいつまでに整備しますか"
OTHER = "押印の見直しで改正された法律は何本ですか"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("login")


@pytest.fixture(scope="module")
def users(folder: Path) -> UsersFile:
    file = UsersFile(folder / "users")
    for name in ("suzuki", "sato", "tanaka"):
        file.add(name, "editor" if name == "suzuki" else "reader", PASSWORD)
    return file


@pytest.fixture(scope="module")
def page(five_index: Path, folder: Path, users: UsersFile) -> Iterator[str]:
    """The address of a page that asks for a password."""
    with served(five_index, ASSISTANT_AUTH=str(users.path), ASSISTANT_STATE=str(folder / "state")) as address:
        yield address


@pytest.fixture
def suzuki(page: str) -> Caller:
    caller = Caller(page)
    assert caller.log_in("suzuki") == 200
    return caller


@pytest.fixture
def sato(page: str) -> Caller:
    caller = Caller(page)
    assert caller.log_in("sato") == 200
    return caller


@pytest.mark.parametrize("path", ["/", "/page/main.js", "/theme.css", "/favicon.ico"])
def test_the_page_itself_is_open_and_holds_nothing_of_the_documents(page: str, path: str) -> None:
    nobody = Caller(page)
    assert "重点計画" not in nobody.send(path) and nobody.status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/config",
        "/gradio_api/info",
        "/gradio_api/openapi.json",
        "/gradio_api/file=documents/catalog.toml",
        "/gradio_api/file=/etc/hosts",
        "/gradio_api/token",
        "/gradio_api/app_id",
        "/gradio_api/heartbeat/x",
        "/gradio_api/call/ask/x",
        "/gradio_api/queue/data?session_hash=x",
        "/gradio_api/upload_progress?upload_id=x",
        "/manifest.json",
        "/static/x",
        "/monitoring",
        "/whatever-a-later-gradio-adds",
    ],
)
def test_everything_else_is_closed_to_nobody(page: str, path: str) -> None:
    nobody = Caller(page)
    assert "ログインが必要です" in nobody.send(path) and nobody.status == 401


@pytest.mark.parametrize("name", ["account", "opening", "document", "page", "sheet", "opinion", "conversations", "ask"])
def test_every_endpoint_is_closed_to_nobody(page: str, name: str) -> None:
    nobody = Caller(page)
    assert nobody.call(name)["login"] == "password" and nobody.status == 401
    nobody.send(f"/gradio_api/call/{name}", {"data": []})
    assert nobody.status == 401
    nobody.send("/gradio_api/queue/join", {"data": [], "fn_index": 0, "session_hash": "x"})
    assert nobody.status == 401


@pytest.mark.parametrize(
    "path", ["/page/../config", "/page/%2e%2e/page.py", "//config", "/page/..%2flaunch.py", "/PAGE/"]
)
def test_there_is_no_way_round(page: str, path: str) -> None:
    nobody = Caller(page)
    nobody.send(path)
    assert nobody.status in (401, 404)


def test_a_password_opens_the_page(page: str) -> None:
    one, other = Caller(page), Caller(page)
    assert one.log_in("suzuki", "wrong password") == 403
    assert one.log_in("suzuki") == 200
    assert "HttpOnly" in one.answer_headers["set-cookie"] and "SameSite=strict" in one.answer_headers["set-cookie"]
    account = one.call("account")
    assert (account["name"], account["editor"], account["leaves"]) == ("suzuki", True, True)
    other.send("/gradio_api/info")
    assert other.status == 401  # another browser is still outside


def test_logging_out_makes_the_cookie_worthless(page: str) -> None:
    here, there = Caller(page), Caller(page)
    here.log_in("sato")
    there.log_in("sato")
    (cookie,) = here.cookies
    here.send("/logout", {})
    assert list(here.cookies) == []
    thief = Caller(page, Cookie=f"{cookie.name}={cookie.value}")
    thief.call("opening")
    assert thief.status == 401
    assert there.call("account")["name"] == "sato"  # on another machine one stays


@pytest.mark.parametrize("path", ["README.md", "documents/catalog.toml", "/etc/hosts", "../users", ".state/users"])
def test_a_login_opens_no_files(sato: Caller, folder: Path, path: str) -> None:
    sato.send(f"/gradio_api/file={path}")
    assert sato.status in (403, 404)
    sato.send(f"/gradio_api/file={folder}/users")
    assert sato.status in (403, 404)


def test_who_guesses_has_to_wait(page: str) -> None:
    caller = Caller(page)
    for _ in range(5):
        caller.log_in("yamada", "wrong password")
    begun = time.perf_counter()
    assert caller.log_in("yamada", "wrong password") == 403
    assert time.perf_counter() - begun < 1


def test_who_was_removed_or_has_another_password_is_out_at_once(page: str, users: UsersFile) -> None:
    caller = Caller(page)
    caller.log_in("tanaka")
    assert caller.call("account")["editor"] is False
    users.change_password("tanaka", "betsu-no-aikotoba")
    caller.call("account")
    assert caller.status == 401
    assert caller.log_in("tanaka", "betsu-no-aikotoba") == 200
    users.remove("tanaka")
    caller.call("account")
    assert caller.status == 401


def test_other_sites_get_nothing_done_with_our_cookie(page: str, suzuki: Caller) -> None:
    for headers in (
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": page},
    ):
        suzuki.headers = headers
        assert "ほかのサイト" in suzuki.call("delete_conversations")["error"] and suzuki.status == 403
        assert suzuki.log_in("sato") == 403
    suzuki.headers = {"Origin": page, "Sec-Fetch-Site": "same-origin"}
    assert suzuki.call("account")["name"] == "suzuki"


def test_other_sites_are_not_even_told_that_they_may_ask(page: str) -> None:
    """Gradio's own answer would allow any site, with cookies and any header, under every name but localhost."""
    site = Caller(page, Origin="http://evil.example", Host="plan.example", Access_Control_Request_Method="POST")
    site.send("/gradio_api/run/account", method="OPTIONS")
    assert site.status == 403
    assert "access-control-allow-origin" not in site.answer_headers


def test_a_name_made_to_lead_to_this_machine_opens_nothing(address: str) -> None:
    """Without a login (DNS rebinding): the site would be of the same origin."""
    port = address.rpartition(":")[2]
    site = Caller(address, Host=f"evil.example:{port}", Origin=f"http://evil.example:{port}")
    assert "127.0.0.1" in site.call("opening")["error"] and site.status == 403
    for name in ("localhost", "127.0.0.1", "[::1]"):
        here = Caller(address, Host=f"{name}:{port}")
        assert here.call("account") == {"name": "", "editor": True, "leaves": False, "retention": ""}


def test_without_a_login_the_server_keeps_no_conversations(address: str) -> None:
    caller = Caller(address)
    assert "conversation" in (first := caller.ask(QUESTION)[0]) and first["conversation"] is None
    assert "ログイン" in caller.call("conversations")["error"]


@given(st.dictionaries(st.sampled_from(["sec-fetch-site", "origin", "host", "x-forwarded-host"]), st.text()))
def test_any_headers_are_foreign_or_not(headers: dict[str, str]) -> None:
    assert is_foreign(headers) in (True, False)


def test_a_proxy_may_ask_under_another_name() -> None:
    assert not is_foreign(
        {"origin": "https://plan.example", "host": "10.0.0.5:7860", "x-forwarded-host": "plan.example"}
    )
    assert is_foreign({"origin": "https://evil.example", "host": "10.0.0.5:7860", "x-forwarded-host": "plan.example"})


def test_a_session_ends_when_nothing_is_asked_for_long() -> None:
    time = 0.0
    sessions = Sessions(lambda: time)
    secret = sessions.begin("suzuki", "hash")
    for _ in range(3):
        time += IDLE - 1
        assert sessions.name_of(secret, lambda name: "hash") == "suzuki"
    time += IDLE + 1
    assert sessions.name_of(secret, lambda name: "hash") is None


def test_what_the_server_answered_is_kept_and_found_in_another_browser(page: str, suzuki: Caller) -> None:
    first, *_, last = suzuki.ask(QUESTION)
    assert first["answer"] is None and last["answer"]["status"] == "answered"
    suzuki.ask("それはどこが担当しますか", first["conversation"])
    elsewhere = Caller(page)
    elsewhere.log_in("suzuki")
    assert QUESTION in elsewhere.conversations()
    turns = elsewhere.call("conversation", first["conversation"])["turns"]
    assert [turn["question"] for turn in turns] == [QUESTION, "それはどこが担当しますか"]
    assert turns[0]["reply"]["answer"]["answer"] == last["answer"]["answer"]
    assert turns[0]["reply"]["lines"] == last["lines"]


def test_an_earlier_question_asked_anew_takes_the_place_of_the_later_ones(suzuki: Caller, folder: Path) -> None:
    number = suzuki.ask(QUESTION)[0]["conversation"]
    suzuki.ask("在留カードとの一体化は検討されていますか", number)
    suzuki.ask(OTHER, number, after=1)
    turns = suzuki.call("conversation", number)["turns"]
    assert [turn["question"] for turn in turns] == [QUESTION, OTHER]
    assert "在留カード".encode() not in b"".join(file.read_bytes() for file in (folder / "state").iterdir())


def test_nobody_reaches_the_conversations_of_others(suzuki: Caller, sato: Caller) -> None:
    number = suzuki.ask(QUESTION)[0]["conversation"]
    assert sato.conversations() == []
    for name, *data in (
        ("conversation", number),
        ("rename_conversation", number, "のぞき見"),
        ("delete_conversation", number),
        ("conversation", -1),
        ("conversation", 1 << 70),
    ):
        assert "見つかりません" in sato.call(name, *data)["error"]
    replies = sato.ask(OTHER, number)  # it is answered, but kept nowhere
    assert any(reply["answer"] and reply["answer"]["status"] == "answered" for reply in replies)
    assert "その会話は見つかりません" in replies[-1]["error"]
    assert sato.call("delete_conversations") == {"deleted": 0}
    assert len(suzuki.call("conversation", number)["turns"]) == 1


def test_deleting_leaves_nothing(suzuki: Caller, folder: Path) -> None:
    number = suzuki.ask("ガバメントクラウドの消す質問")[0]["conversation"]
    assert suzuki.call("rename_conversation", number, "新しい名前") == {}
    assert "新しい名前" in suzuki.conversations()
    assert suzuki.call("delete_conversation", number) == {}
    suzuki.call("delete_conversations")
    assert suzuki.conversations() == []
    left = b"".join(file.read_bytes() for file in (folder / "state").iterdir())
    assert "消す質問".encode() not in left and "新しい名前".encode() not in left


def test_a_question_that_cannot_be_answered_leaves_no_conversation(suzuki: Caller) -> None:
    suzuki.call("delete_conversations")
    assert "error" in suzuki.ask("\u200b")[-1]
    assert suzuki.conversations() == []


def test_a_proxy_opens_the_page(five_index: Path, tmp_path: Path) -> None:
    setting = "proxy:X-Remote-User,X-Remote-Role@127.0.0.1"
    with served(five_index, ASSISTANT_AUTH=setting, ASSISTANT_STATE=str(tmp_path)) as address:
        nobody = Caller(address)
        assert nobody.call("account")["login"] == "proxy" and nobody.status == 401
        # what the proxy reports of its client does not make the client the sender
        caller = Caller(address, X_Remote_User="suzuki", X_Remote_Role="editor", X_Forwarded_For="192.168.0.9")
        account = caller.call("account")
        assert (account["name"], account["editor"], account["leaves"]) == ("suzuki", True, False)
        caller.ask(QUESTION)
        assert caller.conversations() == [QUESTION]
        assert Caller(address, X_Remote_User="sato").conversations() == []
        caller.send("/login", {"name": "suzuki", "password": "x"})
        assert caller.status in (302, 404, 405, 422)  # there is nothing to log in to


def test_who_is_not_the_proxy_stays_outside(five_index: Path, tmp_path: Path) -> None:
    setting = "proxy:X-Remote-User@192.168.0.9"
    with served(five_index, ASSISTANT_AUTH=setting, ASSISTANT_STATE=str(tmp_path)) as address:
        for headers in ({}, {"X_Forwarded_For": "192.168.0.9"}):
            caller = Caller(address, X_Remote_User="suzuki", **headers)
            caller.call("account")
            assert caller.status == 401
