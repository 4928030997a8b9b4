"""Documents, sections, units and passages of an index, in one SQLite file that is only read."""

import json
import sqlite3
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from functools import cache, lru_cache
from pathlib import Path
from types import TracebackType

from index.document import Document, Edition, Furniture, Place, Section, Unit, UnitKind, Where
from index.load import split_lines
from index.passage_terms import PassageTerms
from index.places import where

CONTENT = "content.sqlite"
_SCHEMA = """
CREATE TABLE documents (id INTEGER PRIMARY KEY, slug TEXT UNIQUE, edition TEXT, source TEXT);
CREATE TABLE sections (id INTEGER PRIMARY KEY, document INT, path TEXT, level INT, first_line INT, last_line INT,
                       start INT, stop INT);
CREATE TABLE places (document INT, line INT, place TEXT, PRIMARY KEY (document, line)) WITHOUT ROWID;
CREATE TABLE furniture (document INT, start INT, stop INT, reason TEXT);
CREATE TABLE units (id INTEGER PRIMARY KEY, document INT, passage INT, section INT, kind TEXT, start INT,
                    stop INT, first_line INT, last_line INT, text TEXT, context TEXT);
CREATE TABLE passages (id INTEGER PRIMARY KEY, document INT, section INT, first INT, last INT);
CREATE TABLE terms (passage INTEGER PRIMARY KEY, key BLOB, words BLOB, grams BLOB);
"""
_INDEXES = """
CREATE INDEX units_of_section ON units (section);
CREATE INDEX terms_of_key ON terms (key);
"""

_COLUMNS = {"documents": 4, "sections": 8, "places": 3, "furniture": 4, "passages": 5, "units": 11, "terms": 4}
_PLACE_FIELDS = tuple(field.name for field in fields(Place))


@dataclass(frozen=True, slots=True)
class StoredUnit:
    """A unit with its numbers in the index; ``unit.section`` counts sections of the whole index."""

    number: int
    document: int
    passage: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage with its numbers in the index: units ``first`` up to but without ``last``."""

    number: int
    document: int
    section: int
    first: int
    last: int


# How the rows of one document are copied with their numbers moved on: by s, u and p (sections, units, passages),
# d is the document's number in the new index. The second column is the one by which a document's rows lie together.
_COPY = {
    "sections": ("id", "id+:s, :d, path, level, first_line, last_line, start, stop"),
    "places": ("document", ":d, line, place"),
    "furniture": ("rowid", ":d, start, stop, reason"),
    "passages": ("id", "id+:p, :d, section+:s, first+:u, last+:u"),
    "units": ("id", "id+:u, :d, passage+:p, section+:s, kind, start, stop, first_line, last_line, text, context"),
    "terms": ("passage", "passage+:p, key, words, grams"),
}


class ContentWriter:
    """Writes documents one after another; numbers run on from document to document, from 0.

    A document that was copied leaves the same rows as one that was read: equal documents in equal order make an
    equal file.
    """

    def __init__(self, path: Path) -> None:
        # The folder is thrown away if anything fails on the way, and synced as a whole at the end.
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + _SCHEMA)
        self._connection.execute("BEGIN")
        self._documents = self._sections = self._units = self._passages = 0

    def __enter__(self) -> "ContentWriter":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind is None:
            self._connection.execute("COMMIT")
            self._connection.executescript(_INDEXES)
        self._connection.close()

    def add(self, document: Document, terms: Sequence[PassageTerms]) -> None:
        """Write a document that was read, with the terms of its passages."""
        self._write_edition(document.edition, document.source)
        number = self._documents
        self._insert("sections", self._section_rows(document))
        self._insert("places", ((number, line, _place_text(place)) for line, place in enumerate(document.places, 1)))
        self._insert("furniture", ((number, piece.start, piece.end, piece.reason) for piece in document.furniture))
        self._insert("passages", self._passage_rows(document))
        self._insert("units", self._unit_rows(document))
        self._insert(
            "terms", ((passage, *_terms_columns(found)) for passage, found in enumerate(terms, self._passages))
        )
        self._move_on(len(document.sections), len(document.units), len(document.passages))

    def copy(self, source: "Content", number: int, edition: Edition) -> None:
        """Write a document of another index as it is there, under what the catalogue now says of it."""
        self._write_edition(edition, source.whole_source(number))
        sections, units, passages = (source.rows_of(number, table) for table in ("sections", "units", "passages"))
        moves = {
            "d": self._documents,
            "s": self._sections - sections.start,
            "u": self._units - units.start,
            "p": self._passages - passages.start,
        }
        for table in _COPY:
            self._insert(table, source.copy_of(number, table, moves))
        self._move_on(len(sections), len(units), len(passages))

    def _write_edition(self, edition: Edition, source: str) -> None:
        text = json.dumps(asdict(edition), ensure_ascii=False)
        self._insert("documents", [(self._documents, edition.slug, text, source)])

    def _insert(self, table: str, rows: Iterable[tuple[object, ...]]) -> None:
        places = ",".join("?" * _COLUMNS[table])
        self._connection.executemany(f"INSERT INTO {table} VALUES ({places})", rows)  # noqa: S608

    def _move_on(self, sections: int, units: int, passages: int) -> None:
        self._documents += 1
        self._sections += sections
        self._units += units
        self._passages += passages

    def _section_rows(self, document: Document) -> Iterator[tuple[object, ...]]:
        for number, s in enumerate(document.sections, self._sections):
            path = json.dumps(s.path, ensure_ascii=False)
            yield number, self._documents, path, s.level, s.first_line, s.last_line, s.start, s.end

    def _passage_rows(self, document: Document) -> Iterator[tuple[object, ...]]:
        for number, p in enumerate(document.passages, self._passages):
            first, last = self._units + p.first, self._units + p.last
            yield number, self._documents, self._sections + p.section, first, last

    def _unit_rows(self, document: Document) -> Iterator[tuple[object, ...]]:
        for number, passage in enumerate(document.passages, self._passages):
            for place in range(passage.first, passage.last):
                unit = document.units[place]
                head = (self._units + place, self._documents, number, self._sections + unit.section)
                columns = (unit.kind, unit.start, unit.end, unit.first_line, unit.last_line, unit.text, unit.context)
                yield *head, *columns


def _place_text(place: Place) -> str:
    return json.dumps([getattr(place, name) for name in _PLACE_FIELDS], ensure_ascii=False)


def _terms_columns(found: PassageTerms) -> tuple[object, ...]:
    words = json.dumps([found.path, found.units, found.pairs], ensure_ascii=False)
    return found.key, zlib.compress(words.encode(), 1), array("I", found.grams).tobytes()


def _terms_of(key: bytes, words: bytes, grams: bytes) -> PassageTerms:
    path, units, pairs = json.loads(zlib.decompress(words))
    return PassageTerms(key, tuple(path), tuple(map(tuple, units)), tuple(pairs), tuple(array("I", grams)))


class Content:
    """Reads what :class:`ContentWriter` wrote; safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection = sqlite3.connect(
            f"file:{path.as_posix().replace('?', '%3f').replace('#', '%23')}?mode=ro&immutable=1",
            uri=True,
            check_same_thread=False,
        )
        rows = self._connection.execute("SELECT edition FROM documents ORDER BY id").fetchall()
        self.editions: tuple[Edition, ...] = tuple(_edition(row[0]) for row in rows)
        self._numbers = {edition.slug: number for number, edition in enumerate(self.editions)}
        self.units_of_passage = lru_cache(maxsize=8192)(self._units_of_passage)
        # All of a document's source text, and its lines.
        self.whole_source = lru_cache(maxsize=64)(self._whole_source)
        self.source_lines = lru_cache(maxsize=16)(self._source_lines)
        self.section = lru_cache(maxsize=8192)(self._section)
        self._ranges = cache(self._find_ranges)

    def number(self, slug: str) -> int:
        """The number of a document."""
        return self._numbers[slug]

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def source(self, document: int, start: int, end: int) -> str:
        """A piece of a document's source text, untouched."""
        return self.whole_source(document)[start:end]

    def _whole_source(self, document: int) -> str:
        row = self._connection.execute("SELECT source FROM documents WHERE id = ?", (document,)).fetchone()
        return str(row[0])

    def _source_lines(self, document: int) -> tuple[str, ...]:
        return tuple(line.text for line in split_lines(self.whole_source(document)).lines)

    def passages(self) -> list[StoredPassage]:
        """All passages in order."""
        rows = self._connection.execute("SELECT id, document, section, first, last FROM passages ORDER BY id")
        return [StoredPassage(*row) for row in rows]

    def sections(self, document: int) -> list[tuple[int, Section]]:
        """The sections of a document with their numbers, in order."""
        query = "SELECT id FROM sections WHERE document = ? ORDER BY id"
        return [(row[0], self.section(row[0])) for row in self._connection.execute(query, (document,)).fetchall()]

    def units_of_section(self, section: int) -> list[StoredUnit]:
        """The units that stand directly in a section, in order."""
        return self._units("SELECT * FROM units WHERE section = ? ORDER BY id", (section,))

    def units_between(self, document: int, first: int, last: int) -> list[StoredUnit]:
        """The units of a document that stand on any of these lines, in order."""
        query = "SELECT * FROM units WHERE document = ? AND first_line <= ? AND last_line >= ? ORDER BY id"
        return self._units(query, (document, last, first))

    def _units_of_passage(self, passage: StoredPassage) -> list[StoredUnit]:
        return self._units("SELECT * FROM units WHERE id >= ? AND id < ? ORDER BY id", (passage.first, passage.last))

    def _units(self, query: str, values: tuple[int, ...]) -> list[StoredUnit]:
        return [
            StoredUnit(row[0], row[1], row[2], Unit(row[3], UnitKind(row[4]), *row[5:]))
            for row in self._connection.execute(query, values).fetchall()
        ]

    def _section(self, number: int) -> Section:
        query = "SELECT path, level, first_line, last_line, start, stop FROM sections WHERE id = ?"
        path, *values = self._connection.execute(query, (number,)).fetchone()
        return Section(tuple(json.loads(path)), *values)

    def where(self, document: int, first: int, last: int) -> Where:
        """Where lines ``first`` to ``last`` of a document lie in its file."""
        query = "SELECT place FROM places WHERE document = ? AND line BETWEEN ? AND ? ORDER BY line"
        rows = self._connection.execute(query, (document, first, last)).fetchall()
        return where(first, last, [_place(row[0]) for row in rows])

    def furniture(self, document: int) -> list[Furniture]:
        """What belongs to no unit and no heading of a document, in order."""
        query = "SELECT start, stop, reason FROM furniture WHERE document = ? ORDER BY start"
        return [Furniture(*row) for row in self._connection.execute(query, (document,)).fetchall()]

    def counts(self) -> list[dict[str, int]]:
        """Sections, units and passages of each document."""
        tables = ("sections", "units", "passages")
        return [{table: len(self.rows_of(number, table)) for table in tables} for number in range(len(self.editions))]

    def rows_of(self, document: int, table: str) -> range:
        """The numbers of a document's rows in a table; they follow each other."""
        return self._ranges(table).get(document, range(0))

    def _find_ranges(self, table: str) -> dict[int, range]:
        """Where each document's rows lie, found in one go: a table has no index by document."""
        if table == "terms":
            return self._ranges("passages")
        query = f"SELECT document, min({_COPY[table][0]}), count(*) FROM {table} GROUP BY document"  # noqa: S608
        return {document: range(first, first + count) for document, first, count in self._connection.execute(query)}

    def copy_of(self, document: int, table: str, moves: dict[str, int]) -> Iterator[tuple[object, ...]]:
        """A document's rows of a table for another index, in order."""
        number, columns = _COPY[table]
        query = f"SELECT {columns} FROM {table} WHERE {number} >= :first AND {number} < :end ORDER BY {number}"  # noqa: S608
        own = number == "document"
        bounds = range(document, document + 1) if own else self.rows_of(document, table)
        return self._connection.execute(query, {**moves, "first": bounds.start, "end": bounds.stop})

    def terms(self) -> Iterator[PassageTerms]:
        """The terms of all passages in order."""
        query = "SELECT key, words, grams FROM terms ORDER BY passage"
        return (_terms_of(*row) for row in self._connection.execute(query))

    def known_terms(self, keys: Sequence[bytes]) -> dict[bytes, PassageTerms]:
        """The terms of those of the keys that the index has."""
        query = "SELECT key, words, grams FROM terms WHERE key = ? LIMIT 1"
        rows = (self._connection.execute(query, (key,)).fetchone() for key in set(keys))
        return {row[0]: _terms_of(*row) for row in rows if row is not None}

    def keys(self) -> list[bytes]:
        """The key of each passage's terms, in order."""
        return [row[0] for row in self._connection.execute("SELECT key FROM terms ORDER BY passage")]

    def passage_text(self, passage: int) -> str:
        """What an embedding model reads of a passage: its section's path, then its units."""
        query = """SELECT path, text FROM units JOIN sections ON sections.id = units.section
                   WHERE units.id >= ? AND units.id < ? ORDER BY units.id"""
        first, last = self._connection.execute("SELECT first, last FROM passages WHERE id = ?", (passage,)).fetchone()
        rows = self._connection.execute(query, (first, last)).fetchall()
        return "\n".join([" ".join(json.loads(rows[0][0])), *(text for _, text in rows)])


def _place(text: str) -> Place:
    page, sheet, cells, paragraphs, box = json.loads(text)
    return Place(page, sheet, cells, tuple(paragraphs) if paragraphs else None, tuple(box) if box else None)


def _edition(text: str) -> Edition:
    values = json.loads(text)
    return Edition(**{key: tuple(v) if isinstance(v, list) else v for key, v in values.items()})  # type: ignore[arg-type]
