"""What is known of the best candidates, as plain numbers: what the models of :mod:`assistant.confidence` see."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.asked import GENERIC, focus, missing, proper_names
from assistant.asks import asks_for
from assistant.compose.speakers import says_the_same
from assistant.confidence.foreseen import leaning, nearest_expected, nearest_unanswered
from assistant.follow_up import is_bare_topic
from assistant.retrieve import Found, passage_text
from assistant.slots import slots_of
from assistant.understand import Understood
from index.language import terms
from index.normalise import find_years, fold
from index.search import Candidate, Index
from index.search.word_weights import is_verb

APRIL = 4  # before it, a document belongs to the fiscal year of the year before
NEAR = 0.5  # a match below says that nothing near to the word is there
WRITTEN_ONE_WAY = ("連絡先", "生年月日")
# What may be done in a year.
DONE = frozenset(("行う", "遣る", "始まる", "始める", "整備", "実施", "開始", "導入", "完了", "達成", "策定"))
_SENTENCE_END = re.compile(r"[。?!]|ので、")
_YEAR = re.compile("年度?[0-9]+$")  # as a term
_FIGURE = re.compile(f"{_YEAR.pattern}|#")
MARGIN = 0.2  # an unanswered question nearer by so much than any expected one says that a detail is left open


@dataclass(frozen=True, slots=True)
class Features:
    """What is known of the best candidates, each about 0 to 1 (``leaning`` from -1)."""

    passage: float  # late interaction of the best passage
    same: float  # share of the question's nouns, numbers and names that the passage has themselves
    unknown: float  # share of its words that no document and no question expected of one has
    grams: float  # share of the question's character triples that it holds
    expected: float  # how near the nearest question is that is expected of it
    foreseen: float  # the same of all places found, for a question that asks for the same kind of thing
    unanswered: float  # how near the nearest question is that they bring up and no document answers
    leaning: float  # how much nearer the nearest questions are that are answered than those that are not
    lead: float  # lead over the next candidate that says something else
    worst: float  # the most that one word of the question loses
    details: float  # share of the details asked for that the best passage does not state
    details_near: float  # the same of its best unit and the units beside it
    years: float  # share of the question's years that are neither in the passage nor its edition's own
    names: float  # 1 if a proper name of the question has nothing near to it in the passage
    focus: float  # share of the words for the very thing asked about that the best passage has nothing near to
    strange: bool = False  # whether what is asked for itself cannot be in the best passage
    stands: bool = False  # whether all nouns asked stand in the best passage, every detail beside them, and no gap


def features(index: Index, understood: Understood, side: Found, found: Sequence[Found] = ()) -> Features:
    """The features of one side of a question that has candidates.

    ``found`` are all its sides: of a comparison each states a part, so what is asked for may stand in any of them.
    """
    asked_for = understood.searched  # 第2回 in the name of a document is no detail asked for
    question = understood.question
    best, *others = side.candidates
    next_score = next((c.score for c in others if not says_the_same(best, c)), 0.0)
    words = list(dict.fromkeys(side.terms.words))
    matches = dict(zip(words, best.matches, strict=True))
    asked = [matches[term] for term in focus(question.folded) if term in matches]
    named = [matches[term] for term in proper_names(question.folded) if term in matches]
    weights = index.late.weights(words)
    firsts = [one.candidates[0] for one in found if one.candidates] or [best]
    text = " ".join(passage_text(index, first) for first in firsts)
    lacking = missing(asked_for, text)
    lacking_near = missing(asked_for, " ".join(_beside(first) for first in firsts))
    years = _years_lacking(index, understood, firsts, text)
    foreseen = nearest_expected(index, question.folded, side)
    unanswered = nearest_unanswered(index, question.folded, side)
    return Features(
        passage=best.parts["passage"],
        same=_same(index, words, best.matches),
        unknown=_unknown(index, asked_for),
        grams=best.parts["grams"],
        expected=best.parts["expected"],
        foreseen=foreseen,
        unanswered=unanswered,
        leaning=leaning(side),
        lead=min(1.0, max(0.0, best.score - next_score)),
        worst=max((float(w) * (1 - m) for w, m in zip(weights, best.matches, strict=True)), default=0.0),
        details=lacking,
        details_near=lacking_near,
        years=years,
        names=float(any(match < NEAR for match in named)),
        focus=sum(match < NEAR for match in asked) / len(asked) if asked else 0.0,
        strange=_is_strange(understood, matches) or _lacks_exact(asked_for, text),
        stands=not (lacking or lacking_near or years)
        and (not asks_for(asked_for) or unanswered <= max(NEAR, foreseen + MARGIN))
        and _all_stand(matches, dated=bool(find_years(asked_for))),
    )


def _lacks_exact(asked_for: str, text: str) -> bool:
    """Whether a detail is asked for that is written in one way only, and the text has nothing written so."""
    return any(slot.name in WRITTEN_ONE_WAY and not slot.states.search(text) for slot in slots_of(asked_for))


def _is_strange(understood: Understood, matches: Mapping[str, float]) -> bool:
    """明日の天気は？ after a question on a plan: what it leans on is there, what it asks itself is not."""
    asked = understood.scope.rest
    if not understood.context or not is_bare_topic(asked) or asks_for(asked) or slots_of(asked):
        return False
    own = [word for word in terms(asked).words if word not in GENERIC and word in matches]
    return bool(own) and all(matches[word] < NEAR for word in own)


def _all_stand(matches: Mapping[str, float], *, dated: bool) -> bool:
    """Whether the nouns among a question's words are matched by themselves, and there is one.

    2022年 answers for 2022年度 (``years`` has looked for it); of a year it may be asked in general what is done then.
    """
    words = [word for word in matches if not (dated and _YEAR.match(word))]
    general = GENERIC | DONE if dated else GENERIC
    nouns = [word for word in words if not is_verb(word) and word not in general]
    if not nouns:
        return dated and all(word in general for word in words)
    return all(matches[word] == 1 for word in nouns)


def _same(index: Index, words: Sequence[str], matches: Sequence[float]) -> float:
    """Weighted share of the question's words other than verbs that stand in the passage themselves."""
    nouns = [(word, match) for word, match in zip(words, matches, strict=True) if not is_verb(word)]
    weights = index.late.weights([word for word, _ in nouns])
    return sum(float(weight) for weight, (_, match) in zip(weights, nouns, strict=True) if match == 1)


def _unknown(index: Index, asked: str) -> float:
    """Weighted share of a folded question's words other than verbs and figures that nothing in the index uses.

    Of several sentences the one that uses fewest: the others say why somebody asks, or what they want to hear.
    """
    shares = (_unknown_of(index, terms(sentence).words) for sentence in _SENTENCE_END.split(asked))
    return min((share for share in shares if share is not None), default=0.0)


def _unknown_of(index: Index, words: Sequence[str]) -> float | None:
    """The share of one sentence; None if it names nothing: 時期を教えてください."""
    known = dict(zip(words, index.knows(words), strict=True))
    nouns = [word for word in known if not (is_verb(word) or word in GENERIC or _FIGURE.match(word))]
    weights = index.late.weights(nouns)
    unknown = (float(weight) for weight, word in zip(weights, nouns, strict=True) if not known[word])
    return sum(unknown) if nouns else None


def _beside(candidate: Candidate) -> str:
    """The folded text of the best unit and the units beside it."""
    units = [unit for unit, _ in candidate.units]
    place = units.index(candidate.best_unit)
    return fold(" ".join(f"{unit.unit.context} {unit.unit.text}" for unit in units[max(0, place - 1) : place + 2]))


def _years_lacking(index: Index, understood: Understood, firsts: Sequence[Candidate], text: str) -> float:
    """Share of the question's years that neither the places found first nor the dates of their editions have."""
    asked = [year.number for year in find_years(understood.searched)]
    if not asked:
        return 0.0
    known = {year.number for year in find_years(text)}
    for date in (index.editions[first.passage.document].date for first in firsts):
        if date:
            year, month = int(date[:4]), int(date[5:7] or 12)
            known |= {year, year - 1} if month < APRIL else {year}
    return sum(year not in known for year in asked) / len(asked)
