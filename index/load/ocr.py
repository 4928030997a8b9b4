"""Scanned pages, read by Tesseract with its Japanese model if both are installed."""

import csv
import io
import shutil
import subprocess
from functools import cache
from itertools import groupby

import pypdfium2

from index.load.pdf_lines import PrintedLine

OCR_LANGUAGE = "日本語 jpn"
_MODEL = "jpn"
_DPI = 300
_POINTS = 72
_MOST_PIXELS = 40_000_000  # a page drawn larger than this is drawn smaller: memory stays bounded
_SECONDS = 120
_LEAST_CONFIDENCE = 20.0  # Tesseract's own, of 100; below it a word is mostly dirt


@cache
def can_read_images() -> bool:
    """Whether Tesseract and its Japanese model are installed."""
    program = shutil.which("tesseract")
    if program is None:
        return False
    listed = subprocess.run([program, "--list-langs"], capture_output=True, check=False, timeout=_SECONDS)  # noqa: S603
    return _MODEL in listed.stdout.decode("utf-8", "replace").split()


def read_image(page: pypdfium2.PdfPage, number: int) -> list[PrintedLine]:
    """The lines of a page that is only an image; none where Tesseract fails or takes too long."""
    width, height = page.get_size()
    scale = min(_DPI / _POINTS, (_MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
    picture = io.BytesIO()
    page.render(scale=scale, grayscale=True).to_pil().save(picture, "PNG")
    program = shutil.which("tesseract") or "tesseract"
    try:
        found = subprocess.run(  # noqa: S603 - no shell, nothing of the document in the arguments
            [program, "stdin", "stdout", "-l", _MODEL, "--dpi", str(round(scale * _POINTS)), "tsv"],
            input=picture.getvalue(),
            capture_output=True,
            check=True,
            timeout=_SECONDS,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        return []
    return _lines(found.stdout.decode("utf-8", "replace"), number, scale, (width, height))


def _lines(table: str, page: int, scale: float, page_size: tuple[float, float]) -> list[PrintedLine]:
    """Tesseract's table of words, a line at a time."""
    rows = csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE)
    words = [row for row in rows if (row["text"] or "").strip() and float(row["conf"]) >= _LEAST_CONFIDENCE]
    lines = []
    for _, group in groupby(words, key=lambda row: (row["block_num"], row["par_num"], row["line_num"])):
        line = list(group)
        left = min(int(word["left"]) for word in line) / scale
        top = min(int(word["top"]) for word in line) / scale
        right = max(int(word["left"]) + int(word["width"]) for word in line) / scale
        bottom = max(int(word["top"]) + int(word["height"]) for word in line) / scale
        box = (round(left, 1), round(top, 1), round(right, 1), round(bottom, 1))
        text = "".join(_spaced(word["text"]) for word in line).strip()
        lines.append(PrintedLine(text, page, box, size=round(bottom - top, 1), page_size=page_size))
    return lines


def _spaced(word: str) -> str:
    """A word with a space on either side of Latin letters; Tesseract parts Japanese characters by chance."""
    return f" {word} " if word.isascii() else word
