"""👍 and 👎: what readers say of answers, kept on this machine until it is deleted.

The page starts here::

    store = open_feedback(settings)
    number = store.add(Opinion(rating="bad", reason="incomplete", comment="…"), answer, user="suzuki")
"""

from typing import TYPE_CHECKING

from assistant.feedback.opinion import REASONS, WHAT_IS_STORED, Opinion, Rating, Reason, kept_for
from assistant.feedback.store import Feedback, FeedbackStore

if TYPE_CHECKING:
    from assistant.settings import Settings

__all__ = [
    "REASONS",
    "WHAT_IS_STORED",
    "Feedback",
    "FeedbackStore",
    "Opinion",
    "Rating",
    "Reason",
    "kept_for",
    "open_feedback",
]


def open_feedback(settings: "Settings") -> FeedbackStore:
    """The feedback that the settings name; nothing is read or written yet."""
    from assistant.state import StateFile

    return FeedbackStore(StateFile(settings.state), settings.feedback_days)
