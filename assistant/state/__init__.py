"""What people leave behind: one SQLite file for feedback and conversations, migrated step by step."""

from assistant.state.database import StateFile
from assistant.state.retention import Retention, now

__all__ = ["Retention", "StateFile", "now"]
