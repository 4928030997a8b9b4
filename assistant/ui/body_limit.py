"""How much a request may bring: it is counted while it comes in, for a header may say anything or nothing."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES = 5_000_000  # a conversation that is exported holds its answers whole
MOST_BYTES_OF_LOGIN = 16_000  # anybody may send these
_COUNTED_THERE = ("/upload/", "/sheets/")  # files, each with a limit of its own

TOO_MUCH = "送られた内容が大きすぎます。分けるか短くして、もう一度お試しください。"


def most_bytes(path: str) -> int | None:
    """How much may be sent to an address; None if whoever answers there counts."""
    if path.startswith(_COUNTED_THERE):
        return None
    return MOST_BYTES_OF_LOGIN if path == "/login" else MOST_BYTES


async def within_limit(app: "ASGIApp", scope: "Scope", receive: "Receive", send: "Send") -> None:
    """Have ``app`` answer a request, or answer 413 as soon as it brings too much."""
    from starlette.responses import JSONResponse

    most = most_bytes(scope["path"])
    got = 0
    answered = False

    async def counted() -> "Message":
        nonlocal got
        message = await receive()
        got += len(message.get("body", b""))
        if most is not None and got > most:
            return {"type": "http.disconnect"}  # the rest is not taken in: to the app the sender has gone
        return message

    async def said(message: "Message") -> None:
        nonlocal answered
        if most is None or got <= most or answered:  # what the app says of the break is not sent
            answered = True
            await send(message)

    try:
        await app(scope, counted, said)
    except Exception:
        if most is None or got <= most or answered:
            raise
    if most is not None and got > most and not answered:
        await JSONResponse({"error": TOO_MUCH}, status_code=413)(scope, receive, send)
