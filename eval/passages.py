"""A retrieval set: questions and the passage that answers each; how early the search finds it.

R@k (recall at k) is the share of questions whose passage is among the first k, MRR@10 the mean of 1/rank with 0
beyond the tenth (Voorhees, TREC-8 Question Answering Track, 1999).
"""

import json
import lzma
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ValidationError

from index.build import build_index
from index.errors import InputError
from index.language import terms
from index.search import Index

DEEPEST = 10
CANDIDATES = 60  # passages of ours: several may come from one passage of the set
Progress = Callable[[str, int, int], None]


class Row(BaseModel, frozen=True):
    """A question, and the passage that answers it."""

    q: str
    p: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Recall:
    """What came of a retrieval set."""

    questions: int
    passages: int
    recall_1: float
    recall_5: float
    mrr_10: float


def evaluate_passages(path: Path, embedding_model: str, *, text_only: bool, progress: Progress) -> Recall:
    """Index the passages of a set in a folder of their own, and ask its questions.

    ``text_only`` leaves the titles of the passages out.

    Raises:
        InputError: the file cannot be read.
    """
    rows = list(_read(path))
    numbers = {passage: place for place, passage in enumerate(dict.fromkeys((row.title, row.p) for row in rows))}
    with tempfile.TemporaryDirectory() as work:
        documents = Path(work) / "documents"
        documents.mkdir()
        for (title, text), number in numbers.items():
            heading = "" if text_only or not title else f"# {title}\n\n"
            (documents / f"{number:06}.md").write_text(f"{heading}{text}\n", "utf-8")
        build_index(documents, Path(work) / "index", embedding_model, progress=progress)
        index = Index(Path(work) / "index", embedding_model)
        ranks = []
        for place, row in enumerate(rows):
            ranks.append(_rank(index, row.q, f"{numbers[row.title, row.p]:06}"))
            progress("質問しています", place + 1, len(rows))
        index.close()
    return Recall(
        questions=len(rows),
        passages=len(numbers),
        recall_1=sum(rank == 0 for rank in ranks) / len(ranks),
        recall_5=sum(rank is not None and rank < 5 for rank in ranks) / len(ranks),
        mrr_10=sum(1 / (rank + 1) for rank in ranks if rank is not None and rank < DEEPEST) / len(ranks),
    )


def _rank(index: Index, question: str, slug: str) -> int | None:
    found = index.search(question, terms(question), most=CANDIDATES)
    documents = list(dict.fromkeys(index.editions[candidate.passage.document].slug for candidate in found))
    return documents.index(slug) if slug in documents else None


def _read(path: Path) -> Iterator[Row]:
    try:
        raw = lzma.decompress(path.read_bytes()) if path.suffix == ".xz" else path.read_bytes()
        lines = raw.decode("utf-8").splitlines()
    except (OSError, UnicodeDecodeError, lzma.LZMAError) as error:
        raise InputError(f"検索の質問集「{path}」を読めません。場所と形式（JSONL）を確認してください。") from error
    if not any(line.strip() for line in lines):
        raise InputError(f"検索の質問集「{path}」に質問がありません。")
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield Row.model_validate(json.loads(line))
            except (ValueError, ValidationError) as error:
                raise InputError(f"検索の質問集「{path}」の{number}行目に q と p がありません。") from error
