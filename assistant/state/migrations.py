"""The steps that lead the state file from version to version.

Step n leads from version n-1 to n. A step that was released is never changed: files out there went through it.
What changes is a new step at the end.
"""

_FEEDBACK = (
    """
    CREATE TABLE feedback (
        id INTEGER PRIMARY KEY AUTOINCREMENT, given TEXT NOT NULL, user TEXT NOT NULL, rating TEXT NOT NULL,
        reason TEXT NOT NULL, comment TEXT NOT NULL, question TEXT NOT NULL, conversation TEXT NOT NULL,
        answer TEXT NOT NULL, idx TEXT NOT NULL, composer TEXT NOT NULL
    )
    """,
    "CREATE INDEX feedback_given ON feedback (given)",
)
_CONVERSATIONS = (
    """
    CREATE TABLE conversation (
        id INTEGER PRIMARY KEY AUTOINCREMENT, user TEXT NOT NULL, title TEXT NOT NULL, started TEXT NOT NULL,
        changed TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE turn (
        id INTEGER PRIMARY KEY, conversation INTEGER NOT NULL REFERENCES conversation ON DELETE CASCADE,
        asked TEXT NOT NULL, question TEXT NOT NULL, answer TEXT NOT NULL
    )
    """,
    "CREATE INDEX conversation_user ON conversation (user, changed)",
    "CREATE INDEX turn_conversation ON turn (conversation)",
)
_TURNS_OF_THE_PAGE = (
    "ALTER TABLE turn ADD COLUMN documents TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE turn ADD COLUMN stopped INTEGER NOT NULL DEFAULT 0",
)

MIGRATIONS: tuple[tuple[str, ...], ...] = (_FEEDBACK, _CONVERSATIONS, _TURNS_OF_THE_PAGE)
