"""What a question means: which editions it is about, and what it takes from the turns before it."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from assistant.follow_up import Place, context_of, item_asked_for, place_of, without_ordinal
from assistant.question import Question, read_question
from assistant.scope import Scope, find_scope
from index.search import Candidate, Index


@dataclass(frozen=True, slots=True)
class Understood:
    """A question with its scope.

    ``documents`` limits the search to these document numbers. ``context`` is what the earlier questions add to a
    follow-up, in search form; ``before`` is where the turn before was answered.
    """

    question: Question
    scope: Scope
    documents: Collection[int] | None = None
    context: str = ""
    before: Place | None = None

    @property
    def searched(self) -> str:
        """What the question asks itself, in search form: without the names of editions that it is limited to."""
        return self.scope.rest if self.scope.sides else self.question.folded

    def allowed(self, side: Collection[int] | None) -> Collection[int] | None:
        """The documents that may answer for one side of the question; None for all."""
        if side is None or self.documents is None:
            return self.documents if side is None else side
        return set(side) & set(self.documents)


def understand(
    index: Index,
    question: Question,
    documents: Collection[int] | None,
    conversation: Sequence[str],
    first: Callable[[Index, "Understood"], Candidate | None],
) -> Understood:
    """Read a question in its conversation.

    ``first`` finds the best candidate of a question: the turn before a follow-up is searched for again.
    """
    scope = find_scope(question.folded, index.editions)
    context = context_of(question, conversation)
    if not context:
        return Understood(question, scope, documents)
    if not scope.sides:  # a follow-up stays with the edition that was named before
        earlier = find_scope(context, index.editions)
        scope, context = replace(scope, sides=earlier.sides), earlier.rest
    turn_before = understand(index, read_question(conversation[-1]), documents, conversation[:-1], first)
    best = first(index, turn_before)
    if best is None:
        return Understood(question, scope, documents, context)
    if item := item_asked_for(index, question.folded, best):
        scope, context = replace(scope, rest=without_ordinal(scope.rest)), item
    return Understood(question, scope, documents, context, place_of(index, best))
