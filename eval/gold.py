"""Gold questions: the format of DESIGN.md, read and checked."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ValidationError

from index.errors import InputError

GOLD = Path(__file__).parent / "gold"
SETS = ("sample", "dev", "test")
OWN = GOLD / "own.jsonl"  # what ``assistant eval add`` stores; git leaves it alone
OWN_SET = "own"
HIDDEN = "test"  # the set whose texts nobody who tunes reads
Kind = Literal[
    "paraphrase", "fact", "number", "date", "definition", "why", "yesno", "list", "noisy", "scoped", "cross",
    "unanswerable",
]  # fmt: skip


class Piece(BaseModel, frozen=True):
    """A piece of evidence: verbatim text of a document. ``side`` tells the two sides of a comparison.

    ``section`` (a path) and ``lines`` say where it stood when it was chosen: by them it is found again in a document
    that changed. Scoring does not look at them.
    """

    text: str
    document: str
    side: str = ""
    section: list[str] = []
    lines: tuple[int, int] | None = None


class GoldQuestion(BaseModel, frozen=True):
    """A question with its right answer and where it stands.

    ``must_contain``: of each inner list one spelling has to stand in the answer. ``conversation`` are
    the questions asked before it, the oldest first, where it goes on from them; ``set`` is where it comes from.
    """

    id: str
    question: str
    kind: Kind
    evidence: list[Piece]
    answer: str
    must_contain: list[list[str]]
    section: list[str]
    documents: list[str]
    conversation: list[str] = []
    set: str = ""

    @property
    def answerable(self) -> bool:
        """Whether the documents answer it."""
        return self.kind != "unanswerable"

    @property
    def judged(self) -> bool:
        """Whether it is known where the answer stands, or that there is none; else only refusal and latency count."""
        return bool(self.evidence) or not self.answerable


def load_questions(path: Path) -> list[GoldQuestion]:
    """Read a file of gold questions, one JSON object a line.

    Raises:
        InputError: the file cannot be read or a line is no gold question.
    """
    questions = []
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"質問ファイル「{path}」を読めません。場所と文字コード（UTF-8）を確認してください。"
        ) from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                questions.append(GoldQuestion.model_validate(json.loads(line)))
            except (ValueError, ValidationError) as error:
                raise InputError(f"質問ファイル「{path}」の{number}行目の形式が違います。直してください。") from error
    return questions


def load_sets(names: Iterable[str]) -> list[GoldQuestion]:
    """The gold questions of the named sets (``sample``, ``dev``, ``test``)."""
    return [
        question.model_copy(update={"set": name})
        for name in names
        for question in load_questions(GOLD / f"{name}.jsonl")
    ]


def check_appendable(path: Path) -> None:
    """Whether questions can be added to this file.

    Raises:
        InputError: it is none of JSON lines.
    """
    if path.suffix.lower() != ".jsonl":
        raise InputError(f"「{path}」には足せません。名前の終わりが .jsonl のファイルにしてください。")


def append_question(path: Path, question: GoldQuestion) -> None:
    """Add a line to the file, behind a line end that it may lack."""
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_bytes() if path.exists() else b""
    gap = "\n" if before and not before.endswith(b"\n") else ""
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{gap}{to_line(question)}\n")


def to_line(question: GoldQuestion) -> str:
    """A question as it stands in a file."""
    return json.dumps(question.model_dump(mode="json", exclude={"set"}), ensure_ascii=False)
