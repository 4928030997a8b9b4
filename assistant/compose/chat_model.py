"""A chat model as composer: it phrases, the quotes decide.

The model sees numbered quotes and must cite by number; each sentence is then checked against the quotes that it
cites (see ``ground``). Text of documents is wrapped and escaped: it can give no orders, and a sentence that
obeyed one would not be supported.
"""

import queue
import re
import threading
import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.compose.draft import Draft, DraftStatement, Evidence
from assistant.compose.places import related_evidence
from assistant.compose.speakers import says_the_same
from assistant.question import Question
from assistant.retrieve import Found
from assistant.settings import Settings
from index.errors import ChatModelError, SettingsError
from index.search import Candidate, Index

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

MOST_QUOTES = 8
_MARKS = re.compile(r"\[\s*[0-9]+(?:\s*[,、]\s*[0-9]+)*\s*\]")
_SENTENCE = re.compile(r"[^。\n]+。?(?:\s*\[[0-9,、\s]+\])*")
_NOTHING = "記載なし"


def load_chat_model(settings: Settings) -> "BaseChatModel":
    """The chat model that a setting names, such as ``ollama:gemma3`` or ``openai:gpt-4o``.

    Raises:
        SettingsError: the name or the provider's package is not known.
    """
    from langchain.chat_models import init_chat_model

    options: dict[str, Any] = {"temperature": 0}
    if settings.chat_base_url:
        options["base_url"] = settings.chat_base_url
    if settings.chat_api_key.get_secret_value():
        options["api_key"] = settings.chat_api_key.get_secret_value()
    if settings.chat_model.startswith("openai:"):
        options |= {"timeout": settings.chat_timeout, "max_retries": 0}
    elif settings.chat_model.startswith("ollama:"):
        options["client_kwargs"] = {"timeout": settings.chat_timeout}
    try:
        model: BaseChatModel = init_chat_model(settings.chat_model, **options)
        return model
    except Exception as error:
        raise SettingsError(
            f"対話モデル「{settings.chat_model}」を使えません。ASSISTANT_CHAT_MODEL の書き方（例 ollama:gemma3）、"
            "必要なら ASSISTANT_CHAT_API_KEY、pip install 'plan-assistant[chat]' の実行を確認してください。"
        ) from error


def compose(index: Index, question: Question, found: Sequence[Found], model: "BaseChatModel", timeout: float) -> Draft:
    """Let the model answer from the best candidates.

    Raises:
        ChatModelError: the model is down, slow or says nothing.
    """
    evidence = _evidence(found)
    if not evidence:
        return Draft((), ())
    text = invoke(model, _messages(index, question, evidence), timeout)
    return Draft(tuple(_statements(text, len(evidence))), tuple(evidence))


def _evidence(found: Sequence[Found]) -> list[Evidence]:
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


@cache
def _prompt() -> str:
    return (Path(__file__).parent / "prompt.txt").read_text("utf-8")


def _messages(index: Index, question: Question, evidence: Sequence[Evidence]) -> list[tuple[str, str]]:
    quotes = []
    for number, place in enumerate(evidence, start=1):
        passage = place.candidate.passage
        edition = index.editions[passage.document]
        path = " > ".join(index.section(passage.section).path)
        text = "\n".join(unit.unit.text for unit in place.units)
        quotes.append(
            f'<抜粋 番号="{number}" 資料="{escape(edition.title)}" 日付="{edition.date}" 節="{escape(path)}">\n'
            f"{escape(text)}\n</抜粋>"
        )
    return [
        ("system", _prompt()),
        ("user", "\n".join(quotes) + f"\n\n<質問>\n{escape(question.text)}\n</質問>"),
    ]


def escape(text: str) -> str:
    """A text of a document or user that cannot close or open a mark of the prompt."""
    return text.replace("<", "＜").replace(">", "＞").replace('"', "”")


def invoke(model: "BaseChatModel", messages: list[tuple[str, str]], timeout: float) -> str:
    """What the model says to the messages.

    Raises:
        ChatModelError: it is down, slow or says nothing.
    """
    replies: queue.SimpleQueue[Any] = queue.SimpleQueue()

    def invoke() -> None:
        try:
            replies.put(model.invoke(messages))
        except Exception as error:
            replies.put(error)

    # A daemon: a model that never answers must not keep the program from ending.
    threading.Thread(target=invoke, daemon=True).start()
    try:
        reply = replies.get(timeout=timeout)
    except queue.Empty as error:
        raise ChatModelError(f"対話モデルが{timeout:g}秒以内に答えませんでした。") from error
    if isinstance(reply, Exception):
        raise ChatModelError(f"対話モデルから回答を得られませんでした（{type(reply).__name__}）。") from reply
    text = reply.text if isinstance(reply.text, str) else str(reply.content)
    if not text.strip():
        raise ChatModelError("対話モデルの回答が空でした。")
    return text


def _statements(text: str, quotes: int) -> list[DraftStatement]:
    """The sentences of a reply with the quotes that each cites; marks to quotes that do not exist are dropped."""
    plain = unicodedata.normalize("NFKC", text).replace("【", "[").replace("】", "]")
    statements = []
    for match in _SENTENCE.finditer(plain):
        cited = [int(number) - 1 for marks in _MARKS.findall(match.group()) for number in re.findall("[0-9]+", marks)]
        said = _MARKS.sub("", match.group()).strip(" -*・#\t")
        if said and _NOTHING not in said:
            places = tuple(dict.fromkeys(place for place in cited if 0 <= place < quotes))
            statements.append(DraftStatement(said, "model", places))
    return statements
