"""The manifest of a generation: what it was built from, and a hash of every file in it."""

import hashlib
import json
from pathlib import Path, PurePosixPath

from pydantic import BaseModel, ValidationError

from index.document import FileWarning
from index.errors import IndexBroken
from index.store.generations import READING, broken

MANIFEST = "manifest.json"
FORMAT = 5


class Version(BaseModel, frozen=True):
    """All that a document's content depends on.

    ``file`` is the path below the documents folder, ``sha256`` that of the file (empty where it cannot be
    opened), ``title`` what the catalogue calls it, which the outline leaves out (None: it has no entry, empty:
    the entry has no title), ``reader`` names the code that read it.
    """

    file: str
    sha256: str
    title: str | None
    reader: str

    def same_document(self, other: "Version | None") -> bool:
        """Whether nothing but the reading code may differ."""
        return other is not None and self.model_copy(update={"reader": other.reader}) == other


class SourceFile(BaseModel, frozen=True):
    """A document file: ``seen`` when last looked at, and the version whose content the index holds, if any.

    The two differ for a file that cannot be read any more.
    """

    seen: Version
    held: Version | None
    size: int
    modified: int  # in nanoseconds, as the file system says


class StoredFile(BaseModel, frozen=True):
    """A file of the index."""

    sha256: str
    size: int


class Manifest(BaseModel, frozen=True):
    """What a generation is.

    ``model`` names the embedding model and the hash of its files, ``enriched`` those of the expected questions and
    of the thesaurus. ``left_out`` warns of what was not taken for a document at all (links that lead out, old
    formats), ``warnings`` of documents that could not be read, or only in part.
    """

    format: int = FORMAT
    model: str
    catalog: str
    enriched: tuple[str, str]
    sources: dict[str, SourceFile]
    files: dict[str, StoredFile] = {}
    left_out: list[FileWarning] = []
    warnings: list[FileWarning] = []

    @property
    def all_warnings(self) -> list[FileWarning]:
        """Every warning, by file."""
        return sorted([*self.left_out, *self.warnings], key=lambda warning: warning.file)

    @property
    def fingerprint(self) -> str:
        """Twelve characters that name what the index holds; equal inputs give equal fingerprints."""
        held = {
            slug: [PurePosixPath(source.held.file).suffix, source.held.sha256, source.held.title, source.held.reader]
            for slug, source in sorted(self.sources.items())
            if source.held
        }
        text = json.dumps([self.format, self.model, self.catalog, self.enriched, held], ensure_ascii=False)
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
        IndexBroken: it is missing or no manifest, or of another version's format.
    """
    try:
        raw = (generation / MANIFEST).read_bytes()
        if (found := _format(raw)) != FORMAT:
            raise IndexBroken(
                f"索引の形式（{found}）がこの版（{FORMAT}）と違います。assistant index --rebuild で作り直してください。"
            )
        return Manifest.model_validate_json(raw)
    except (OSError, ValidationError) as error:
        raise IndexBroken(broken(f"{MANIFEST} を読めません")) from error


class _Format(BaseModel):
    format: int


def _format(raw: bytes) -> int:
    return _Format.model_validate_json(raw).format


def read_manifest(generation: Path) -> Manifest:
    """Read the manifest and check every file of the generation against it.

    Raises:
        IndexBroken: a file is missing, cut or changed, or the format is another version's.
    """
    manifest = load_manifest(generation)
    _check(generation, manifest, thorough=True)
    return manifest


def glance_at(generation: Path) -> Manifest:
    """Read the manifest and check the files by size, and by content only what was written to after it.

    Raises:
        IndexBroken: as :func:`read_manifest`.
    """
    manifest = load_manifest(generation)
    _check(generation, manifest, thorough=False)
    return manifest


def _check(generation: Path, manifest: Manifest, *, thorough: bool) -> None:
    written = (generation / MANIFEST).stat().st_mtime_ns
    for name, stored in manifest.files.items():
        path = generation / name
        try:
            now = path.stat()
            look = thorough or now.st_mtime_ns > written
            intact = now.st_size == stored.size and (not look or file_hash(path) == stored.sha256)
        except OSError as error:
            raise IndexBroken(broken(f"{name} がありません")) from error
        if not intact:
            raise IndexBroken(broken(f"{name} が変わっています"))
