"""Documents, sections, units and passages of an index, in one SQLite file that is only read."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from functools import lru_cache
from pathlib import Path

from index.document import Document, Edition, Furniture, Place, Section, Unit, UnitKind, Where
from index.load import split_lines
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
CREATE INDEX units_of_section ON units (section);
"""

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


def write_content(path: Path, documents: Sequence[Document]) -> None:
    """Write all documents; numbers run on from document to document, from 0."""
    connection = sqlite3.connect(path)
    with connection:
        connection.executescript(_SCHEMA)
        sections = units = passages = 0
        for number, document in enumerate(documents):
            _write_document(connection, number, document)
            _write_places(connection, number, document)
            _write_sections(connection, number, document, sections)
            _write_passages(connection, number, document, (sections, units, passages))
            sections += len(document.sections)
            units += len(document.units)
            passages += len(document.passages)
    connection.close()


def _write_document(connection: sqlite3.Connection, number: int, document: Document) -> None:
    edition = json.dumps(asdict(document.edition), ensure_ascii=False)
    row = (number, document.edition.slug, edition, document.source)
    connection.execute("INSERT INTO documents VALUES (?,?,?,?)", row)


def _write_places(connection: sqlite3.Connection, number: int, document: Document) -> None:
    places = ((number, line, _place_text(place)) for line, place in enumerate(document.places, 1))
    connection.executemany("INSERT INTO places VALUES (?,?,?)", places)
    furniture = ((number, piece.start, piece.end, piece.reason) for piece in document.furniture)
    connection.executemany("INSERT INTO furniture VALUES (?,?,?,?)", furniture)


def _place_text(place: Place) -> str:
    return json.dumps([getattr(place, name) for name in _PLACE_FIELDS], ensure_ascii=False)


def _write_sections(connection: sqlite3.Connection, number: int, document: Document, first: int) -> None:
    rows = (
        (place, number, json.dumps(s.path, ensure_ascii=False), s.level, s.first_line, s.last_line, s.start, s.end)
        for place, s in enumerate(document.sections, first)
    )
    connection.executemany("INSERT INTO sections VALUES (?,?,?,?,?,?,?,?)", rows)


def _write_passages(
    connection: sqlite3.Connection, number: int, document: Document, firsts: tuple[int, int, int]
) -> None:
    """Passages and their units; ``firsts`` are the document's first section, unit and passage number."""
    sections, units, passages = firsts
    for place, passage in enumerate(document.passages, passages):
        row = (place, number, sections + passage.section, units + passage.first, units + passage.last)
        connection.execute("INSERT INTO passages VALUES (?,?,?,?,?)", row)
        within = document.units[passage.first : passage.last]
        rows = (
            (unit, number, place, sections + u.section, *_unit_columns(u))
            for unit, u in enumerate(within, units + passage.first)
        )
        connection.executemany("INSERT INTO units VALUES (?,?,?,?,?,?,?,?,?,?,?)", rows)


def _unit_columns(unit: Unit) -> tuple[object, ...]:
    return unit.kind, unit.start, unit.end, unit.first_line, unit.last_line, unit.text, unit.context


class Content:
    """Reads what :func:`write_content` wrote; safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(
            f"file:{path.as_posix().replace('?', '%3f').replace('#', '%23')}?mode=ro&immutable=1",
            uri=True,
            check_same_thread=False,
        )
        rows = self._connection.execute("SELECT edition FROM documents ORDER BY id").fetchall()
        self.editions: tuple[Edition, ...] = tuple(_edition(row[0]) for row in rows)
        self.units_of_passage = lru_cache(maxsize=8192)(self._units_of_passage)
        # All of a document's source text, and its lines.
        self.whole_source = lru_cache(maxsize=64)(self._whole_source)
        self.source_lines = lru_cache(maxsize=16)(self._source_lines)
        self.section = lru_cache(maxsize=8192)(self._section)

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
        return [
            {
                table: self._connection.execute(
                    f"SELECT count(*) FROM {table} WHERE document = ?",  # noqa: S608
                    (number,),
                ).fetchone()[0]
                for table in ("sections", "units", "passages")
            }
            for number in range(len(self.editions))
        ]


def _place(text: str) -> Place:
    page, sheet, cells, paragraphs, box = json.loads(text)
    return Place(page, sheet, cells, tuple(paragraphs) if paragraphs else None, tuple(box) if box else None)


def _edition(text: str) -> Edition:
    values = json.loads(text)
    return Edition(**{key: tuple(v) if isinstance(v, list) else v for key, v in values.items()})  # type: ignore[arg-type]
