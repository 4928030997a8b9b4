"""Nuggets: the facts that an answer has to say, as TREC's question answering track counts them."""

from collections.abc import Sequence
from dataclasses import dataclass

from eval.record import Record
from eval.scoring import plain

ALLOWANCE = 100  # characters for each nugget that was said
BETA = 3.0  # recall weighs so much more than precision (TREC 2004 and later; 5 in TREC 2003)


@dataclass(frozen=True, slots=True)
class Nuggets:
    """How many vital and okay nuggets an answer said, of how many, in how many characters.

    Definitions and source: E. M. Voorhees, Overview of the TREC 2003 question answering track; formulas as in J. Lin
    and D. Demner-Fushman, Automatically evaluating answers to definition questions, HLT/EMNLP 2005.
    """

    vital_said: int
    vital: int
    okay_said: int
    okay: int
    length: int

    @property
    def recall(self) -> float:
        """Vital nuggets said by all vital ones (r / R); okay ones do not count. 1 where there is none to say."""
        return self.vital_said / self.vital if self.vital else 1.0

    @property
    def precision(self) -> float:
        """1 if the answer keeps to its allowance of 100·(r + a) characters, else 1 − (length − allowance) / length."""
        allowance = ALLOWANCE * (self.vital_said + self.okay_said)
        return 1.0 if self.length <= allowance else allowance / self.length

    def f(self, beta: float = BETA) -> float:
        """F = (β² + 1)·precision·recall / (β²·precision + recall)."""
        if not self.recall or not self.precision:
            return 0.0
        square = beta * beta
        return (square + 1) * self.precision * self.recall / (square * self.precision + self.recall)


def nuggets(answer: str, facts: Sequence[Sequence[str]], vital: Sequence[bool] | None = None) -> Nuggets:
    """Count the nuggets that an answer says.

    Args:
        answer: the answer's text.
        facts: each nugget by its spellings, any one of which says it (compared as ``eval.scoring.plain`` has it).
        vital: of each nugget, whether it is vital (must be said) or okay (may be); all are vital unless told.
    """
    flags = [True] * len(facts) if vital is None else list(vital)
    text = plain(answer)
    said = [any(plain(spelling) in text for spelling in fact) for fact in facts]
    return Nuggets(
        vital_said=sum(one and flag for one, flag in zip(said, flags, strict=True)),
        vital=sum(flags),
        okay_said=sum(one and not flag for one, flag in zip(said, flags, strict=True)),
        okay=len(flags) - sum(flags),
        length=len(text),
    )


def nuggets_of(record: Record) -> Nuggets:
    """The nuggets of a record: every inner list of ``must_contain`` is a vital one."""
    return nuggets(record.answer, record.must_contain)
