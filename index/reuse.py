"""Which documents a build reads, and which it takes over from the index before."""

import hashlib
import shutil
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from index.catalog import CATALOG
from index.document import Edition, FileWarning
from index.store.manifest import Manifest, SourceFile, Version, file_hash

KEPT = "（前回の内容を残しています）"
_PACKAGE = Path(__file__).parent
_NOT_READING = ("search", "store", "embed")  # these folders have no say in what a document becomes
_NOT_TABLES = ("thesaurus.csv",)  # nor has this table, which the manifest knows by a hash of its own


@dataclass(frozen=True, slots=True)
class Plan:
    """The documents of the next generation, by slug in order, and those of them whose files must be read.

    The others are taken over with what the index holds of them, which may be nothing (a file that could not be
    read and has not changed since).
    """

    sources: dict[str, SourceFile]
    read: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """What a build is about: the files of ``documents`` below ``roots`` (all if there are none).

    ``left_out`` warns of what is there but was not taken for a document; ``again`` reads every file, changed or not.
    """

    documents: Path
    roots: tuple[Path, ...] = ()
    left_out: tuple[FileWarning, ...] = ()
    again: bool = False

    def holds(self, file: str) -> bool:
        """Whether a file is to be looked at."""
        return not self.roots or any((self.documents / file).resolve().is_relative_to(root) for root in self.roots)

    def leaves_out(self, file: str) -> bool:
        """Whether a file, or a folder above it, is there but cannot be followed or read."""
        return any(_is_below(file, warning.file) for warning in self.left_out)


def _is_below(file: str, name: str) -> bool:
    return file == name or file.startswith(f"{name}/")


def make_plan(now: Mapping[str, SourceFile], before: Manifest | None, scope: Scope) -> Plan:
    """Compare the files with an index. In ``scope`` files count, elsewhere the index does.

    What was indexed and is now left out with a warning stays as it was indexed.
    """
    old = before.sources if before else {}
    sources: dict[str, SourceFile] = {}
    read = []
    for slug in sorted(old.keys() | now.keys()):
        file = (now if slug in now else old)[slug].seen.file
        if (before and not scope.holds(file)) or (slug not in now and scope.leaves_out(file)):
            if slug in old:
                sources[slug] = old[slug]
        elif slug in now:
            staying = None if scope.again else _staying(now[slug], old.get(slug), asked=bool(scope.roots))
            sources[slug] = staying or now[slug]
            if staying is None:
                read.append(slug)
    return Plan(sources, tuple(read))


def tell_kept(left_out: Collection[FileWarning], before: Manifest | None) -> list[FileWarning]:
    """The warnings, saying so where the index keeps what it has of a file that is now left out."""
    held = [source.seen.file for source in before.sources.values() if source.held] if before else []
    return [
        replace(warning, why=warning.why + KEPT) if any(_is_below(file, warning.file) for file in held) else warning
        for warning in left_out
    ]


def _staying(now: SourceFile, known: SourceFile | None, *, asked: bool) -> SourceFile | None:
    """The entry of a document that need not be read, if so.

    A file that could not be read is tried again only if it changed, or if somebody asks for it by name.
    """
    if known is None:
        return None
    if now.seen == known.held:
        return now
    if now.seen == known.seen and not asked:
        return now.model_copy(update={"held": known.held})
    return None


def look_at(documents: Path, files: Mapping[str, Path], editions: Mapping[str, Edition]) -> dict[str, SourceFile]:
    """The files as they are now, as if all of them could be read."""
    found = {}
    for slug, path in files.items():
        name = path.relative_to(documents).as_posix()
        size, modified, digest = _status(path)
        title = editions[slug].title if slug in editions else None
        version = Version(file=name, sha256=digest, title=title, reader=reader_of(name))
        found[slug] = SourceFile(seen=version, held=version, size=size, modified=modified)
    return found


def _status(path: Path) -> tuple[int, int, str]:
    """Size, time of change and hash; a file that cannot be opened has no hash, and becomes a warning when read."""
    try:
        status = path.stat()
    except OSError:
        return 0, 0, ""
    try:
        return status.st_size, status.st_mtime_ns, file_hash(path)
    except OSError:
        return status.st_size, status.st_mtime_ns, ""


@cache
def reader_identity() -> str:
    """Names the code and tables that decide what a document becomes: other code reads every document again."""
    digest = hashlib.sha256()
    code = (path for path in _PACKAGE.rglob("*.py") if path.relative_to(_PACKAGE).parts[0] not in _NOT_READING)
    tables = (path for path in (_PACKAGE / "data").iterdir() if path.is_file() and path.name not in _NOT_TABLES)
    for path in sorted([*code, *tables]):
        digest.update(f"{path.relative_to(_PACKAGE).as_posix()} {file_hash(path)}\n".encode())
    return digest.hexdigest()[:12]


def reader_of(file: str) -> str:
    """Names what reads a file: the code and, for a PDF, which may be a scan, whether Tesseract is there."""
    return reader_identity() + ("+ocr" if file.lower().endswith(".pdf") and shutil.which("tesseract") else "")


def catalog_hash(documents: Path) -> str:
    """The hash of the catalogue; empty without one."""
    path = documents / CATALOG
    return file_hash(path) if path.is_file() else ""


def has_changed(files: Mapping[str, Path], manifest: Manifest, scope: Scope) -> bool:
    """Whether the files differ from those an index was built from; reads only what was written to since."""
    kept = {slug for slug, source in manifest.sources.items() if scope.leaves_out(source.seen.file)}
    if set(files) | kept != set(manifest.sources) or catalog_hash(scope.documents) != manifest.catalog:
        return True
    for slug, path in files.items():
        known = manifest.sources[slug]
        status = path.stat()
        if (status.st_size, status.st_mtime_ns) == (known.size, known.modified):
            continue
        if status.st_size != known.size or _status(path)[2] != known.seen.sha256:
            return True
    return False
