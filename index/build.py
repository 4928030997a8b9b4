"""Build an index: documents are read, cut, embedded and written as one new generation."""

import hashlib
import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path

from index.catalog import CATALOG, find_documents, read_catalog
from index.document import Document, Edition, SourceText
from index.embed.bundled import BundledModel
from index.embed.identity import BUNDLED, model_identity
from index.embed.models import EmbeddingModel
from index.errors import AssistantError, DocumentsMissing, DocumentUnreadable, IndexUnusable
from index.language import Terms, terms
from index.load import READABLE, load, split_lines
from index.outline import outline_document
from index.passages import make_passages
from index.search.dense import write_dense
from index.search.grams import write_grams
from index.search.late import PassageTerms, write_late
from index.search.pooled import write_pooled
from index.store.content import CONTENT, Content, write_content
from index.store.generations import current_generation, locked, writing
from index.store.lexical import write_lexical
from index.store.manifest import (
    FORMAT,
    MANIFEST,
    Manifest,
    ReadWarning,
    SourceFile,
    file_hash,
    load_manifest,
    read_manifest,
    write_manifest,
)

log = logging.getLogger(__name__)

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did."""

    added: list[str]
    changed: list[str]
    removed: list[str]
    passages_embedded: int
    warnings: list[ReadWarning] = field(default_factory=list)


def build_index(
    documents: Path,
    folder: Path,
    embedding_model: str = BUNDLED,
    *,
    only: Collection[Path] = (),
    rebuild: bool = False,
    progress: Progress | None = None,
) -> BuildReport:
    """Bring the index up to date with the documents; nothing is written if nothing changed.

    ``only`` limits what is read again to these files and folders: documents elsewhere stay as they were indexed,
    even if their files changed or are gone.

    Raises:
        DocumentsMissing: there is nothing to read.
        CatalogError: the catalogue cannot be read.
        ModelError: the embedding model cannot be loaded.
    """
    files = find_documents(documents)
    editions = read_catalog(documents)
    with locked(folder):
        before = _previous(folder) if only or not rebuild else None
        wanted = _describe(documents, files, embedding_model)
        kept: dict[str, str] = {}
        if only and before is not None:
            roots = [path.resolve() for path in only]
            inside = {slug for slug, path in files.items() if _lies_below(path.resolve(), roots)}
            kept = _kept_sources(folder, before, documents, roots)
            wanted = _limit(wanted, before, inside, kept)
        if before is not None and before.fingerprint == wanted.fingerprint:
            return BuildReport([], [], [], 0, list(before.warnings))
        with writing(folder) as generation:
            read, warnings = _read_documents(
                {slug: files.get(slug) for slug in wanted.sources}, kept, editions, progress
            )
            if not read:
                raise DocumentsMissing("読める資料が1つもありません。" + " ".join(w.why for w in warnings[:3]))
            passages = _write_generation(generation, read, embedding_model, progress)
            write_manifest(generation, wanted.model_copy(update={"warnings": warnings}))
    old = before.sources if before is not None else {}
    return BuildReport(
        added=[slug for slug in wanted.sources if slug not in old],
        changed=[slug for slug, source in wanted.sources.items() if slug in old and old[slug] != source],
        removed=[slug for slug in old if slug not in wanted.sources],
        passages_embedded=passages,
        warnings=warnings,
    )


def _lies_below(path: Path, roots: Collection[Path]) -> bool:
    return any(path.is_relative_to(root) for root in roots)


def _kept_sources(folder: Path, before: Manifest, documents: Path, roots: Collection[Path]) -> dict[str, str]:
    """The indexed source texts of the documents that lie below none of ``roots``, by slug."""
    content = Content(current_generation(folder) / CONTENT)
    try:
        return {
            edition.slug: content.whole_source(number)
            for number, edition in enumerate(content.editions)
            if edition.slug in before.sources
            and not any(
                _lies_below(documents.resolve() / f"{edition.slug}{ending}", roots) for ending in ("", *READABLE)
            )
        }
    finally:
        content.close()


def _limit(wanted: Manifest, before: Manifest, inside: Collection[str], kept: Collection[str]) -> Manifest:
    """The manifest of an index of the documents ``inside`` as they are and the ``kept`` ones as they were."""
    sources = {slug: source for slug, source in wanted.sources.items() if slug in inside}
    sources |= {slug: before.sources[slug] for slug in kept}
    return wanted.model_copy(update={"sources": dict(sorted(sources.items()))})


def is_stale(documents: Path, folder: Path) -> bool:
    """Whether the documents are not those that the current index was built from; reads only what looks newer."""
    try:
        generation = current_generation(folder)
        manifest = load_manifest(generation)
        files = find_documents(documents)
        built = (generation / MANIFEST).stat().st_mtime
        if set(files) != set(manifest.sources):
            return True
        return any(
            path.stat().st_size != manifest.sources[slug].size
            or (path.stat().st_mtime > built and file_hash(path) != manifest.sources[slug].sha256)
            for slug, path in files.items()
        )
    except (AssistantError, OSError):
        return False


def _previous(folder: Path) -> Manifest | None:
    """The manifest of the current generation if there is a whole one."""
    try:
        return read_manifest(current_generation(folder))
    except IndexUnusable:
        return None


def _describe(documents: Path, files: dict[str, Path], embedding_model: str) -> Manifest:
    """The manifest that an index of these files has."""
    catalog = documents / CATALOG
    sources = {}
    for slug, path in files.items():
        try:
            sources[slug] = SourceFile(sha256=file_hash(path), size=path.stat().st_size)
        except OSError:
            sources[slug] = SourceFile(sha256="", size=0)  # becomes a warning when it is read
    return Manifest(
        format=FORMAT,
        model=model_identity(embedding_model),
        catalog=hashlib.sha256(catalog.read_bytes()).hexdigest() if catalog.is_file() else "",
        sources=sources,
        files={},
    )


def _read_documents(
    files: dict[str, Path | None], kept: dict[str, str], editions: dict[str, Edition], progress: Progress | None
) -> tuple[list[Document], list[ReadWarning]]:
    read: list[Document] = []
    warnings: list[ReadWarning] = []
    for number, (slug, path) in enumerate(files.items()):
        if progress:
            progress("資料を読んでいます", number, len(files))
        edition = editions.get(slug) or Edition(slug=slug, title=slug.rpartition("/")[2])
        try:
            if slug in kept:
                read.append(_cut(split_lines(kept[slug]), edition))
            elif path is not None:
                read.append(read_document(path, edition))
        except DocumentUnreadable as error:
            log.info("%s: %s", slug, error.why)
            name = path.name if path is not None else slug
            warnings.append(ReadWarning(file=name, why=error.why, do=error.do))
    return read, warnings


def read_document(path: Path, edition: Edition) -> Document:
    """Read one file and cut it into sections, units and passages.

    Raises:
        DocumentUnreadable: the file cannot be read.
    """
    return _cut(load(path), edition)


def _cut(source: SourceText, edition: Edition) -> Document:
    outline = outline_document(source, edition.title)
    if not outline.units:
        raise DocumentUnreadable("引用できる文がありません", "本文のあるファイルか確認してください")
    return Document(
        edition,
        source.text,
        outline.sections,
        outline.units,
        tuple(make_passages(outline.units)),
        outline.furniture,
        source.places,
    )


def _write_generation(
    generation: Path, documents: list[Document], embedding_model: str, progress: Progress | None
) -> int:
    write_content(generation / CONTENT, documents)
    passages: list[PassageTerms] = []
    lexical: list[list[str]] = []
    grams: list[set[str]] = []
    texts: list[str] = []
    for number, document in enumerate(documents):
        if progress:
            progress("語に分けています", number, len(documents))
        for passage in document.passages:
            path = " ".join(document.sections[passage.section].path)
            units = document.units[passage.first : passage.last]
            path_terms = terms(path)
            unit_terms: list[Terms] = [terms(f"{unit.context} {unit.text}") for unit in units]
            passages.append(PassageTerms(tuple(found.words for found in unit_terms), path_terms.words))
            lexical.append([*path_terms.lexical, *(term for found in unit_terms for term in found.lexical)])
            grams.append({gram for found in (path_terms, *unit_terms) for gram in found.grams})
            texts.append(f"{path}\n" + "\n".join(unit.text for unit in units))
    write_late(generation, passages, BundledModel())
    write_pooled(generation, [words for passage in passages for words in passage.units], BundledModel())
    write_grams(generation, grams)
    write_lexical(generation / "lexical", lexical)
    if embedding_model != BUNDLED:
        done = 0

        def embedded(count: int) -> None:
            nonlocal done
            done += count
            if progress:
                progress("埋め込みを計算しています", done, len(texts))

        write_dense(generation, texts, EmbeddingModel(embedding_model), embedded)
    return len(texts)
