"""Nothing leaves the machine: everything runs with sockets blocked."""

import subprocess
import sys
from pathlib import Path

from tests.conftest import DOCUMENTS

BLOCKED = """
import socket

attempts = []


def blocked(*arguments, **_):
    attempts.append(arguments[-1])
    raise OSError("network is blocked in this test")

socket.socket.connect = blocked
socket.socket.connect_ex = blocked
socket.getaddrinfo = blocked
socket.create_connection = blocked
"""

EVERYTHING = """
import os
os.environ["LANGSMITH_TRACING"] = "true"
os.environ["LANGCHAIN_TRACING_V2"] = "true"
os.environ["LANGSMITH_TRACING_V2"] = "true"
os.environ["LANGSMITH_API_KEY"] = "none"
os.environ["GRADIO_ANALYTICS_ENABLED"] = "True"
from pathlib import Path
from assistant import PlanAssistant
from assistant.settings import Settings
from index.embed.identity import FOLDER

folder = Path({folder!r})
for model in ("bundled", str(FOLDER)):
    settings = Settings(documents={documents!r}, index=folder / model.replace("/", "_"), embedding_model=model)
    assistant = PlanAssistant(settings)
    assert assistant.ask("押印の見直し").citations
assert os.environ["LANGSMITH_TRACING"] == os.environ["LANGCHAIN_TRACING_V2"] == "false"
assert os.environ["GRADIO_ANALYTICS_ENABLED"] == "False"
from assistant.chain import PlanRetriever, plan_chain
assert PlanRetriever(assistant=assistant).invoke("押印の見直し")
assert plan_chain(assistant).invoke("押印の見直し").citations
from assistant.ui.application import Application
from assistant.ui.launch import build_server
build_server(Application(assistant))
from langchain_core.language_models import FakeListChatModel
PlanAssistant(settings, chat_model=FakeListChatModel(responses=["押印の見直し[1]。"])).ask("押印の見直し")
from langchain_core.tracers.langchain import wait_for_all_tracers
wait_for_all_tracers()
assert attempts == [], attempts
print("done")
"""


def test_everything_runs_with_sockets_blocked(tmp_path: Path) -> None:
    code = BLOCKED + EVERYTHING.format(folder=str(tmp_path / "index"), documents=str(DOCUMENTS))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=300)
    assert done.stdout.strip().endswith("done"), done.stderr[-2000:]
