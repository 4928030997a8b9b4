"""Files on their way into the documents folder: safe names, a place beside, and a look into each before it lands.

They wait in a folder whose name begins with a dot, which no index looks into, on the same disk: a rename lands them.
"""

import os
import re
import secrets
import shutil
import time
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from index.catalog import CONVERTIBLE
from index.document import Edition
from index.errors import DocumentsUnwritable, DocumentUnreadable, InputError
from index.load import READABLE
from index.load.limits import MOST_BYTES

STAGING = ".incoming"
_ARRIVED = re.compile(r"file-[0-9a-f]{16}")  # only folders of exactly such names are swept away
_LONGEST = 160  # bytes of a name without its ending: file systems take 255, and a name beside adds some
_NOT_IN_NAMES = re.compile(r'[<>:"|?*]')  # Windows refuses these, and files are copied there
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")


@dataclass(frozen=True, slots=True)
class Look:
    """What a file turned out to be: what it says of itself, how much there is in it, what was not read of it."""

    edition: Edition
    sections: int
    units: int
    warnings: tuple[tuple[str, str], ...]


def safe_name(name: str) -> str:
    """The name under which a file may lie in the documents folder, whatever it was called elsewhere.

    Raises:
        DocumentUnreadable: its ending is of no format that is read.
        InputError: nothing is left of it.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    shown = "".join(c for c in last if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
    stem, dot, ending = _NOT_IN_NAMES.sub("_", shown).rpartition(".")
    ending = f".{ending.strip().lower()}" if dot else ""
    if ending not in READABLE:
        raise DocumentUnreadable(f"{ending or '拡張子のない'}ファイルには対応していません", _remedy(ending))
    stem = _cut(" ".join(stem.split()).lstrip(".~$ ").rstrip(". "))
    if not stem:
        raise InputError("資料の名前がありません。ファイルに名前を付けてください。")
    return f"{'_' if _RESERVED.fullmatch(stem) else ''}{stem}{ending}"


def _remedy(ending: str) -> str:
    if ending in CONVERTIBLE:
        return f"元のアプリで開き、{CONVERTIBLE[ending]} 形式で保存し直してください"
    return f"{'・'.join(READABLE)} のどれかに変換してください"


def _cut(stem: str) -> str:
    return stem.encode()[:_LONGEST].decode(errors="ignore").rstrip(". ")


def check_size(size: int) -> None:
    """Refuse a file of more bytes than are read.

    Raises:
        DocumentUnreadable: it is too big.
    """
    if size > MOST_BYTES:
        raise DocumentUnreadable(
            f"ファイルが大きすぎます（{size // 1_000_000:,} MB、上限 {MOST_BYTES // 1_000_000} MB）",
            "分割するか、画像などを減らしてください",
        )


def check_writable(folder: Path) -> None:
    """Refuse a folder that does not let itself be changed; nothing is written.

    Raises:
        DocumentsUnwritable: it is one.
    """
    staging = folder / STAGING
    for place in (folder, *([staging] if staging.exists() else [])):
        if not place.is_dir() or not os.access(place, os.W_OK | os.X_OK):
            raise unwritable(folder)


def staging_folder(folder: Path) -> Path:
    """The folder beside the documents in which files wait; made if it is not there.

    Raises:
        DocumentsUnwritable: nothing can be written there.
    """
    check_writable(folder)
    staging = folder / STAGING
    try:
        staging.mkdir(exist_ok=True)
    except OSError as error:
        raise unwritable(folder) from error
    return staging


def unwritable(folder: Path) -> DocumentsUnwritable:
    """What is said where the documents folder does not let itself be changed."""
    return DocumentsUnwritable(
        f"資料フォルダ「{folder}」に書き込めません。フォルダの権限とディスクの空きを管理者に確かめてもらってください。"
    )


def new_place(folder: Path, name: str) -> Path:
    """Where a file of this name can be written to, on its way into ``folder``.

    Raises:
        DocumentsUnwritable: nothing can be written there.
    """
    place = staging_folder(folder) / f"file-{secrets.token_hex(8)}"
    try:
        place.mkdir()
    except OSError as error:
        raise unwritable(folder) from error
    return place / name


def drop(path: Path) -> None:
    """Forget a file that :func:`new_place` gave a place to."""
    if _ARRIVED.fullmatch(path.parent.name):
        shutil.rmtree(path.parent, ignore_errors=True)


def sweep(folder: Path, age: float) -> None:
    """Forget files that have waited for so many seconds: whoever brought them is gone."""
    staging = folder / STAGING
    if not staging.is_dir():
        return
    for place in staging.iterdir():
        with suppress(OSError):  # somebody else was quicker
            if _ARRIVED.fullmatch(place.name) and place.stat().st_mtime < time.time() - age:
                shutil.rmtree(place)


def look_into(path: Path, slug: str) -> Look:
    """Read a file as the index would, in a process of its own where its format is risky.

    Raises:
        DocumentUnreadable: it cannot be read.
    """
    from index.reading import Job, Limits, Unreadable, read_all

    (found,) = read_all([Job(path, slug, None, path.stat().st_size)], None, Limits())
    if isinstance(found, Unreadable):
        raise DocumentUnreadable(found.why, found.do)
    document = found.document
    return Look(document.edition, len(document.sections), len(document.units), found.warnings)
