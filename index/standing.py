"""How a document stands in the folder, as a short word: whoever changes it says which it was when they looked."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from index.catalog import find_documents, read_catalog
from index.errors import InputError, UnknownDocument
from index.store.manifest import file_hash


def standing(folder: Path, slug: str) -> str:
    """A word for a document's file and what the catalogue says of it; another one after any change of either.

    Raises:
        UnknownDocument: it is not there.
        DocumentsMissing, CatalogError: the folder or its catalogue cannot be read.
    """
    path = find_documents(folder).get(slug)
    if path is None:
        raise UnknownDocument(f"資料「{slug}」は資料フォルダにありません。画面を読み込み直してください。")
    entry = read_catalog(folder).get(slug)
    return hashlib.sha256(f"{path.name}\n{file_hash(path)}\n{entry!r}".encode()).hexdigest()


def check_standing(folder: Path, seen: Mapping[str, str]) -> None:
    """Refuse a change of documents that are no longer what somebody saw: another editor was quicker.

    Raises:
        InputError: one of them changed.
        UnknownDocument, DocumentsMissing, CatalogError: see :func:`standing`.
    """
    for slug, word in seen.items():
        if standing(folder, slug) != word:
            raise InputError(f"資料「{slug}」が変わりました。画面を読み込み直して、内容を確かめてください。")
