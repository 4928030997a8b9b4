"""Files become text with places. Nobody but this folder knows file formats."""

from pathlib import Path

from index.document import SourceText
from index.errors import DocumentUnreadable
from index.load.text import ENDINGS as TEXT_ENDINGS
from index.load.text import load_text, split_lines

READABLE = TEXT_ENDINGS


def load(path: Path) -> SourceText:
    """Read a document file by its ending.

    Raises:
        DocumentUnreadable: the format is unknown or the file cannot be read.
    """
    if path.suffix.lower() in TEXT_ENDINGS:
        return load_text(path)
    raise DocumentUnreadable(f"{path.suffix} 形式には対応していません", "txt か md に変換してください")


__all__ = ["READABLE", "load", "split_lines"]
