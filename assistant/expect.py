"""Lets a chat model write expected questions for units that have none: in batches, resumable, kept unit by unit.

Every batch is written to a file of the users' own folder before the next is asked for. A unit whose text has questions
there (or in any other file) is not asked for again, so that a run which was stopped goes on where it ended, and a
document that changed costs only its new units.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.compose.chat_model import escape, invoke
from index.enrich.expected import LONGEST, ExpectedEntry, read_expected, write_expected
from index.enrich.gather import gather
from index.enrich.sources import Enrichment
from index.enrich.tie import tie
from index.errors import ChatModelError
from index.search import Index

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

BATCH = 12  # units in one request
SHORTEST = 8  # characters of a unit that can answer a question
MOST_QUESTIONS = 6
GIVE_UP = 3  # failures in a row
_LINE = re.compile(r"^\s*[\[［](\d+)[\]］]\s*(.+)$", re.MULTILINE)
_BETWEEN = re.compile(r"\s*[|｜]\s*")


@dataclass(frozen=True, slots=True)
class Wanting:
    """A unit without expected questions: its document, text, and the headings above it."""

    document: str
    text: str
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """What a run wrote: questions, for how many units, and how many requests failed."""

    questions: int
    units: int
    failures: int


def wanting(index: Index, enrichment: Enrichment, documents: Sequence[str] = ()) -> list[Wanting]:
    """The units that have no expected question, in order; of equal texts under one heading the first."""
    has = {
        found.unit
        for one in tie(index.content, gather(enrichment, index.numbers).entries)
        for found in one.found
        if found.exact and found.entry.questions
    }
    found: dict[Wanting, None] = {}
    for slug in documents or index.numbers:
        for number, section in index.content.sections(index.numbers[slug]):
            for unit in index.content.units_of_section(number):
                if unit.number not in has and len(unit.unit.text.strip()) >= SHORTEST:
                    found.setdefault(Wanting(slug, unit.unit.text, section.path))
    return list(found)


def write_questions(
    units: Sequence[Wanting],
    folder: Path,
    model: "BaseChatModel",
    by: str,
    timeout: float,
    progress: Callable[[int], None],
) -> Written:
    """Ask the model batch by batch and keep what it says in ``folder``; ``progress`` hears how many units are done.

    Raises:
        ChatModelError: the model failed several times in a row; what was written stays.
    """
    folder.mkdir(parents=True, exist_ok=True)
    batches = [units[start : start + BATCH] for start in range(0, len(units), BATCH)]
    questions = described = failures = in_a_row = 0
    for place, batch in enumerate(batches):
        try:
            entries = list(_entries(invoke(model, _messages(batch), timeout), batch, by))
        except ChatModelError as error:
            failures, in_a_row = failures + 1, in_a_row + 1
            if in_a_row in (GIVE_UP, len(batches)):
                raise ChatModelError(
                    f"{error}{described}箇所まで書きました。対話モデルを確かめて、同じ命令をもう一度実行してください"
                    "（続きから書きます）。"
                ) from error
            continue
        in_a_row = 0
        _keep(folder, entries)
        questions += sum(len(entry.questions) for entry in entries)
        described += len(entries)
        progress(min((place + 1) * BATCH, len(units)))
    return Written(questions, described, failures)


def _keep(folder: Path, entries: Sequence[ExpectedEntry]) -> None:
    for slug in dict.fromkeys(entry.document for entry in entries):
        path = folder / f"{slug.replace('/', '__')}.model.jsonl"
        before = read_expected(path) if path.exists() else []
        write_expected(path, [*before, *(entry for entry in entries if entry.document == slug)])


@cache
def _prompt() -> str:
    return (Path(__file__).parent / "compose" / "expect_prompt.txt").read_text("utf-8")


def _messages(batch: Sequence[Wanting]) -> list[tuple[str, str]]:
    places = (
        f'<箇所 番号="{number}" 節="{escape(" > ".join(unit.path))}">\n{escape(unit.text)}\n</箇所>'
        for number, unit in enumerate(batch, start=1)
    )
    return [("system", _prompt()), ("user", "\n".join(places))]


def _entries(reply: str, batch: Sequence[Wanting], by: str) -> Iterator[ExpectedEntry]:
    """What a reply says of the units that were asked for; everything else in it is left out."""
    seen: set[int] = set()
    for match in _LINE.finditer(reply):
        number = int(match[1])
        if not 1 <= number <= len(batch) or number in seen:
            continue
        seen.add(number)
        unit = batch[number - 1]
        questions = [text for text in dict.fromkeys(_BETWEEN.split(match[2].strip())) if 1 < len(text) <= LONGEST]
        if questions:
            section = unit.path[-1] if unit.path else ""
            yield ExpectedEntry(
                document=unit.document,
                section=section,
                text=unit.text,
                questions=tuple(questions[:MOST_QUESTIONS]),
                by=by,
            )
