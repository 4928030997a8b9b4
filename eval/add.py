"""Helps staff to add a question: ask it, look at the answer, say where it stands, and keep that."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from assistant import Answer, Citation, PlanAssistant
from assistant.question import read_question
from eval.check.fields import paths_of
from eval.gold import HIDDEN, OWN_SET, GoldQuestion, Kind, Piece, append_question, check_appendable
from eval.kinds import NAMES, guess_kind, read_kind
from eval.questions import split_facts
from eval.scoring import Sources, plain
from index.errors import InputError
from index.likeness import NEAR, likeness
from index.search import Index

NOT_THERE = "資料には書かれていない。"
_NUMBERS = re.compile(r"[0-9０-９\s,、，]+")
_NONE = ("0", "なし", "none")

Prompt = Callable[[str, str], str]  # what to ask and the answer offered, which may be empty
Say = Callable[[str], None]
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Given:
    """What was given beforehand and is not asked for; ``evidence`` as people type it."""

    question: str | None = None
    conversation: tuple[str, ...] = ()
    evidence: tuple[str, ...] | None = None
    answer: str | None = None
    facts: str | None = None
    kind: str | None = None


def add_question(
    assistant: PlanAssistant,
    path: Path,
    known: Sequence[GoldQuestion],
    given: Given,
    prompt: Prompt,
    say: Say,
) -> GoldQuestion:
    """Ask for what is not ``given``, and store the question at the end of the file ``path``.

    Raises:
        InputError: something given cannot be used, or one of the ``known`` questions nearly repeats the question.
    """
    check_appendable(path)
    form = _Form(assistant, given, prompt, say)
    text = form.ask("質問", given.question, lambda typed: _new_question(typed, given.conversation, known))
    answer = assistant.ask(text, conversation=given.conversation)
    places = form.show(answer)
    pieces = form.evidence(places)
    question = form.question(_next_id(path, known), text, pieces)
    append_question(path, question)
    return question


def _new_question(typed: str, conversation: Sequence[str], known: Sequence[GoldQuestion]) -> str:
    """The question cleaned, if it is none that is there already."""
    text = read_question(typed).text
    whole = " ".join([*conversation, text])
    for other in known:
        if likeness(whole, " ".join([*other.conversation, other.question])) >= NEAR:
            shown = "" if other.set == HIDDEN else f"「{other.question}」"
            name = f"{other.set} {other.id}".strip()
            raise InputError(f"ほぼ同じ質問がもうあります（{name}{shown}）。別の質問にしてください。")
    return text


@dataclass(frozen=True)
class _Form:
    """Asks for one thing after the other, again where it cannot be used and was typed just now."""

    assistant: PlanAssistant
    given: Given
    prompt: Prompt
    say: Say

    def ask(self, name: str, given: str | None, read: Callable[[str], Value], offered: str = "") -> Value:
        """One value, read and checked."""
        if given is not None:
            return read(given)
        while True:
            typed = self.prompt(name, offered)  # its own error, the end of the input, ends the questions
            try:
                return read(typed)
            except InputError as error:
                self.say(str(error))

    def show(self, answer: Answer) -> list[Citation]:
        """Show the answer and all its places by number."""
        self.say(f"\n{answer.answer}\n")
        places = [*answer.citations, *answer.related]
        for place in places:
            self.say(f"[{place.number}] {place.name} {' > '.join(place.section)} {place.place}")
            for line in place.quote.splitlines():
                if line.strip():
                    self.say(f"    {line.strip()}")
        return places

    def evidence(self, places: Sequence[Citation]) -> list[Piece]:
        """The pieces that staff choose by number or write down themselves."""
        if self.given.evidence is not None:
            return [piece for typed in self.given.evidence for piece in self._read_evidence(typed, places)]
        name = "根拠の番号（例 1,3。一覧になければ資料の文を写す。資料に答えがなければ 0）"
        return self.ask(name, None, lambda typed: self._read_evidence(typed, places))

    def _read_evidence(self, typed: str, places: Sequence[Citation]) -> list[Piece]:
        text = typed.strip()
        if text in _NONE:
            return []
        if not _NUMBERS.fullmatch(text):
            return [self._written(text)]
        numbers = [int(number) for number in re.findall(r"[0-9０-９]+", text)]
        by_number = {place.number: place for place in places}
        unknown = next((number for number in numbers if number not in by_number), None)
        if not numbers:
            raise InputError(_choice(places))
        if unknown is not None:
            raise InputError(f"番号 {unknown} の箇所はありません。{_choice(places)}")
        return [_piece(by_number[number]) for number in dict.fromkeys(numbers)]

    def _written(self, text: str) -> Piece:
        """A piece by its text: the first document that has it."""
        sources, index = Sources(self.assistant.settings.documents), self.assistant.index
        for slug in sources.slugs:
            piece = Piece(text=text, document=slug)
            if slug in index.numbers and plain(text) and (lines := sources.lines(piece)):
                paths = paths_of(piece, sources, index)
                return piece.model_copy(update={"section": list(paths[0]) if paths else [], "lines": lines[0]})
        raise InputError("その文は資料に見つかりません。資料のとおりに写してください。")

    def question(self, name: str, text: str, pieces: Sequence[Piece]) -> GoldQuestion:
        """Ask for the rest and make the question."""
        kind: Kind = "unanswerable"
        answer, facts = self.given.answer or NOT_THERE, list[list[str]]()
        if pieces:
            answer = self.ask("正解（資料から書く）", self.given.answer, _not_empty)
            hint = "正解に必ず要る語（; で区切る。別の書き方は | で並べる。例 令和6年度|2024年度; 電子申請）"
            facts = self.ask(hint, self.given.facts, lambda typed: _facts(typed, answer))
            guessed = NAMES[guess_kind(text, self.assistant.index.editions)]
            kind = self.ask(f"種類（{'・'.join(_answerable())}）", self.given.kind, _read_kind, guessed)
        elif self.given.facts or self.given.kind not in (None, "unanswerable", NAMES["unanswerable"]):
            raise InputError("根拠のない質問に、必須の語や種類は付けられません。--evidence で根拠を指定してください。")
        pieces = [_narrow(piece, facts, self.assistant.index) for piece in pieces]
        documents = list(dict.fromkeys(piece.document for piece in pieces))
        if kind == "cross":
            if len(documents) < 2:
                raise InputError("比較の質問には、2つの資料の根拠が要ります。")
            pieces = [piece.model_copy(update={"side": piece.document}) for piece in pieces]
        return GoldQuestion(
            id=name,
            question=text,
            kind=kind,
            evidence=list(pieces),
            answer=answer,
            must_contain=facts,
            section=list(dict.fromkeys(piece.section[-1] for piece in pieces if piece.section)),
            documents=documents,
            conversation=list(self.given.conversation),
            set=OWN_SET,
        )


def _piece(place: Citation) -> Piece:
    return Piece(text=place.quote, document=place.document, section=place.section, lines=place.lines)


def _narrow(piece: Piece, facts: Sequence[Sequence[str]], index: Index) -> Piece:
    """The fewest neighbouring units of a place that state all the facts; all of it if none do."""
    if piece.lines is None or not facts:
        return piece
    number = index.numbers[piece.document]
    units = [stored.unit for stored in index.content.units_between(number, *piece.lines)]
    for size in range(1, len(units)):
        for first, last in zip(units, units[size - 1 :], strict=False):
            text = index.content.source(number, first.start, last.end).strip()
            if all(any(plain(spelling) in plain(text) for spelling in fact) for fact in facts):
                return piece.model_copy(update={"text": text, "lines": (first.first_line, last.last_line)})
    return piece


def _choice(places: Sequence[Citation]) -> str:
    numbers = f"1から{places[-1].number}までの番号か、" if places else ""
    return f"{numbers}資料の文か 0（資料にない）を入れてください。"


def _not_empty(typed: str) -> str:
    if not typed.strip():
        raise InputError("正解が空です。資料に書かれていることを入れてください。")
    return typed.strip()


def _facts(typed: str, answer: str) -> list[list[str]]:
    facts = split_facts(typed)
    if not facts:
        raise InputError("必須の語が空です。正解に必ず要る語を入れてください。")
    for fact in facts:
        if not any(plain(spelling) in plain(answer) for spelling in fact):
            raise InputError(f"「{'|'.join(fact)}」が正解にありません。正解にある語を入れてください。")
    return facts


def _answerable() -> list[str]:
    return [name for kind, name in NAMES.items() if kind != "unanswerable"]


def _read_kind(typed: str) -> Kind:
    kind = read_kind(typed)
    if kind is None or kind == "unanswerable":
        raise InputError(f"種類は {'・'.join(_answerable())} から選んでください。")
    return kind


def _next_id(path: Path, known: Sequence[GoldQuestion]) -> str:
    """The file's name with the next number that is free."""
    taken = {question.id for question in known}
    number = 1 + sum(question.set == OWN_SET for question in known)
    while f"{path.stem}-{number:03}" in taken:
        number += 1
    return f"{path.stem}-{number:03}"
