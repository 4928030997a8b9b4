"""Where expected questions and thesauri are kept: what ships with the program, and what its users add."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from index.rows import ENDINGS
from index.store.manifest import file_hash

_DATA = Path(__file__).parents[1] / "data"
SHIPPED_EXPECTED = _DATA / "expected"
SHIPPED_THESAURUS = _DATA / "thesaurus.csv"


def expected_files(folder: Path) -> dict[str, Path]:
    """The files of a folder by name without ending (``/`` of a slug is written ``__``), in order."""
    if not folder.is_dir():
        return {}
    found = (path for path in sorted(folder.iterdir()) if path.suffix.lower() in ENDINGS and path.is_file())
    return {path.stem: path for path in found if not path.name.startswith(("~$", "."))}


@dataclass(frozen=True, slots=True)
class Enrichment:
    """What enriches the documents of an index.

    ``expected`` is a folder of the users' own expected questions: a file there that is named like a shipped one
    stands in its place, others add to it. ``thesaurus`` is a file of the users' own groups, which add to the shipped.
    """

    expected: Path | None = None
    thesaurus: Path | None = None

    def expected_files(self) -> list[Path]:
        """All files of expected questions."""
        own = expected_files(self.expected) if self.expected else {}
        return list({**expected_files(SHIPPED_EXPECTED), **own}.values())

    def thesaurus_files(self) -> list[Path]:
        """All thesauri."""
        own = [self.thesaurus] if self.thesaurus and self.thesaurus.is_file() else []
        return [SHIPPED_THESAURUS, *own]

    def identity(self) -> tuple[str, str]:
        """Hashes of what the files of expected questions hold, and of the thesauri."""
        return _hash(self.expected_files()), _hash(self.thesaurus_files())

    def is_shipped(self, entry_file: Path) -> bool:
        """Whether a file of expected questions came with the program."""
        return entry_file.parent == SHIPPED_EXPECTED


def _hash(files: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        digest.update(f"{path.name} {file_hash(path)}\n".encode())
    return digest.hexdigest()[:12]
