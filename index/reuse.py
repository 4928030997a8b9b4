"""Which documents a build reads, and which it takes over from the index before."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from index.catalog import CATALOG, Found
from index.document import Edition
from index.store.manifest import Manifest, ReadWarning, SourceFile, Version, file_hash

KEPT = "（前回の内容を残しています）"
_PACKAGE = Path(__file__).parent
_NOT_READING = ("search", "store", "embed")  # these folders have no say in what a document becomes


@dataclass(frozen=True, slots=True)
class Plan:
    """The documents of the next generation, by slug in order, and those of them whose files must be read.

    The others are taken over with what the index holds of them, which may be nothing (a file that could not be
    read and has not changed since).
    """

    sources: dict[str, SourceFile]
    read: tuple[str, ...]


def make_plan(
    now: Mapping[str, SourceFile],
    before: Manifest | None,
    found: Found,
    documents: Path,
    *,
    roots: Collection[Path],
    again: bool,
) -> Plan:
    """Compare the files that were ``found``, as they are ``now``, with an index.

    Below ``roots`` (if there are any) files count, elsewhere the index does. ``again`` reads every file that
    counts, changed or not. What is there but was left out of the search stays as it was indexed.
    """
    old = before.sources if before else {}
    roots = roots if before else ()
    sources: dict[str, SourceFile] = {}
    read = []
    for slug, file in sorted(_files(old) | _files(now)):
        if roots and not any((documents / file).resolve().is_relative_to(root) for root in roots):
            if slug in old:
                sources[slug] = old[slug]
        elif slug in now:
            staying = _staying(now[slug], old.get(slug), asked=bool(roots))
            sources[slug] = now[slug] if again or staying is None else staying
            if again or staying is None:
                read.append(slug)
        elif _is_left_out(file, found):
            sources[slug] = old[slug]
    return Plan(sources, tuple(read))


def _files(sources: Mapping[str, SourceFile]) -> set[tuple[str, str]]:
    return {(slug, source.seen.file) for slug, source in sources.items()}


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
        version = Version(file=name, sha256=digest, title=title, reader=reader_identity())
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
    tables = (path for path in (_PACKAGE / "data").iterdir() if path.is_file())
    for path in sorted([*code, *tables]):
        digest.update(f"{path.relative_to(_PACKAGE).as_posix()} {file_hash(path)}\n".encode())
    return digest.hexdigest()[:12]


def catalog_hash(documents: Path) -> str:
    """The hash of the catalogue; empty without one."""
    path = documents / CATALOG
    return file_hash(path) if path.is_file() else ""


def _is_left_out(file: str, found: Found) -> bool:
    """Whether a file is one that was found but left out, or lies in a folder that was."""
    return any(file == warning.file or file.startswith(f"{warning.file}/") for warning in found.warnings)


def left_out(found: Found, plan: Plan) -> list[ReadWarning]:
    """What was left out, and whether the next index still holds something of it."""
    kept = [source.seen.file for slug, source in plan.sources.items() if slug not in found.files and source.held]
    return [
        ReadWarning(
            file=warning.file,
            why=warning.why + (KEPT if any(_is_left_out(file, Found({}, (warning,))) for file in kept) else ""),
            do=warning.do,
        )
        for warning in found.warnings
    ]


def has_changed(documents: Path, found: Found, manifest: Manifest) -> bool:
    """Whether the files differ from those an index was built from; reads only what was written to since."""
    expected = {
        slug
        for slug, source in manifest.sources.items()
        if slug in found.files or not _is_left_out(source.seen.file, found)
    }
    if set(found.files) != expected or catalog_hash(documents) != manifest.catalog:
        return True
    for slug, path in found.files.items():
        known = manifest.sources[slug]
        status = path.stat()
        if (status.st_size, status.st_mtime_ns) == (known.size, known.modified):
            continue
        if status.st_size != known.size or _status(path)[2] != known.seen.sha256:
            return True
    return False
