"""A small local server that speaks the OpenAI chat protocol (and Ollama's), streaming or not; what it says is scripted."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = Callable[[dict[str, Any]], str | int]
PIECE = 7  # characters that are streamed at once


@contextmanager
def chat_server(  # noqa: C901 - one handler, in order of a request
    reply: Reply, delay: float = 0.0, pause: float = 0.0, breaks_off: int | None = None
) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Serve while the context lasts; yields the base URL and the requests seen.

    ``reply`` gets the request's body and returns the model's text, or an HTTP status for an error. ``delay`` comes
    before the reply, ``pause`` after each line of a streamed one; ``breaks_off`` is after how many characters a
    streamed one ends without a proper end. Ollama's protocol is served below the URL without its ``/v1``.
    """
    seen: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            seen.append(body)
            time.sleep(delay)
            said = reply(body)
            try:
                if isinstance(said, int):
                    self.whole(said, {"error": {"message": "scripted", "type": "scripted"}})
                elif not body.get("stream"):
                    self.whole(200, completion(body["model"], said))
                elif self.path.startswith("/api/"):
                    self.stream(said, "application/x-ndjson", ollama_line, ollama_end(body["model"]))
                else:
                    self.stream(said, "text/event-stream", event, event_end(body["model"]))
            except (BrokenPipeError, ConnectionResetError):
                pass  # the client gave up waiting

        def whole(self, status: int, payload: dict[str, Any]) -> None:
            raw = json.dumps(payload).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(raw)))
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(raw)

        def stream(self, said: str, kind: str, line: Callable[[str, str], str], end: str) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Transfer-Encoding", "chunked")
            self.send_header("Connection", "close")
            self.end_headers()
            for start in range(0, len(said), PIECE):
                if breaks_off is not None and start >= breaks_off:
                    self.close_connection = True
                    return
                piece = said[start : start + PIECE]
                self.chunk(line("scripted", piece))
                time.sleep(pause * piece.count("\n"))
            self.chunk(end)
            self.wfile.write(b"0\r\n\r\n")

        def chunk(self, text: str) -> None:
            raw = text.encode()
            self.wfile.write(f"{len(raw):x}\r\n".encode() + raw + b"\r\n")
            self.wfile.flush()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1", seen
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def completion(model: str, said: str) -> dict[str, Any]:
    return {
        "id": "1",
        "object": "chat.completion",
        "created": 0,
        "model": model,
        "choices": [{"index": 0, "message": {"role": "assistant", "content": said}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }


def event(model: str, piece: str, finished: str | None = None) -> str:
    payload = {
        "id": "1",
        "object": "chat.completion.chunk",
        "created": 0,
        "model": model,
        "choices": [
            {"index": 0, "delta": {"role": "assistant", "content": piece} if piece else {}, "finish_reason": finished}
        ],
    }
    return f"data: {json.dumps(payload)}\n\n"


def event_end(model: str) -> str:
    return event(model, "", "stop") + "data: [DONE]\n\n"


def ollama_line(model: str, piece: str, done: bool = False) -> str:
    message = {"role": "assistant", "content": piece}
    end = {"done_reason": "stop"} if done else {}
    return (
        json.dumps({"model": model, "created_at": "2026-01-01T00:00:00Z", "message": message, "done": done, **end})
        + "\n"
    )


def ollama_end(model: str) -> str:
    return ollama_line(model, "", done=True)
