"""Opening the page: the server with its parts, on localhost unless a setting says otherwise."""

import logging
import sys
from typing import TYPE_CHECKING

from assistant.auth import exposure_warning, load_auth
from assistant.plan import PlanAssistant
from assistant.settings import Settings, silence_telemetry
from assistant.ui import (
    chat,
    closed,
    conversations,
    documents,
    editing,
    evidence,
    opinions,
    page,
    pages,
    sheets,
    take_away,
)
from assistant.ui import login as login_part
from assistant.ui.application import Application
from assistant.ui.login import Login
from assistant.ui.theme import page_theme
from index.errors import SettingsError

if TYPE_CHECKING:
    from gradio import Server

    from assistant.ui.server import GuardedServer

MOST_WAITING = 200  # questions; more are sent away (503) until some are answered

# What the page can do. A further part is a module with an ``add_to`` of its own.
PARTS = (chat, conversations, evidence, documents, pages, take_away, opinions, sheets, editing)


def build_server(application: Application) -> "GuardedServer":
    """A Gradio server (its queue and streams; the page and its log-in are our own) with all parts."""
    silence_telemetry()
    from assistant.ui.server import GuardedServer

    login = Login(application)
    server = GuardedServer(application.title, login, application.assistant.settings.host)
    closed.add_to(server)
    page.add_to(server)
    login_part.add_to(server, application, login)
    for part in PARTS:
        part.add_to(server, application)
    return server


def launch() -> None:
    """Open the page.

    Raises:
        SettingsError: the port cannot be opened, or the log-in cannot be used.
        AssistantError: there is no index to answer from (see :mod:`index.errors`).
    """
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("assistant").setLevel(logging.INFO)
    assistant = PlanAssistant()
    _ = assistant.index  # an error is said at once, not at the first question
    application = Application(assistant, auth=load_auth(assistant.settings))
    server = build_server(application)
    if warning := exposure_warning(assistant.settings):
        sys.stderr.write(f"注意: {warning}\n")
    open_server(server, assistant.settings)
    application.tidying.start()
    sys.stdout.write(f"{_opened(assistant.settings)}\n")
    sys.stdout.flush()
    wait(server)


def open_server(server: "GuardedServer", settings: Settings) -> None:
    """Start answering; returns at once.

    Raises:
        SettingsError: the port cannot be opened.
    """
    try:
        server.launch(
            server_name=settings.host,
            server_port=settings.port,
            share=False,
            ssr_mode=False,
            theme=page_theme(),
            footer_links=[],
            quiet=True,
            prevent_thread_lock=True,
            auth_dependency=server.login.name_of if server.login.way else None,
        )
    except OSError as error:
        raise SettingsError(
            f"ポート {settings.port} を開けません。ほかで使われていないか確認し、"
            "ASSISTANT_PORT で別の番号を指定してください。"
        ) from error
    server.get_blocks()._queue.max_size = MOST_WAITING


def wait(server: "Server") -> None:
    """Serve until the process is told to end."""
    server.get_blocks().block_thread()


def _opened(settings: Settings) -> str:
    local = settings.host in ("127.0.0.1", "localhost", "::1")
    reach = "この端末からだけ使えます" if local else "ほかの端末からも使えます"
    return f"質問画面を開きました: http://{settings.host}:{settings.port}（{reach}。終わるには Ctrl+C）"
