"""Reads all expected questions and thesauri; a file that cannot be used becomes a warning."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from index.document import FileWarning
from index.enrich.expected import ExpectedEntry, read_expected
from index.enrich.sources import Enrichment
from index.enrich.thesaurus import Group, read_thesaurus
from index.errors import InputError


@dataclass(slots=True)
class Gathered:
    """What the files hold: entries by document, groups, and warnings of files that cannot be used."""

    entries: Mapping[str, list[ExpectedEntry]]
    groups: list[Group]
    warnings: list[FileWarning] = field(default_factory=list)


def gather(enrichment: Enrichment, documents: Collection[str]) -> Gathered:
    """Read the files that say something of these documents; one that cannot be used becomes a warning."""
    entries: dict[str, list[ExpectedEntry]] = defaultdict(list)
    gathered = Gathered(entries, [])
    for path in enrichment.expected_files():
        if enrichment.is_shipped(path) and path.stem not in documents:
            continue
        try:
            for entry in read_expected(path):
                entries[entry.document].append(entry)
        except InputError as error:
            gathered.warnings.append(_warning(path, error))
    for path in enrichment.thesaurus_files():
        try:
            gathered.groups.extend(read_thesaurus(path))
        except InputError as error:
            gathered.warnings.append(_warning(path, error))
    return gathered


def _warning(path: Path, error: InputError) -> FileWarning:
    why, _, do = str(error).rstrip("。").rpartition("。")
    return FileWarning(file=path.name, why=why or str(error), do=do or "直してください")
