"""What a chat model sees. Text of documents and users is wrapped, so that it can close no mark of the prompt."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from assistant.compose.chat_model.calling import Messages
from assistant.compose.chat_model.orders import without_orders
from assistant.compose.draft import Evidence
from assistant.compose.places import related_evidence
from assistant.compose.speakers import says_the_same
from assistant.ground import cut_quote
from assistant.question import Question
from assistant.retrieve import Found
from assistant.visible import visible
from index.search import Candidate, Index

MOST_QUOTES = 8
# <, > and " end a mark or a value of ours, [ ] are the marks of citations. 〈/抜粋〉 and the like only look so.
_ESCAPED = str.maketrans(
    {"<": "＜", ">": "＞", '"': "”", "[": "〔", "]": "〕", "［": "〔", "］": "〕", "【": "〔", "】": "〕"}
)
_OUR_MARKS = re.compile(r"[＜〈‹《«]\s*[/／]?\s*(?:抜粋|会話|質問|発言)[^＞〉›》»\n]{0,80}[＞〉›》»]?")


def best_evidence(found: Sequence[Found]) -> list[Evidence]:
    """The best candidates of all sides in turn, those that say the same left out."""
    chosen: list[Candidate] = []
    longest = max((len(side.candidates) for side in found), default=0)
    for place in range(longest):
        for side in found:
            if place < len(side.candidates) and len(chosen) < MOST_QUOTES:
                candidate = side.candidates[place]
                if not any(says_the_same(candidate, other) for other in chosen):
                    chosen.append(candidate)
    return [related_evidence(candidate) for candidate in chosen]


def answer_messages(
    index: Index, question: Question, conversation: Sequence[str], evidence: Sequence[Evidence], *, fields: bool
) -> Messages:
    """The messages that ask for an answer, in fields or with marks."""
    quotes = "\n".join(_quote(index, number, place) for number, place in enumerate(evidence, start=1))
    form = "form_fields.txt" if fields else "form_marks.txt"
    return [
        ("system", read_prompt("prompt.txt") + read_prompt(form)),
        ("user", f"{quotes}\n{asked(question, conversation)}"),
    ]


def asked(question: Question, conversation: Sequence[str]) -> str:
    """The question after the earlier ones of its conversation."""
    turns = "".join(f"<発言>\n{escape(turn)}\n</発言>\n" for turn in conversation)
    before = f"<会話>\n{turns}</会話>\n" if turns else ""
    return f"\n{before}<質問>\n{escape(question.text)}\n</質問>"


def _quote(index: Index, number: int, place: Evidence) -> str:
    edition = index.editions[place.candidate.passage.document]
    path = " > ".join(index.section(place.candidate.passage.section).path)
    text = cut_quote("\n".join(unit.unit.text for unit in place.units))
    return (
        f'<抜粋 番号="{number}" 資料="{escape(without_orders(edition.title))}" 日付="{escape(edition.date)}" '
        f'節="{escape(without_orders(path))}">\n{escape(without_orders(text))}\n</抜粋>'
    )


def escape(text: str) -> str:
    """A text of a document or user that cannot close or open a mark of the prompt, nor hide anything."""
    return _OUR_MARKS.sub("（印）", visible(text).translate(_ESCAPED))


@cache
def read_prompt(name: str) -> str:
    """One of the prompt files beside this module."""
    return (Path(__file__).parent / name).read_text("utf-8")
