"""Both logins in front of a real Gradio page, over real HTTP: what the chat page has to do, and what comes of it."""

import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from assistant.auth.users_file import UsersFile
from tests.conftest import ROOT

PASSWORD = "himitsu-no-aikotoba"
PAGE = """
import sys
import gradio as gr
from assistant.auth import load_auth
from assistant.settings import load_settings

auth = load_auth(load_settings())
assert auth is not None

def who(request: gr.Request) -> str:
    user = auth.user_of(request.headers, request.client.host, request.username)
    return f"{user.name}/{user.role}" if user else "nobody"

def name_of(request) -> str | None:
    user = auth.user_of(request.headers, request.client.host if request.client else None)
    return user.name if user else None

with gr.Blocks() as page:
    page.load(who, None, gr.Textbox(), api_name="who")
login = {"auth": auth.login} if auth.asks_password else {"auth_dependency": name_of}
_, address, _ = page.launch(
    server_name="127.0.0.1", quiet=True, prevent_thread_lock=True, ssr_mode=False, **login
)
print(address, flush=True)
sys.stdin.read()
"""
Start = Callable[[str], str]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts the page with a setting; its address."""
    servers: list[subprocess.Popen[str]] = []

    def start(auth: str) -> str:
        server = subprocess.Popen(
            [sys.executable, "-c", PAGE],
            env={"PATH": "", "HOME": str(tmp_path), "PYTHONPATH": str(ROOT), "ASSISTANT_AUTH": auth},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        servers.append(server)
        assert server.stdout is not None
        return server.stdout.readline().strip()

    yield start
    for server in servers:
        server.communicate(timeout=30)


def get(opener: urllib.request.OpenerDirector, url: str, **headers: str) -> int:
    try:
        request = urllib.request.Request(
            url, headers={name.replace("_", "-"): value for name, value in headers.items()}
        )
        with opener.open(request, timeout=30) as reply:
            status: int = reply.status
            return status
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


def who(opener: urllib.request.OpenerDirector, address: str, **headers: str) -> str:
    """Whom the page takes this client for: an event of the page, as a browser calls it."""
    heads = {"Content-Type": "application/json"} | {name.replace("_", "-"): value for name, value in headers.items()}
    call = urllib.request.Request(f"{address}gradio_api/call/who", b'{"data": []}', heads)
    with opener.open(call, timeout=30) as reply:
        event = reply.read().decode().split('"')[3]
    request = urllib.request.Request(f"{address}gradio_api/call/who/{event}", headers=heads)
    with opener.open(request, timeout=30) as reply:
        said: str = reply.read().decode()
        return said.split('"')[1]


def log_in(opener: urllib.request.OpenerDirector, address: str, name: str, password: str) -> int:
    form = urllib.parse.urlencode({"username": name, "password": password}).encode()
    try:
        with opener.open(f"{address}login", form, timeout=30) as reply:
            status: int = reply.status
            return status
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


def browser() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(CookieJar()))


def test_a_password_opens_the_page(start: Start, tmp_path: Path) -> None:
    file = UsersFile(tmp_path / "users")
    file.add("suzuki", "editor", PASSWORD)
    address, one, other = start(str(file.path)), browser(), browser()
    assert log_in(one, address, "suzuki", "wrong password") == 400
    assert get(one, f"{address}gradio_api/info") == 401
    assert log_in(one, address, "suzuki", PASSWORD) == 200
    assert who(one, address) == "suzuki/editor"
    assert get(other, f"{address}gradio_api/info") == 401  # another browser is still outside
    for _ in range(5):
        log_in(other, address, "suzuki", "wrong password")
    begun = time.perf_counter()
    assert log_in(other, address, "suzuki", PASSWORD) == 400  # it has to wait
    assert time.perf_counter() - begun < 1
    file.remove("suzuki")
    assert who(one, address) == "nobody"  # who was removed is nobody at once, though Gradio remembers the login


def test_a_proxy_opens_the_page(start: Start) -> None:
    address, opener = start("proxy:X-Remote-User,X-Remote-Role@127.0.0.1"), browser()
    assert get(opener, f"{address}gradio_api/info") == 401
    assert get(opener, f"{address}gradio_api/info", X_Remote_User="suzuki") == 200
    # what the proxy reports of its client does not make the client the sender
    said = who(opener, address, X_Remote_User="suzuki", X_Remote_Role="editor", X_Forwarded_For="192.168.0.9")
    assert said == "suzuki/editor"


def test_who_is_not_the_proxy_stays_outside(start: Start) -> None:
    address, opener = start("proxy:X-Remote-User@192.168.0.9"), browser()
    assert get(opener, f"{address}gradio_api/info", X_Remote_User="suzuki") == 401
    forged = get(opener, f"{address}gradio_api/info", X_Remote_User="suzuki", X_Forwarded_For="192.168.0.9")
    assert forged == 401
