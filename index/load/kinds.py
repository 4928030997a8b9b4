"""What a file is by its first bytes, before any parser sees it."""

import mmap
from pathlib import Path

from index.errors import DocumentUnreadable

OFFICE = (".docx", ".pptx", ".xlsx")
_HEAD = 1024  # bytes; a PDF may have so much before its first line
_ZIP = "ZIP形式"
_OLE = "古い形式のOffice文書"
_PDF = "PDF"
_SIGNATURES = (
    (b"%PDF-", _PDF),
    (b"PK\x03\x04", _ZIP),
    (b"PK\x05\x06", _ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _OLE),
    (b"{\\rtf", "リッチテキスト（RTF）"),
    (b"\x89PNG\r\n", "画像（PNG）"),
    (b"\xff\xd8\xff", "画像（JPEG）"),
    (b"GIF87a", "画像（GIF）"),
    (b"GIF89a", "画像（GIF）"),
    (b"\x1f\x8b\x08", "圧縮ファイル（gzip）"),
    (b"7z\xbc\xaf\x27\x1c", "圧縮ファイル（7z）"),
    (b"Rar!\x1a\x07", "圧縮ファイル（RAR）"),
    (b"\x7fELF", "プログラム"),
)
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # the name of the stream that holds a file under a password


def check_kind(path: Path, ending: str) -> None:
    """Refuse a file whose content contradicts its ``ending`` (lower case, with its dot).

    Raises:
        DocumentUnreadable: the content is of another kind, is under a password, or cannot be read.
    """
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
        found = _kind(head, ending)
        locked = found == _OLE and ending in OFFICE and _holds(path, _ENCRYPTED)
    except OSError as error:
        raise DocumentUnreadable("ファイルを開けません", "読み取り権限を確認してください") from error
    if locked:
        raise DocumentUnreadable("パスワードで保護されています", "保護を外して保存し直してください")
    wanted = _ZIP if ending in OFFICE else _PDF if ending == ".pdf" else ""
    if found != wanted:
        inside = f"中身は{found}です" if found else f"中身は{ending.removeprefix('.')}ではありません"
        raise DocumentUnreadable(
            f"拡張子と中身が合いません（拡張子は{ending}、{inside}）",
            "正しい拡張子に変えるか、元のアプリで保存し直してください",
        )


def _kind(head: bytes, ending: str) -> str:
    """The name of what begins with these bytes; empty for text and for what is not known."""
    if ending == ".pdf" and b"%PDF-" in head:
        return _PDF
    return next((name for signature, name in _SIGNATURES if head.startswith(signature)), "")


def _holds(path: Path, wanted: bytes) -> bool:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find(wanted) >= 0
