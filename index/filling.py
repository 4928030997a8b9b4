"""The content of a new generation, document after document: read just now, or taken over."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path

from index.document import Edition, FileWarning
from index.reading import Job, Limits, Reading, Unreadable, read_all, with_title
from index.reuse import KEPT, Plan, reader_identity
from index.store.content import CONTENT, Content, ContentWriter
from index.store.manifest import Manifest, SourceFile

_READING = "資料を読んでいます"
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Earlier:
    """The index before, whole: its manifest and its folder."""

    manifest: Manifest
    generation: Path


@dataclass(slots=True)
class Filled:
    """What the content holds: the sources as they turned out, warnings, and how many passages are new."""

    sources: dict[str, SourceFile] = field(default_factory=dict)
    warnings: list[FileWarning] = field(default_factory=list)
    fresh: int = 0


@dataclass(frozen=True, slots=True)
class Filling:
    """What to fill a generation with: a plan for the files of a folder, and what the catalogue says of them.

    ``earlier`` is the index to take over from; ``anew`` makes the terms of every passage afresh nevertheless.
    """

    documents: Path
    plan: Plan
    editions: Mapping[str, Edition]
    earlier: Earlier | None
    anew: bool

    def write(self, generation: Path, progress: Progress, limits: Limits | None) -> Filled:
        """Write the content. A file that cannot be read keeps what the earlier index holds of it."""
        filled = Filled()
        with ExitStack() as stack:
            content = None
            if self.earlier:
                content = stack.enter_context(closing(Content(self.earlier.generation / CONTENT)))
            readings = self._read(content, progress, limits or Limits())
            writer = stack.enter_context(ContentWriter(generation / CONTENT))
            to_read = set(self.plan.read)
            for slug in self.plan.sources:
                found = next(readings) if slug in to_read else None
                source = self._settle(slug, found, filled)
                if isinstance(found, Reading):
                    writer.add(found.document, found.terms)
                elif source.held and content:
                    number = content.number(slug)
                    known = content.editions[number]
                    writer.copy(content, number, with_title(self.editions.get(slug, known), known.title))
        return filled

    def _read(self, content: Content | None, progress: Progress, limits: Limits) -> Iterator[Reading | Unreadable]:
        jobs = [
            Job(self.documents / source.seen.file, slug, self.editions.get(slug), source.size)
            for slug, source in ((slug, self.plan.sources[slug]) for slug in self.plan.read)
        ]
        terms_from = content if self.with_equal_terms else None
        for number, found in enumerate(read_all(jobs, terms_from, limits)):
            progress(_READING, number + 1, len(jobs))
            yield found

    @property
    def with_equal_terms(self) -> Earlier | None:
        """The earlier index if it was made by this code, which gives equal terms for equal texts."""
        return self.earlier if not self.anew and self._same_reader() else None

    def _same_reader(self) -> bool:
        held = [source.held for source in self.earlier.manifest.sources.values()] if self.earlier else []
        return {version.reader.partition("+")[0] for version in held if version} <= {reader_identity()}

    def _settle(self, slug: str, found: Reading | Unreadable | None, filled: Filled) -> SourceFile:
        """Note how a document turned out (``found`` is None if it was not to be read); its entry."""
        source = self.plan.sources[slug]
        file = source.seen.file
        if isinstance(found, Reading):
            filled.fresh += found.fresh
            filled.warnings += [FileWarning(file=file, why=why, do=do) for why, do in found.warnings]
        elif found is not None:
            before = self.earlier.manifest.sources.get(slug) if self.earlier else None
            source = source.model_copy(update={"held": before.held if before else None})
            filled.warnings += self._warnings(file, of_kept=False) if source.held else []
            why = found.why + (KEPT if source.held else "")
            filled.warnings.append(FileWarning(file=file, why=why, do=found.do))
        else:
            filled.warnings += self._warnings(file, of_kept=source.seen != source.held)
        filled.sources[slug] = source
        return source

    def _warnings(self, file: str, *, of_kept: bool) -> list[FileWarning]:
        """The earlier warnings of a file; ``of_kept`` those too that it could not be read and was kept."""
        before = self.earlier.manifest.warnings if self.earlier else []
        return [warning for warning in before if warning.file == file and (of_kept or KEPT not in warning.why)]
