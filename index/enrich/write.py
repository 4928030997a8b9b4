"""The enrichment of a generation: its documents are filled in, its search legs are not written yet."""

import json
import shutil
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from index.document import FileWarning
from index.enrich.expected import ExpectedEntry
from index.enrich.gather import Gathered
from index.enrich.thesaurus import Group, make_phrases
from index.enrich.tie import tie
from index.language import terms
from index.store.content import CONTENT, Content
from index.store.questions import EXPECTED, UNANSWERED, StoredQuestion, StoredQuestions, Words, write_questions

if TYPE_CHECKING:
    from index.filling import Earlier

PHRASES = "thesaurus.json"
_SHOWN = 20  # characters of a lost text in a warning


def write_enrichment(
    generation: Path, gathered: Gathered, thesaurus: str, earlier: "Earlier | None"
) -> list[FileWarning]:
    """Write the expected questions and the thesaurus; warnings of questions whose unit is nowhere to be found.

    ``thesaurus`` is the hash of the thesauri; ``earlier`` an index that the same code made: its terms serve again.
    """
    with closing(Content(generation / CONTENT)) as content:
        tied = list(tie(content, gathered.entries))
    found = [found for document in tied for found in document.found]
    expected = (StoredQuestion(one.unit, text, one.entry.by) for one in found for text in one.entry.questions)
    unanswered = (StoredQuestion(one.unit, text, one.entry.by) for one in found for text in one.entry.unanswered)
    for kind, questions in ((EXPECTED, expected), (UNANSWERED, unanswered)):
        known = _known_words(earlier.generation if earlier else None, kind)
        write_questions(
            generation,
            kind,
            (
                (question, known.get(question.question) or _words(question.question))
                for question in dict.fromkeys(questions)
            ),
        )
    if earlier and earlier.manifest.enriched[1] == thesaurus:
        shutil.copyfile(earlier.generation / PHRASES, generation / PHRASES)
    else:
        _write_phrases(generation, gathered.groups)
    return [_lost(document.slug, document.lost) for document in tied if document.lost]


def _known_words(earlier: Path | None, kind: str) -> Mapping[str, Words]:
    if earlier is None:
        return {}
    with closing(StoredQuestions(earlier, kind)) as before:
        return before.known_words()


def _words(question: str) -> Words:
    return tuple(dict.fromkeys(terms(question).words))


def _lost(slug: str, entries: Sequence[ExpectedEntry]) -> FileWarning:
    text = entries[0].text
    shown = text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
    return FileWarning(
        file=slug,
        why=f"想定質問のうち{len(entries)}行は、対応する箇所が資料に見つかりません（「{shown}」など）",
        do="assistant expected --check で一覧を見て、箇所の文を直すか行を消してください",
    )


def _write_phrases(generation: Path, groups: list[Group]) -> None:
    made = make_phrases(tuple(groups))
    text = json.dumps({"phrases": made.phrases, "groups": made.groups}, ensure_ascii=False, separators=(",", ":"))
    (generation / PHRASES).write_text(text, "utf-8")
