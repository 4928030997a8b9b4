"""Bytes as an address that holds them itself: the page shows or saves them without asking for anything more."""

from base64 import b64encode


def data_address(kind: str, content: bytes) -> str:
    """The ``data:`` address of content of a MIME type."""
    return f"data:{kind};base64,{b64encode(content).decode()}"
