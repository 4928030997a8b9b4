"""A page of a PDF as a picture, for people who want to see where a quote is printed."""

import io
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2

from index.errors import Busy, DocumentUnreadable

if TYPE_CHECKING:
    from PIL.Image import Image

_SCALE = 1.6  # pixels a point: text of ten points can be read
_MOST_PIXELS = 2400  # of the longer side, however large the page is
_pdfium = threading.Lock()  # PDFium is not safe to use from several threads
_line = threading.Semaphore(8)  # pages that are drawn or wait for it: each takes one of the server's few threads


@dataclass(frozen=True, slots=True)
class PageImage:
    """A PNG file, and the page's width and height in points."""

    png: bytes
    width: float
    height: float


def page_image(path: Path, number: int) -> PageImage:
    """Draw page ``number`` (from 1) of a PDF.

    Raises:
        DocumentUnreadable: the file cannot be read, or has no such page.
        Busy: too many others wait for theirs.
    """
    if not _line.acquire(blocking=False):
        raise Busy("頁の表示が混み合っています。少し待ってから、もう一度お試しください。")
    try:
        with _pdfium:
            picture, width, height = _drawn(path, number)
        file = io.BytesIO()
        picture.convert("RGB").save(file, "PNG")
    except (pypdfium2.PdfiumError, OSError, IndexError) as error:
        raise DocumentUnreadable("この頁を表示できません", "資料が変わっていれば索引を更新してください") from error
    finally:
        _line.release()
    return PageImage(file.getvalue(), width, height)


def _drawn(path: Path, number: int) -> "tuple[Image, float, float]":
    with pypdfium2.PdfDocument(path) as document:
        page = document[number - 1]
        width, height = page.get_size()
        scale = min(_SCALE, _MOST_PIXELS / max(width, height))
        return page.render(scale=scale).to_pil(), width, height
