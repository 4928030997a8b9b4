"""A page of a PDF as a picture, for people who want to see where a quote is printed."""

import io
import threading
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

from index.errors import DocumentUnreadable

_SCALE = 1.6  # pixels a point: text of ten points can be read
_MOST_PIXELS = 2400  # of the longer side, however large the page is
_pdfium = threading.Lock()  # PDFium is not safe to use from several threads


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
    """
    with _pdfium:
        try:
            with pypdfium2.PdfDocument(path) as document:
                page = document[number - 1]
                width, height = page.get_size()
                scale = min(_SCALE, _MOST_PIXELS / max(width, height))
                picture = page.render(scale=scale).to_pil()
        except (pypdfium2.PdfiumError, OSError, IndexError) as error:
            raise DocumentUnreadable("この頁を表示できません", "資料が変わっていれば索引を更新してください") from error
    file = io.BytesIO()
    picture.convert("RGB").save(file, "PNG")
    return PageImage(file.getvalue(), width, height)
