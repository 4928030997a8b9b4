"""A new entry at the end of ``catalog.toml``; what a person wrote there is never touched."""

import json
import shutil
from dataclasses import fields
from pathlib import Path

from index.catalog import CATALOG, read_catalog
from index.document import Edition
from index.errors import CatalogError
from index.swap import swapped_in

_KEYS = tuple(field.name for field in fields(Edition) if field.name not in ("slug", "derived"))


def write_entry(folder: Path, edition: Edition) -> Path:
    """Append the entry of an edition; return the catalogue's path. The file is written beside and swapped in.

    Raises:
        CatalogError: the catalogue has an entry of that slug, cannot be read, or cannot be written.
    """
    path = (folder / CATALOG).resolve()  # a link stays one
    if edition.slug in read_catalog(folder):
        raise CatalogError(f"目録「{path}」に「{edition.slug}」はもうあります。書き換えは手で行ってください。")
    try:
        before = path.read_bytes() if path.exists() else b""
        line_end = b"\r\n" if b"\r\n" in before else b"\n"
        entry = ("" if not before or before.endswith(b"\n") else "\n") + entry_text(edition)
        with swapped_in(path) as fresh:
            fresh.write_bytes(before + entry.encode().replace(b"\n", line_end))
            if before:
                shutil.copymode(path, fresh)
    except OSError as error:
        raise CatalogError(f"目録「{path}」に書けません。書き込みの権限を確認してください。") from error
    return path


def entry_text(edition: Edition) -> str:
    """The entry as TOML: what is known, and an empty line before it."""
    lines = ["", f"[{basic_string(edition.slug)}]"]
    for key in _KEYS:
        value = getattr(edition, key)
        if isinstance(value, tuple):
            if value:
                lines.append(f"{key} = [{', '.join(basic_string(word) for word in value)}]")
        elif value:
            lines.append(f"{key} = {basic_string(value)}")
    return "\n".join(lines) + "\n"


def basic_string(text: str) -> str:
    """The text as a TOML string; JSON escapes the same characters the same way, but for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
