"""Pages of PDF documents as pictures, on which the evidence panel draws the boxes of a citation."""

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from assistant.ui.application import Application
from assistant.ui.calls import add_calls
from assistant.ui.data_address import data_address
from index.catalog import find_documents
from index.errors import DocumentUnreadable, UnknownDocument

if TYPE_CHECKING:
    from gradio import Server


class PageView(BaseModel, frozen=True):
    """A page as a ``data:`` address, with its size in the points in which boxes are measured."""

    image: str
    width: float
    height: float


def page_view(application: Application, slug: str, page: int) -> PageView:
    """A page (from 1) of a PDF document.

    Raises:
        UnknownDocument: there is no document of this name in the folder.
        DocumentUnreadable: it is no PDF, or has no such page.
        Busy: too many others wait for theirs.
    """
    from index.load.pdf_image import page_image

    path = find_documents(application.assistant.settings.documents).get(slug)
    if path is None:
        raise UnknownDocument(
            f"資料「{slug}」は資料フォルダにありません。assistant documents で一覧を確認してください。"
        )
    if path.suffix.lower() != ".pdf" or page < 1:
        raise DocumentUnreadable("頁の画像は PDF にだけあります", "原文の行で確かめてください")
    drawn = page_image(path, page)
    return PageView(image=data_address("image/png", drawn.png), width=drawn.width, height=drawn.height)


def add_to(server: "Server", application: Application) -> None:
    """Give the server its ``page``."""

    def page(slug: str, page: int) -> dict[str, Any]:
        return page_view(application, slug, page).model_dump(mode="json")

    add_calls(server, {"page": page})
