"""Files become documents with their terms: here, or in worker processes where there is much or a risky format."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from index.document import Document, Edition, SourceText
from index.edition import derive_edition
from index.errors import DocumentUnreadable
from index.load import load
from index.outline import outline_document
from index.passage_terms import PassageTerms, document_terms
from index.passages import make_passages
from index.store.content import Content
from index.workers import MEMORY, Failed, Failure, Task, processors, run_tasks

log = logging.getLogger(__name__)

_PLAIN = (".txt", ".md")  # the only formats whose reading cannot bring down the process
ALONE = 1_000_000  # bytes of plain text that are read without the help of workers: these take 0.3 s to start
MOST_WORKERS = 8


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may take: seconds, and those for each megabyte, and bytes of memory."""

    seconds: float = 120.0
    seconds_a_megabyte: float = 30.0
    memory: int = MEMORY

    def time(self, size: int) -> float:
        """Seconds for a file of so many bytes."""
        return self.seconds + self.seconds_a_megabyte * size / 1e6


@dataclass(frozen=True, slots=True)
class Job:
    """A file to read, and what the catalogue says of it: without an entry the document itself says it all."""

    path: Path
    slug: str
    edition: Edition | None
    size: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A document that was read, the terms of its passages, how many of these had to be worked out, warnings."""

    document: Document
    terms: tuple[PassageTerms, ...]
    fresh: int
    warnings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that could not be read: why, and what to do (Japanese)."""

    why: str
    do: str


def read_all(jobs: Sequence[Job], terms_from: Content | None, limits: Limits) -> Iterator[Reading | Unreadable]:
    """Read files, in their order. Terms of passages that ``terms_from``, an earlier index, has serve again."""
    if all(job.path.suffix.lower() in _PLAIN for job in jobs) and sum(job.size for job in jobs) <= ALONE:
        for job in jobs:
            yield read(job, terms_from)
        return
    path = terms_from.path if terms_from else None
    tasks = [Task(read_in_worker, (job, path), limits.time(job.size)) for job in jobs]
    for found in run_tasks(tasks, min(processors(), MOST_WORKERS), limits.memory):
        yield _explain(found) if isinstance(found, Failure) else found


def _explain(failure: Failure) -> Unreadable:
    if failure.why is Failed.TIMED_OUT:
        return Unreadable("読み取りに時間がかかりすぎました", "ファイルを分割するか、txtに変換してください")
    if failure.why is Failed.OUT_OF_MEMORY:
        return Unreadable("読み取りにメモリがかかりすぎました", "ファイルを分割するか、txtに変換してください")
    detail = f"（{failure.detail}）" if failure.detail else ""
    return Unreadable(
        f"読み取り中に異常が起きました{detail}", "ファイルが壊れていないか確認し、別の形式で保存し直してください"
    )


def read(job: Job, terms_from: Content | None) -> Reading | Unreadable:
    """Read one file; whatever is wrong with it concerns no other."""
    try:
        source = load(job.path)
        derived = derive_edition(job.slug, source)
        document = _cut(source, with_title(job.edition or derived, derived.title))
        terms, fresh = document_terms(document, terms_from.known_terms if terms_from else _nothing)
        return Reading(document, terms, fresh, source.warnings)
    except DocumentUnreadable as error:
        return Unreadable(error.why, error.do)
    except MemoryError:
        return _explain(Failure(Failed.OUT_OF_MEMORY))
    except Exception as error:
        log.exception("%s", job.slug)
        return _explain(Failure(Failed.RAISED, type(error).__name__))


def with_title(edition: Edition, title: str) -> Edition:
    """The edition, with this title where the catalogue gives it none."""
    return edition if edition.title else replace(edition, title=title)


def _nothing(keys: Sequence[bytes]) -> dict[bytes, PassageTerms]:
    return {}


def read_in_worker(job: Job, terms_from: Path | None) -> Reading | Unreadable:
    """Read one file in a worker process, where the earlier index is opened once."""
    return read(job, _open(terms_from) if terms_from else None)


@cache
def _open(path: Path) -> Content:
    """The earlier index, kept open as long as the worker lives."""
    return Content(path)


def read_document(path: Path, edition: Edition) -> Document:
    """Read one file and cut it into sections, units and passages.

    Raises:
        DocumentUnreadable: the file cannot be read.
    """
    return _cut(load(path), edition)


def _cut(source: SourceText, edition: Edition) -> Document:
    source.text.encode()  # half a surrogate pair from a careless program could not be stored
    outline = outline_document(source, edition.title)
    if not outline.units:
        raise DocumentUnreadable("引用できる文がありません", "本文のあるファイルか確認してください")
    passages = tuple(make_passages(outline.units))
    return Document(edition, source.text, outline.sections, outline.units, passages, outline.furniture, source.places)
