"""Every error the assistant raises on purpose, in one tree.

::

    AssistantError                     one Japanese line that says what to do
    ├── InputError                     the question or an option cannot be used (exit 2)
    │   ├── EmptyQuestion
    │   ├── QuestionTooLong
    │   ├── UnknownDocument
    │   ├── AmbiguousDocument
    │   ├── UnknownRecord
    │   ├── NameTaken
    │   └── Busy
    ├── DocumentsError                 the documents folder or its catalogue cannot be used (exit 2)
    │   ├── DocumentsMissing
    │   ├── DocumentsUnwritable
    │   ├── DocumentUnreadable
    │   └── CatalogError
    ├── IndexUnusable                    the index cannot be used (exit 2)
    │   ├── IndexMissing
    │   ├── IndexBroken
    │   ├── IndexUnwritable
    │   └── ModelChanged
    ├── ModelError                     an embedding model cannot be used (exit 2)
    ├── SettingsError                  a setting cannot be used (exit 2)
    │   └── UsersError                 the file of users cannot be used
    ├── NotAllowed                     whoever asks may not do this (on the page)
    ├── StateError                     what people left (feedback, conversations) cannot be kept or read (exit 2)
    │   └── StateBusy                  somebody else has been writing to it for too long
    └── ChatModelError                 a chat model is missing, slow or down (the extractive answer is given)
        └── ChatModelSlow              it was not done in time

The text of an error is shown to users as it is: one line, Japanese, with the remedy.
"""


class AssistantError(Exception):
    """Base of all errors that are shown to users as one Japanese line."""


class InputError(AssistantError):
    """The question or an option cannot be used."""


class EmptyQuestion(InputError):
    """Nothing is left of the question after control characters are removed."""


class QuestionTooLong(InputError):
    """The question has more characters than allowed."""


class UnknownDocument(InputError):
    """A slug or section was named that the index does not have."""


class AmbiguousDocument(InputError):
    """A name that several documents go by."""


class UnknownRecord(InputError):
    """There is no feedback or conversation of this number, or it is someone else's."""


class NameTaken(InputError):
    """A document of this name, or of one too like it, is there already."""


class Busy(InputError):
    """The same kind of work is going on; it can be asked for again afterwards."""


class DocumentsError(AssistantError):
    """The documents folder or its catalogue cannot be used."""


class DocumentsMissing(DocumentsError):
    """The documents folder does not exist, cannot be read or holds nothing to index."""


class DocumentsUnwritable(DocumentsError):
    """Nothing can be put into the documents folder or taken out of it."""


class DocumentUnreadable(DocumentsError):
    """One file cannot be read; the indexer turns this into a warning.

    Attributes:
        why: what is wrong with the file (Japanese).
        do: what the user can do about it (Japanese).
    """

    def __init__(self, why: str, do: str) -> None:
        super().__init__(f"{why}。{do}")
        self.why = why
        self.do = do


class CatalogError(DocumentsError):
    """``catalog.toml`` cannot be read."""


class IndexUnusable(AssistantError):
    """The index cannot be used."""


class IndexMissing(IndexUnusable):
    """There is no index yet."""


class IndexBroken(IndexUnusable):
    """A file of the index is missing, cut or changed."""


class IndexUnwritable(IndexUnusable):
    """No index can be written: the disk is full, or cannot be written to."""


class ModelChanged(IndexUnusable):
    """The index was built with another embedding model; vectors are never mixed."""


class ModelError(AssistantError):
    """The embedding model cannot be loaded."""


class SettingsError(AssistantError):
    """A setting has a value that cannot be used."""


class UsersError(SettingsError):
    """The file of users that a setting names is missing, open to others, or has a line that cannot be used."""


class NotAllowed(AssistantError):
    """Whoever asks may not do this: it takes an editor."""


class StateError(AssistantError):
    """What people left (feedback, conversations) cannot be kept or read."""


class StateBusy(StateError):
    """Another thread or process has been writing for too long."""


class ChatModelError(AssistantError):
    """The chat model is missing, slow, down or talks nonsense."""


class ChatModelSlow(ChatModelError):
    """The chat model was not done in time."""
