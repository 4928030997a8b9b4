"""The manifest of a generation: what it was built from, and a hash of every file in it."""

import hashlib
import json
from pathlib import Path

from pydantic import BaseModel, ValidationError

from index.errors import IndexBroken
from index.store.generations import READING, broken

MANIFEST = "manifest.json"
FORMAT = 2


class SourceFile(BaseModel, frozen=True):
    """A document file as it was when indexed."""

    sha256: str
    size: int


class StoredFile(BaseModel, frozen=True):
    """A file of the index."""

    sha256: str
    size: int


class ReadWarning(BaseModel, frozen=True):
    """A document that could not be read: which, why, what to do."""

    file: str
    why: str
    do: str


class Manifest(BaseModel, frozen=True):
    """What a generation is. ``model`` names the embedding model and the hash of its files."""

    format: int = FORMAT
    model: str
    catalog: str
    sources: dict[str, SourceFile]
    files: dict[str, StoredFile]
    warnings: list[ReadWarning] = []

    @property
    def fingerprint(self) -> str:
        """Twelve characters that name what the index holds; equal inputs give equal fingerprints."""
        sources = {slug: source.sha256 for slug, source in sorted(self.sources.items())}
        text = json.dumps([self.format, self.model, self.catalog, sources], ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:12]


def file_hash(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_manifest(generation: Path, manifest: Manifest) -> None:
    """Write the manifest with the hashes of all files that lie in the generation."""
    files = {
        path.relative_to(generation).as_posix(): StoredFile(sha256=file_hash(path), size=path.stat().st_size)
        for path in sorted(generation.rglob("*"))
        if path.is_file() and path.name not in (MANIFEST, READING)
    }
    full = manifest.model_copy(update={"files": files})
    (generation / MANIFEST).write_text(full.model_dump_json(indent=1), "utf-8")


def load_manifest(generation: Path) -> Manifest:
    """Read the manifest without checking the files.

    Raises:
        IndexBroken: it is missing or no manifest.
    """
    try:
        return Manifest.model_validate_json((generation / MANIFEST).read_bytes())
    except (OSError, ValidationError) as error:
        raise IndexBroken(broken(f"{MANIFEST} を読めません")) from error


def read_manifest(generation: Path) -> Manifest:
    """Read the manifest and check every file of the generation against it.

    Raises:
        IndexBroken: a file is missing, cut or changed, or the format is another version's.
    """
    manifest = load_manifest(generation)
    if manifest.format != FORMAT:
        raise IndexBroken(
            f"索引の形式（{manifest.format}）がこの版（{FORMAT}）と違います。"
            "assistant index --rebuild で作り直してください。"
        )
    for name, stored in manifest.files.items():
        path = generation / name
        try:
            intact = path.stat().st_size == stored.size and file_hash(path) == stored.sha256
        except OSError as error:
            raise IndexBroken(broken(f"{name} がありません")) from error
        if not intact:
            raise IndexBroken(broken(f"{name} が変わっています"))
    return manifest
