"""What a change wrote into the catalogue taken back, and nothing that somebody else wrote into it meanwhile."""

import logging
import shutil
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from index.catalog import CATALOG
from index.catalog_edit import Value, remove_entry, set_entry
from index.errors import AssistantError
from index.swap import swapped_in

log = logging.getLogger(__name__)


class CatalogChange:
    """Writes entries, and can take them back."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = (folder / CATALOG).resolve()  # a link stays one
        self._before = self._read()
        self._after = self._before  # as this change left it
        self._touched: dict[str, Iterable[str]] = {}

    def set_entry(self, slug: str, values: Mapping[str, Value]) -> None:
        """As :func:`index.catalog_edit.set_entry`."""
        self._touched[slug] = values.keys()
        set_entry(self._folder, slug, values)
        self._after = self._read()

    def remove_entry(self, slug: str) -> None:
        """As :func:`index.catalog_edit.remove_entry`."""
        self._touched[slug] = ()
        remove_entry(self._folder, slug)
        self._after = self._read()

    def take_back(self) -> None:
        """Bring back the catalogue, or only its own entries where it was edited meanwhile; never raises."""
        try:
            now = self._read()
            if now == self._after:
                self._bring_back_whole()
            elif now is not None:  # who deleted it meanwhile wants it so
                self._bring_back_entries()
        except (AssistantError, OSError, ValueError):
            log.exception("the entries of a failed change could not be taken back: see %s", self._path)

    def _read(self) -> bytes | None:
        return self._path.read_bytes() if self._path.is_file() else None

    def _bring_back_whole(self) -> None:
        if self._before is None:
            self._path.unlink(missing_ok=True)
        elif self._before != self._after:
            with swapped_in(self._path) as fresh:
                fresh.write_bytes(self._before)
                shutil.copymode(self._path, fresh)

    def _bring_back_entries(self) -> None:
        before = _table(self._before or b"")
        for slug, keys in self._touched.items():
            if slug not in before:
                remove_entry(self._folder, slug)
            else:
                entry = before[slug]
                set_entry(self._folder, slug, {key: entry.get(key, "") for key in keys or entry})


def _table(text: bytes) -> dict[str, dict[str, Any]]:
    table = tomllib.loads(text.decode("utf-8-sig"))
    return {unicodedata.normalize("NFC", slug): entry for slug, entry in table.items()}
