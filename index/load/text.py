"""Text and Markdown files: decoded characters with their line numbers."""

import re
from pathlib import Path

from index.document import Line, SourceText
from index.errors import DocumentUnreadable

ENDINGS = (".txt", ".md")
_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|$)")


def load_text(path: Path) -> SourceText:
    """Read a UTF-8 text file.

    Raises:
        DocumentUnreadable: the file cannot be opened or is not UTF-8.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise DocumentUnreadable("ファイルを開けません", "読み取り権限を確認してください") from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DocumentUnreadable("文字コードがUTF-8ではありません", "UTF-8で保存し直してください") from error
    if not text.strip():
        raise DocumentUnreadable("中身がありません", "ファイルを確認してください")
    return split_lines(text)


def split_lines(text: str) -> SourceText:
    """Number the lines of a text. A line ends at LF, CRLF or CR only; a form feed ends none."""
    lines: list[Line] = []
    for match in _LINE.finditer(text):
        start, end = match.span(1)
        if start == len(text) and lines:
            break
        lines.append(Line(len(lines) + 1, start, end, match.group(1)))
    return SourceText(text, tuple(lines))
