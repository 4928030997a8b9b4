"""A user's own questions, from a JSONL, CSV or Excel file, as gold questions.

Columns, by Japanese or English name; only 質問 is required:

| 列 | column | |
| --- | --- | --- |
| 質問 | question | |
| 種類 | kind | a name of :mod:`eval.kinds`; guessed where it is missing. 資料にない: to be refused |
| 正解 | answer | the reference answer |
| 必須 | must_contain | facts of the answer: ``;`` or a line end between facts, ``|`` between spellings of one |
| 根拠, 根拠2 … | evidence | verbatim text of a document; each column is one piece, any one suffices |
| 資料, 資料2 … | documents | slug, title or alias of the document of 根拠, 根拠2 …; found by the text where missing |
| 節 | section | names that a person would give the place, any one (``;``) |
| 会話 | conversation | the questions asked before, the oldest first (``;`` or line ends) |
| 番号 | id | else the file's name with the row's number |

A question with neither evidence nor kind 資料にない is not judged by where its answer stands (``judged``): it counts
for refusals, latency and, if it has 必須, for facts.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pydantic import ValidationError

from assistant.question import read_question
from eval.gold import OWN_SET, GoldQuestion, Kind, Piece
from eval.kinds import NAMES, guess_kind, read_kind
from eval.scoring import Sources
from index.catalog import read_catalog
from index.errors import InputError
from index.normalise import fold
from index.rows import Columns, Row, read_rows

_FACTS = re.compile(r"[;；\n]")
_SPELLINGS = re.compile(r"[|｜]")
_LIST = re.compile(r"[;；|｜\n]")
COLUMNS = Columns(
    "質問ファイル",
    "問",
    {
        "id": ("id", "番号"),
        "question": ("question", "質問", "質問文"),
        "kind": ("kind", "種類", "種別"),
        "answer": ("answer", "正解", "正答"),
        "must_contain": ("must_contain", "必須", "必須語"),
        "evidence": ("evidence", "根拠"),
        "documents": ("documents", "document", "資料", "資料名"),
        "section": ("section", "節", "節名"),
        "conversation": ("conversation", "会話", "前の質問"),
    },
    needed="question",
)


def read_questions(path: Path, documents: Path) -> list[GoldQuestion]:
    """Read a user's question file; ``documents`` is the folder of the documents that it asks about.

    Raises:
        InputError: the file cannot be read or a row cannot be used; the row is named.
    """
    library = _Library(documents)
    questions: list[GoldQuestion] = []
    rows: dict[str, int] = {}
    for row in read_rows(path, COLUMNS):
        try:
            question = _Reader(path.stem, row, library).question()
        except (InputError, ValidationError) as error:
            why = str(error) if isinstance(error, InputError) else "値の形が違います。直してください。"
            raise InputError(f"質問ファイル「{path}」の{row.number}行目: {why}") from error
        if question.id in rows:
            raise InputError(
                f"質問ファイル「{path}」の{row.number}行目: 番号「{question.id}」は{rows[question.id]}行目にも"
                "あります。別の番号にしてください。"
            )
        rows[question.id] = row.number
        questions.append(question)
    if not questions:
        raise InputError(f"質問ファイル「{path}」に質問がありません。")
    return questions


def split_facts(text: str) -> list[list[str]]:
    """The facts of an answer as people write them: ``;`` between facts, ``|`` between spellings of one."""
    facts = [[one.strip() for one in _SPELLINGS.split(fact) if one.strip()] for fact in _FACTS.split(text)]
    return [fact for fact in facts if fact]


class _Library:
    """The documents by slug, title or alias, and by what they say."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def _sources(self) -> Sources:
        return Sources(self._folder)

    @cached_property
    def _names(self) -> Mapping[str, list[str]]:
        names: dict[str, list[str]] = {}
        for slug, edition in read_catalog(self._folder).items():
            for name in {fold(edition.title), *map(fold, edition.aliases)}:
                names.setdefault(name, []).append(slug)
        return names

    def slug(self, name: str) -> str:
        """The slug of a document by its slug, title or alias."""
        if name in self._sources.slugs:
            return name
        slugs = self._names.get(fold(name), [])
        if len(slugs) == 1:
            return slugs[0]
        why = "はありません" if not slugs else f"は{len(slugs)}つあります"
        raise InputError(f"資料「{name}」{why}。assistant documents の左端の名前を書いてください。")

    def having(self, text: str) -> str:
        """The slug of the first document that has a text."""
        found = (slug for slug in self._sources.slugs if self._sources.has(Piece(text=text, document=slug)))
        if slug := next(found, None):
            return slug
        raise InputError("根拠の文が資料に見つかりません。資料のとおりに写すか、「資料」の列に資料名を書いてください。")


@dataclass(frozen=True)
class _Reader:
    """Reads one row."""

    stem: str
    row: Row
    library: _Library

    def question(self) -> GoldQuestion:
        text = read_question(self._text("question")).text
        pieces = self._pieces()
        kind = self._kind(text)
        if kind == "unanswerable" and pieces:
            raise InputError(f"種類が「{NAMES[kind]}」なのに根拠があります。どちらかを消してください。")
        if kind == "cross":
            pieces = [piece.model_copy(update={"side": piece.side or piece.document}) for piece in pieces]
        return GoldQuestion(
            id=self._text("id") or f"{self.stem}-{self.row.number}",
            question=text,
            kind=kind,
            evidence=pieces,
            answer=self._text("answer"),
            must_contain=self._facts(),
            section=self._list("section"),
            documents=list(dict.fromkeys([*(piece.document for piece in pieces), *self._documents().values()])),
            conversation=self._list("conversation"),
            set=OWN_SET,
        )

    def _values(self, field: str) -> list[tuple[str, object]]:
        return [(mark, value) for name, mark, value in self.row.cells if name == field]

    def _text(self, field: str) -> str:
        """The text of a field; a number is read as it is written."""
        value = next((value for _, value in self._values(field)), "")
        if isinstance(value, list | dict | bool):
            raise InputError("値の形が違います。文字で書いてください。")
        return str(value).strip()

    def _list(self, field: str) -> list[str]:
        return [text for _, value in self._values(field) for text in _texts(value)]

    def _kind(self, question: str) -> Kind:
        name = self._text("kind")
        if not name:
            return guess_kind(question)
        if kind := read_kind(name):
            return kind
        raise InputError(f"種類「{name}」はありません。{'・'.join(NAMES.values())} から選んでください。")

    def _facts(self) -> list[list[str]]:
        facts: list[list[str]] = []
        for _, value in self._values("must_contain"):
            if isinstance(value, list):
                facts += [_texts(fact) if isinstance(fact, list) else [str(fact)] for fact in value]
            else:
                facts += split_facts(str(value))
        return facts

    def _documents(self) -> dict[str, str]:
        """Slugs by the mark of their column; several in one cell only where no evidence asks for one."""
        found: dict[str, str] = {}
        for mark, value in self._values("documents"):
            for place, name in enumerate(_texts(value)):
                found[mark if place == 0 else f"{mark}/{place}"] = self.library.slug(name)
        return found

    def _pieces(self) -> list[Piece]:
        documents = self._documents()
        pieces = []
        for mark, value in self._values("evidence"):
            for one in value if isinstance(value, list) else [value]:
                if isinstance(one, dict):
                    pieces.append(Piece.model_validate(one))
                elif text := str(one).strip():
                    named = documents.get(mark) or (next(iter(documents.values())) if len(documents) == 1 else "")
                    pieces.append(Piece(text=text, document=named or self.library.having(text)))
        return pieces


def _texts(value: object) -> list[str]:
    """A list as JSON has it, or as people write it in a cell."""
    texts = [str(one) for one in value] if isinstance(value, list) else _LIST.split(str(value))
    return [text.strip() for text in texts if text.strip()]
