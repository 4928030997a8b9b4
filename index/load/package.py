"""Whether a Word, PowerPoint or Excel file, a zip package of XML, is safe to hand to its parser.

Nothing here unpacks a whole file: sizes come from the zip's list (Python's zip reader never gives out more than
the list says), and of a part only its beginning is read, or, where it is big, its nodes are counted as it streams.
"""

import re
import zipfile
import zlib
from pathlib import Path

from index.errors import DocumentUnreadable

MOST_PARTS = 20_000
MOST_UNPACKED = 300_000_000  # bytes, of all parts together
MOST_RATIO = 200  # times its packed size that a part may unpack to ...
RATIO_COUNTS_FROM = 50_000_000  # ... if it is bigger than so many bytes; sheets of zeros shrink a lot, and are small
MOST_NODES = 3_000_000  # elements and attributes of the parts that parsers keep in memory whole, 190 bytes each
_NODES_COUNT_FROM = 2_000_000  # bytes: a smaller part has too few to matter
_PROLOG = 16_384  # bytes in which a part's first element begins
_CHUNK = 1 << 20

_MAIN_PART = {".docx": "word/", ".pptx": "ppt/", ".xlsx": "xl/"}
_STREAMED = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)  # these are read row by row
_ENTRY = b"PK\x01\x02"  # begins each entry of a zip's list
_ELEMENT = re.compile(rb"<[A-Za-z_:\x80-\xff]")
_BROKEN = ("ファイルが壊れています", "元のアプリで開き、保存し直してください")


def check_package(path: Path, ending: str) -> None:
    """Refuse a package that is broken, locked, of another program or made to swell when unpacked.

    Raises:
        DocumentUnreadable: for each of these, saying which.
    """
    try:
        _check_length(path)
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
            _check_list(parts, ending)
            _check_parts(package, [part for part in parts if part.filename.lower().endswith((".xml", ".rels"))])
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
        raise DocumentUnreadable(*_BROKEN) from error
    except OSError as error:
        raise DocumentUnreadable("ファイルを開けません", "読み取り権限を確認してください") from error


def _check_length(path: Path) -> None:
    """The zip's list is not too long: the reader keeps all of it, so its entries are counted before."""
    entries, tail = 0, b""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            entries += (tail + chunk).count(_ENTRY)
            tail = chunk[1 - len(_ENTRY) :]
            if entries > MOST_PARTS:
                raise _too_big()


def _check_list(parts: list[zipfile.ZipInfo], ending: str) -> None:
    """Check what the zip's list says."""
    if any(part.flag_bits & 0x1 for part in parts):
        raise DocumentUnreadable("パスワードで保護されています", "保護を外して保存し直してください")
    if sum(part.file_size for part in parts) > MOST_UNPACKED or any(map(_swells, parts)):
        raise _too_big()
    names = {part.filename.lstrip("/").lower() for part in parts}
    if not any(name.startswith(_MAIN_PART[ending]) for name in names):
        raise DocumentUnreadable(
            f"拡張子と中身が合いません（拡張子は{ending}、中身は別の種類のファイルです）",
            "正しい拡張子に変えるか、元のアプリで保存し直してください",
        )


def _swells(part: zipfile.ZipInfo) -> bool:
    return part.file_size > RATIO_COUNTS_FROM and part.file_size > MOST_RATIO * max(part.compress_size, 1)


def _check_parts(package: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """No part declares entities (Office files never do), and those kept in memory whole have not too many nodes."""
    nodes = 0
    for part in parts:
        with package.open(part) as stream:
            head = stream.read(_PROLOG).replace(b"\0", b"")  # UTF-16 reads like ASCII then
            found = _ELEMENT.search(head)
            if b"<!DOCTYPE" in head[: found.start() if found else None] or (head.strip() and not found):
                raise DocumentUnreadable("文書に許されない宣言（DTD）を含みます", "元のアプリで保存し直してください")
            if part.file_size < _NODES_COUNT_FROM or _STREAMED.fullmatch(part.filename.lstrip("/")):
                continue
            nodes += _nodes(head)
            while chunk := stream.read(_CHUNK):
                nodes += _nodes(chunk)
                if nodes > MOST_NODES:
                    raise _too_big()


def _nodes(xml: bytes) -> int:
    """About how many elements and attributes a piece of XML has."""
    return xml.count(b"<") - xml.count(b"</") + xml.count(b"=")


def _too_big() -> DocumentUnreadable:
    return DocumentUnreadable("展開すると大きすぎる圧縮ファイルです", "ファイルを分割するか、保存し直してください")
