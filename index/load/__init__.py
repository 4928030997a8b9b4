"""Files become text with places. Nobody but this folder knows file formats."""

from importlib import import_module
from pathlib import Path

from index.document import SourceText
from index.errors import DocumentUnreadable
from index.load.kinds import OFFICE, check_kind
from index.load.limits import check_file
from index.load.package import check_package
from index.load.text import split_lines

# A format's library is imported when the first such file is read: most questions need none of them.
_LOADERS = {
    ".txt": ("index.load.text", "load_text"),
    ".md": ("index.load.text", "load_text"),
    ".html": ("index.load.html", "load_html"),
    ".htm": ("index.load.html", "load_html"),
    ".csv": ("index.load.delimited", "load_delimited"),
    ".tsv": ("index.load.delimited", "load_delimited"),
    ".pdf": ("index.load.pdf", "load_pdf"),
    ".docx": ("index.load.word", "load_word"),
    ".pptx": ("index.load.powerpoint", "load_powerpoint"),
    ".xlsx": ("index.load.excel", "load_excel"),
}
READABLE = tuple(_LOADERS)
TEXT_FORMATS = (".txt", ".md", ".html", ".htm", ".csv", ".tsv")  # those whose lines are the file's own


def load(path: Path) -> SourceText:
    """Read a document file by its ending.

    Raises:
        DocumentUnreadable: the format is unknown, the content is not what the ending says, or cannot be read.
    """
    ending = path.suffix.lower()
    if ending not in _LOADERS:
        raise DocumentUnreadable(
            f"{path.suffix} 形式には対応していません", f"{'・'.join(READABLE)} のどれかに変換してください"
        )
    check_file(path)
    check_kind(path, ending)
    if ending in OFFICE:
        check_package(path, ending)
    module, name = _LOADERS[ending]
    loader = getattr(import_module(module), name)
    try:
        source: SourceText = loader(path)
    except (DocumentUnreadable, MemoryError):
        raise
    except Exception as error:  # whatever a parser makes of a damaged file
        raise DocumentUnreadable(
            "ファイルが壊れているか、読めない作りです", "元のアプリで開き、保存し直してください"
        ) from error
    if not any(line.text.strip() for line in source.lines):
        raise DocumentUnreadable("文字がありません", "画像だけの資料でないか確認してください")
    return source


__all__ = ["READABLE", "TEXT_FORMATS", "load", "split_lines"]
