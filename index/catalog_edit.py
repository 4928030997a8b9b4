"""Entries of ``catalog.toml`` written and taken out by a program; comments and other entries stay as they are.

The new text is read again before it takes the place of the old one: it must say of every other document what the
old one said.
"""

import shutil
import tomllib
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from index.catalog import CATALOG, parse_catalog
from index.catalog_blocks import Block, find_blocks
from index.catalog_entry import basic_string
from index.errors import CatalogError
from index.swap import swapped_in

Value = str | list[str]
"""What an entry may say under a key; an empty one takes the key out."""

_MARK = "\ufeff"  # with which Windows programs begin a text
_Table = dict[str, dict[str, Any]]


def set_entry(folder: Path, slug: str, values: Mapping[str, Value]) -> None:
    """Say this of a document in the catalogue, in its entry or in a new one at the end; its other keys stay.

    Raises:
        CatalogError: the catalogue cannot be read or written, or has an entry in a form that is not touched.
    """

    def edit(text: str) -> str:
        blocks = _blocks_of(text, slug)
        if blocks:
            first = blocks[0]
            return text[: first.start] + _with_values(text[first.start : first.end], slug, values) + text[first.end :]
        before = text if text.endswith("\n") or not text else text + "\n"
        return before + ("\n" if before else "") + _with_values(_new_entry(slug), slug, values)

    def change(table: _Table) -> None:
        entry = table.setdefault(slug, {})
        for key, value in values.items():
            entry[key] = value
            if not value:
                del entry[key]

    _rewrite(folder, edit, change)


def remove_entry(folder: Path, slug: str) -> None:
    """Take a document's entry out of the catalogue; without one nothing happens.

    Raises:
        CatalogError: the catalogue cannot be read or written, or has the entry in a form that is not touched.
    """

    def edit(text: str) -> str:
        for block in reversed(_blocks_of(text, slug)):
            before, after = text[: block.start], text[block.end :].removeprefix("\n")
            text = before + after if after or not before.endswith("\n\n") else before[:-1]
        return text

    def change(table: _Table) -> None:
        table.pop(slug, None)

    _rewrite(folder, edit, change)


def _rewrite(folder: Path, edit: Callable[[str], str], change: Callable[[_Table], None]) -> None:
    """Write the catalogue with its text edited, if that says what the change of its table says."""
    path = (folder / CATALOG).resolve()  # a link stays one
    try:
        before = path.read_bytes() if path.exists() else b""
        fresh = _edited(before, path, edit, change)
        if fresh == before:
            return
        with swapped_in(path) as beside:
            beside.write_bytes(fresh)
            if path.exists():
                shutil.copymode(path, beside)
    except OSError as error:
        raise CatalogError(f"目録「{path}」に書けません。書き込みの権限を確認してください。") from error


def _edited(before: bytes, path: Path, edit: Callable[[str], str], change: Callable[[_Table], None]) -> bytes:
    parse_catalog(before, path)
    text = before.decode()
    mark, line_end = (_MARK if text.startswith(_MARK) else ""), ("\r\n" if "\r\n" in text else "\n")
    text = text.removeprefix(_MARK).replace("\r\n", "\n").replace("\r", "\n")
    wanted = _table(text)
    change(wanted)
    try:
        edited = edit(text)
        fresh = (mark + edited.replace("\n", line_end)).encode()
        done = _table(edited) == wanted
    except ValueError as error:  # half a surrogate pair, or a form that the editor of TOML does not know
        raise _untouchable(path) from error
    if not done:
        raise _untouchable(path)
    parse_catalog(fresh, path)
    return fresh


def _untouchable(path: Path) -> CatalogError:
    return CatalogError(f"目録「{path}」を自動では書き換えられません。目録を手で直してから、もう一度お試しください。")


def _table(text: str) -> _Table:
    return {unicodedata.normalize("NFC", name): entry for name, entry in tomllib.loads(text).items()}


def _blocks_of(text: str, slug: str) -> list[Block]:
    return [block for block in find_blocks(text) if block.slug == slug]


def _new_entry(slug: str) -> str:
    return f"[{basic_string(slug)}]\n"


def _with_values(block: str, slug: str, values: Mapping[str, Value]) -> str:
    """The text of an entry, with these values in it."""
    import tomlkit

    document = tomlkit.parse(block if block.endswith("\n") else block + "\n")
    entry: Any = next(entry for name, entry in document.items() if unicodedata.normalize("NFC", name) == slug)
    for key, value in values.items():
        if value:
            entry[key] = value
        else:
            entry.pop(key, None)
    return document.as_string()
