"""A model's reply as sentences with the numbers of the quotes that each cites, each as soon as it is whole."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from index.errors import ChatModelError
from index.normalise import readable

LONGEST_REPLY = 50_000  # characters with its thoughts; a model that says more talks nonsense
_NUMBERS = r"[0-9０-９]{1,3}(?:\s*[,、，・\-–~～]\s*[0-9０-９]{1,3})*"
_MARK = rf"(?:\[|［|【)\s*(?:抜粋|出典|資料|引用|番号)?\s*{_NUMBERS}\s*(?:\]|］|】)"
_MARKS = re.compile(_MARK)
_RANGE = re.compile(r"([0-9]+)\s*[-–~]\s*([0-9]+)")
# A sentence ends with 。 or its line, and with the marks behind that; 。 before a closing bracket ends none.
_SENTENCE = re.compile(rf"(?:[^。\n]|。(?=[」』）)]))+。?(?:\s*{_MARK})*")
_THOUGHT = re.compile(r"<(think|thinking|reasoning)>.*?</\1>", re.DOTALL | re.IGNORECASE)
_THINKING = re.compile(r"<(?:think|thinking|reasoning)>", re.IGNORECASE)
_NOTHING = re.compile(r"(?:抜粋に)?記載(?:は|が)?(?:なし|ない|ありません)(?:です)?")
_FRINGE = " -*・#>\t　"

# What a model that can replies with; its names are seen by the model.
SCHEMA: dict[str, Any] = {
    "title": "Answer",
    "description": "抜粋だけを根拠にした答え",
    "type": "object",
    "properties": {
        "sentences": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "text": {"type": "string", "description": "答えの1文"},
                    "quotes": {"type": "array", "items": {"type": "integer"}, "description": "根拠の抜粋の番号"},
                },
                "required": ["text", "quotes"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["sentences"],
    "additionalProperties": False,
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence without its marks, and the numbers (from 1) that it cites, in order."""

    text: str
    cited: tuple[int, ...]


def read_marks(pieces: Iterable[str]) -> Iterator[Sentence]:
    """The sentences of a reply in plain text.

    Raises:
        ChatModelError: there is no text at all.
    """
    rest, length = "", 0
    for piece in pieces:
        length += len(piece)
        rest += piece
        if _may_end(rest, piece):
            *whole, rest = _cut(rest)
            yield from _told(whole)
        if length > LONGEST_REPLY:
            break
    if not length or (not rest.strip() and length == len(rest)):
        raise ChatModelError("対話モデルの回答が空でした。")
    yield from _told(_SENTENCE.findall(_THINKING.split(_THOUGHT.sub("", rest))[0]))


def _may_end(text: str, piece: str) -> bool:
    """Whether a look at the whole text can find a sentence that was not there before its last piece."""
    return ">" in piece or (("。" in text or "\n" in text) and not _THINKING.search(text))


def _cut(text: str) -> list[str]:
    """Whole sentences and the rest. A sentence is whole when another one begins: marks may still follow its 。."""
    text = _THOUGHT.sub("", text)
    thinking = _THINKING.search(text)
    matches = list(_SENTENCE.finditer(text, 0, thinking.start() if thinking else len(text)))
    while matches and not _goes_on(text, matches[-1].end()):
        matches.pop()
    return [*(match.group() for match in matches), text[matches[-1].end() if matches else 0 :]]


def _goes_on(text: str, end: int) -> bool:
    following = text[end:].lstrip()
    return bool(following) and following[0] not in "[［【」』）)"


def read_fields(states: Iterable[Any]) -> Iterator[Sentence]:
    """The sentences of a reply in fields, of which ``states`` are ever longer beginnings.

    Raises:
        ChatModelError: the reply has no such fields.
    """
    items: list[Any] = []
    done = 0
    state: Any = None
    for state in states:
        items = _items(state)
        for item in items[done:-1]:  # the last one may still grow
            yield from _of_item(item)
        done = max(done, len(items) - 1)
    if not isinstance(state, dict) or "sentences" not in state:
        raise ChatModelError("対話モデルの回答が決めた形ではありませんでした。")
    for item in items[done:]:
        yield from _of_item(item)


def _items(state: Any) -> list[Any]:  # noqa: ANN401 - whatever JSON a model wrote
    items = state.get("sentences") if isinstance(state, dict) else None
    return items if isinstance(items, list) else []


def _of_item(item: Any) -> Iterator[Sentence]:  # noqa: ANN401 - whatever JSON a model wrote
    if not isinstance(item, dict) or not isinstance(item.get("text"), str):
        return
    quotes = item.get("quotes")
    cited = tuple(number for number in quotes if type(number) is int) if isinstance(quotes, list) else ()
    for sentence in _told(_SENTENCE.findall(item["text"][:LONGEST_REPLY])):
        yield Sentence(sentence.text, cited or sentence.cited)


def _told(parts: Iterable[str]) -> Iterator[Sentence]:
    """Sentences that say something: no rules, fences, empty marks, nor that nothing is written."""
    for part in parts:
        text = readable(_MARKS.sub("", part)).strip(_FRINGE)
        if any(character.isalnum() for character in text) and not _NOTHING.fullmatch(text.rstrip("。")):
            yield Sentence(text, tuple(dict.fromkeys(_cited(part))))


def _cited(part: str) -> Iterator[int]:
    for mark in _MARKS.findall(unicodedata.normalize("NFKC", part)):
        for first, last in _RANGE.findall(mark):
            yield from range(int(first), min(int(last), int(first) + 20) + 1)
        yield from (int(number) for number in re.findall("[0-9]+", mark))
