"""Text and Markdown files: decoded characters with their line numbers."""

import re
from collections.abc import Iterator
from pathlib import Path

from index.document import Line, SourceText
from index.errors import DocumentUnreadable
from index.load.encoding import decode
from index.load.limits import CUT_SHORT, MOST_CHARACTERS, MOST_LINES, MOST_TEXT_BYTES

_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|$)")
_LINE_END = re.compile(r"\r\n|\r|\n")

Warnings = tuple[tuple[str, str], ...]


def load_text(path: Path) -> SourceText:
    """Read a text file in UTF-8, UTF-16, Shift_JIS, EUC-JP or ISO-2022-JP.

    Raises:
        DocumentUnreadable: the file cannot be opened, is empty or is no text.
    """
    text, warnings = read_characters(path)
    return SourceText(text, split_lines(text).lines, warnings=warnings)


def read_characters(path: Path, *, markup: bool = False) -> tuple[str, Warnings]:
    """The characters of a text file, as many as are read of one, and what to warn of.

    Raises:
        DocumentUnreadable: the file cannot be opened, is empty or is no text.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_TEXT_BYTES + 1)
    except OSError as error:
        raise DocumentUnreadable("ファイルを開けません", "読み取り権限を確認してください") from error
    cut = len(raw) > MOST_TEXT_BYTES
    if cut:
        raw = raw[: raw.rfind(b"\n", 0, MOST_TEXT_BYTES) + 1] or raw[:MOST_TEXT_BYTES]
    found = decode(raw, markup=markup)
    text = _most_lines(found.text[:MOST_CHARACTERS])
    if not text.strip():
        raise DocumentUnreadable("中身がありません", "ファイルを確認してください")
    warnings: list[tuple[str, str]] = []
    if cut or len(text) < len(found.text):
        warnings.append(CUT_SHORT)
    if found.broken:
        warnings.append((f"読めない文字が{found.broken}か所あります", "文字コードを確認してください"))
    return text, tuple(warnings)


def _most_lines(text: str) -> str:
    if text.count("\n") + text.count("\r") <= MOST_LINES:
        return text
    for number, match in enumerate(_LINE_END.finditer(text), start=1):
        if number == MOST_LINES:
            return text[: match.end()]
    return text


def line_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where each line of a text lies, without its end: a line ends at LF, CRLF and CR only."""
    found = False
    for match in _LINE.finditer(text):
        start, end = match.span(1)
        if start == len(text) and found:
            return
        found = True
        yield start, end


def split_lines(text: str) -> SourceText:
    """Number the lines of a text. A line ends at LF, CRLF or CR only; a form feed ends none."""
    lines = tuple(
        Line(number, start, end, text[start:end]) for number, (start, end) in enumerate(line_spans(text), start=1)
    )
    return SourceText(text, lines)
