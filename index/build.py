"""Build an index: what changed is read, the rest taken over, and all of it written as one new generation."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from index.catalog import read_catalog, survey_documents
from index.document import FileWarning
from index.embed.identity import BUNDLED, model_identity
from index.enrich.sources import Enrichment
from index.errors import AssistantError, DocumentsMissing, IndexUnusable
from index.reuse import Scope, catalog_hash, has_changed, look_at, make_plan, reader_of, tell_kept
from index.store.generations import current_generation, locked, writing
from index.store.manifest import (
    Manifest,
    SourceFile,
    glance_at,
    load_manifest,
    read_manifest,
    write_manifest,
)

if TYPE_CHECKING:  # what reads and writes is imported when there is something to read or write
    from index.enrich.gather import Gathered
    from index.filling import Filling
    from index.reading import Limits

SHIPPED = Enrichment()
WAITING = "ほかで進んでいる索引づくりを待っています"
Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is (0 where nobody knows)."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did. ``written`` is false if there was nothing to do; the warnings are those of all documents."""

    added: list[str]
    changed: list[str]
    removed: list[str]
    passages_embedded: int
    warnings: list[FileWarning] = field(default_factory=list)
    written: bool = True


def build_index(
    documents: Path,
    folder: Path,
    embedding_model: str = BUNDLED,
    *,
    enrichment: Enrichment = SHIPPED,
    only: Collection[Path] = (),
    rebuild: bool = False,
    progress: Progress | None = None,
    limits: "Limits | None" = None,
) -> BuildReport:
    """Bring the index up to date with the documents; nothing is written if nothing changed.

    ``enrichment`` says where expected questions and thesauri are kept. ``only`` limits what is read again to these
    files and folders: documents elsewhere stay as they were indexed, even if their files changed or are gone.
    ``rebuild`` reads and embeds everything anew. A document that cannot be read any more stays as it was indexed,
    with a warning. ``limits`` are those of reading one file.

    Raises:
        DocumentsMissing: there is nothing to read.
        CatalogError: the catalogue cannot be read.
        ModelError: the embedding model cannot be loaded.
        IndexUnwritable: the disk is full, or cannot be written to.
    """
    found = survey_documents(documents)
    editions = read_catalog(documents)
    now = look_at(documents, found.files, editions)
    scope = Scope(documents, tuple(path.resolve() for path in only), found.warnings, again=rebuild)
    model, catalog = model_identity(embedding_model), catalog_hash(documents)
    tell = progress or _silent
    with locked(folder, lambda: tell(WAITING, 0, 0)):
        before = _previous(folder, glance_at)
        plan = make_plan(now, before, scope)
        left_out = tell_kept(found.warnings, before)
        wanted = Manifest(
            model=model, catalog=catalog, enriched=enrichment.identity(), sources=plan.sources, left_out=left_out
        )
        if before is not None and not plan.read and _essence(before) == _essence(wanted):
            return BuildReport([], [], [], 0, before.all_warnings, written=False)

        from index.enrich.gather import gather
        from index.filling import Earlier, Filling

        before = _previous(folder, read_manifest)  # what is taken over is checked whole first
        plan, left_out = make_plan(now, before, scope), tell_kept(found.warnings, before)
        wanted = wanted.model_copy(update={"left_out": left_out})
        earlier = Earlier(before, current_generation(folder)) if before is not None else None
        filling = Filling(documents, plan, editions, earlier, anew=rebuild)
        with writing(folder) as generation:
            manifest, embedded = _write(
                generation,
                filling,
                gather(enrichment, plan.sources),
                wanted,
                embedding_model,
                tell,
                limits,
            )
    return _report(before.sources if before else {}, manifest, embedded)


def _silent(what: str, done: int, total: int) -> None:
    """Tell nobody."""


def _previous(folder: Path, check: Callable[[Path], Manifest]) -> Manifest | None:
    """The manifest of the current generation if there is a whole one."""
    try:
        return check(current_generation(folder))
    except IndexUnusable:
        return None


def _essence(manifest: Manifest) -> tuple[object, ...]:
    """What two manifests must have in common for the one's index to be the other's."""
    sources = {slug: (source.seen, source.held) for slug, source in manifest.sources.items()}
    return manifest.format, manifest.model, manifest.catalog, manifest.enriched, sources, manifest.left_out


def _write(
    generation: Path,
    filling: "Filling",
    gathered: "Gathered",
    wanted: Manifest,
    embedding_model: str,
    progress: Progress,
    limits: "Limits | None",
) -> tuple[Manifest, int]:
    """Write a generation; its manifest, and how many passages were embedded."""
    filled = filling.write(generation, progress, limits)
    manifest = wanted.model_copy(update={"sources": filled.sources, "warnings": filled.warnings})
    if not any(source.held for source in manifest.sources.values()):
        raise DocumentsMissing("読める資料が1つもありません。" + " ".join(w.why for w in manifest.all_warnings[:3]))

    from index.enrich.write import write_enrichment
    from index.search.write import write_legs

    lost = write_enrichment(generation, gathered, wanted.enriched[1], filling.with_equal_terms)
    manifest = manifest.model_copy(update={"warnings": [*manifest.warnings, *gathered.warnings, *lost]})
    vectors = filling.earlier if not filling.anew else None
    same_model = vectors is not None and vectors.manifest.model == wanted.model
    embedded = write_legs(generation, embedding_model, vectors.generation if vectors and same_model else None, progress)
    write_manifest(generation, manifest)
    return manifest, filled.fresh if embedding_model == BUNDLED else embedded


def _report(before: Mapping[str, SourceFile], manifest: Manifest, embedded: int) -> BuildReport:
    old = {slug: source.held for slug, source in before.items() if source.held}
    new = {slug: source.held for slug, source in manifest.sources.items() if source.held}
    return BuildReport(
        added=[slug for slug in new if slug not in old],
        changed=[slug for slug, held in new.items() if slug in old and not held.same_document(old[slug])],
        removed=[slug for slug in old if slug not in new],
        passages_embedded=embedded,
        warnings=manifest.all_warnings,
    )


def is_stale(documents: Path, folder: Path, enrichment: Enrichment = SHIPPED) -> bool:
    """Whether the current index was built from other documents, another catalogue or enrichment, or by other code.

    Reads only files that were written to since.
    """
    try:
        manifest = load_manifest(current_generation(folder))
        found = survey_documents(documents)
        scope = Scope(documents, left_out=found.warnings)
        seen = (source.seen for source in manifest.sources.values())
        if manifest.enriched != enrichment.identity():
            return True
        if any(version.reader != reader_of(version.file) for version in seen):
            return True
        return has_changed(found.files, manifest, scope)
    except (AssistantError, OSError):
        return False
