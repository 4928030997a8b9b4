"""A comparison as other programs see it: the JSON contract of ``assistant compare --json``."""

from enum import StrEnum

from pydantic import BaseModel

from assistant.answer import Citation
from index.document import edition_name


class UnitChange(StrEnum):
    """What became of a unit."""

    SAME = "同じ"
    CHANGED = "変更"
    ADDED = "追加"
    REMOVED = "削除"


class SectionChange(StrEnum):
    """What became of a section."""

    SAME = "同じ"
    CHANGED = "変更"
    NEW = "新設"
    GONE = "旧のみ"


class ComparedEdition(BaseModel, frozen=True):
    """One of the two editions, as the catalogue describes it."""

    document: str
    title: str
    date: str
    issuer: str
    status: str

    @property
    def name(self) -> str:
        """The edition as staff name it: 『題名』（日付・種別）."""
        return edition_name(self.title, self.date, self.status)

    @property
    def is_draft(self) -> bool:
        """Whether the edition is only proposed: not in force."""
        return self.status.endswith("案")


class SectionPath(BaseModel, frozen=True):
    """A section of one edition; the path is empty for what stands before the first heading."""

    path: list[str]


class UnitPair(BaseModel, frozen=True):
    """Units that say the same, or one without a counterpart.

    A citation covers several neighbouring units where one edition says in several what the other says in one.
    ``old_text`` and ``new_text`` are the readable texts; in a changed pair ``[-…-]`` marks what left the old one and
    ``{+…+}`` what came into the new one.
    """

    status: UnitChange
    old: Citation | None
    new: Citation | None
    old_text: str = ""
    new_text: str = ""


class SectionPair(BaseModel, frozen=True):
    """A section with its counterpart, or one without.

    A unit of ``units`` may stand in a subsection of the section named: where one edition cuts a section up and the
    other does not. ``near`` is the section of the other edition that is most like one without a counterpart, where
    that one has a better counterpart: the subject is not new (or gone), it is only spoken of once more.
    """

    status: SectionChange
    old: SectionPath | None
    new: SectionPath | None
    near: SectionPath | None = None
    units: list[UnitPair]


class Comparison(BaseModel, frozen=True):
    """Two editions section by section: in the order of the new one, or with a topic the nearest section first."""

    topic: str | None = None
    old: ComparedEdition
    new: ComparedEdition
    sections: list[SectionPair]
    index: str

    def to_json(self) -> str:
        """One line of JSON."""
        return self.model_dump_json()
