"""Conversations of users who are logged in, kept until they delete them. Of others nothing is kept here.

The page starts here::

    store = open_conversations(settings)
    number = store.append("suzuki", None, answer)  # starts a conversation
    store.append("suzuki", number, answer)
"""

from typing import TYPE_CHECKING

from assistant.conversations.store import Conversation, ConversationStore, Turn

if TYPE_CHECKING:
    from assistant.settings import Settings

__all__ = ["Conversation", "ConversationStore", "Turn", "open_conversations"]


def open_conversations(settings: "Settings") -> ConversationStore:
    """The conversations that the settings name; nothing is read or written yet."""
    from assistant.state import StateFile

    return ConversationStore(StateFile(settings.state), settings.conversation_days)
