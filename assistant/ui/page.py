"""The page itself: its files, and headers that let the browser fetch nothing from elsewhere."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gradio import Server

_FILES = Path(__file__).with_name("page")
_HEADERS = {
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "connect-src 'self'",
            "img-src 'self' data:",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


def add_to(server: "Server") -> None:
    """Give the server the page at ``/`` and its style sheets and scripts under ``/page/``."""
    from fastapi.responses import FileResponse
    from starlette.responses import Response
    from starlette.staticfiles import StaticFiles

    @server.get("/", include_in_schema=False)
    def page() -> Response:
        return FileResponse(_FILES / "index.html", headers=_HEADERS)

    @server.get("/favicon.ico", include_in_schema=False)
    def icon() -> Response:
        return FileResponse(_FILES / "icon.svg", media_type="image/svg+xml", headers=_HEADERS)

    server.mount("/page", StaticFiles(directory=_FILES))
