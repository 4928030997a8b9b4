"""What the form says of a document, and what is put into it to begin with."""

import unicodedata
from datetime import date
from typing import Any

from pydantic import BaseModel, Field, ValidationError, field_validator

from index.catalog_edit import Value
from index.document import Edition
from index.errors import InputError

_LABELS = {
    "title": "題名",
    "date": "日付",
    "status": "種別",
    "issuer": "発行元",
    "series": "計画",
    "aliases": "呼び名",
    "source": "出典",
    "licence": "利用条件",
}
_DATE = r"^([12][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?)?$"


class Form(BaseModel, frozen=True):
    """What the catalogue is to say of a document. Without a title the document says its own."""

    title: str = Field("", max_length=200)
    date: str = Field("", pattern=_DATE)
    status: str = Field("", max_length=100)
    issuer: str = Field("", max_length=200)
    series: str = Field("", max_length=200)
    aliases: tuple[str, ...] = Field((), max_length=100)
    source: str = Field("", max_length=1000)
    licence: str = Field("", max_length=1000)

    @field_validator("date")
    @classmethod
    def _in_the_calendar(cls, value: str) -> str:
        """A whole date is one that there is."""
        if len(value) == len("2023-06-09"):
            date.fromisoformat(value)
        return value

    @field_validator("*", mode="before")
    @classmethod
    def _in_one_line(cls, value: object) -> object:
        """Text as people see it: no line ends, nothing invisible, no white space around it."""
        if isinstance(value, str):
            return _line(value)
        if isinstance(value, list | tuple):
            return tuple(dict.fromkeys(line for word in value if (line := _line(str(word)))))
        return value

    @property
    def entry(self) -> dict[str, Value]:
        """What is written into the catalogue."""
        return {
            key: list(value) if isinstance(value, tuple) else str(value) for key, value in self.model_dump().items()
        }


def read_form(given: dict[str, Any]) -> Form:
    """What was typed into a form.

    Raises:
        InputError: a field cannot be used.
    """
    try:
        return Form.model_validate(given)
    except ValidationError as error:
        names = {str(item["loc"][0]) for item in error.errors() if item["loc"]}
        if "date" in names:
            raise InputError("日付は 2023、2023-06、2023-06-09 のどれかの形で書いてください。") from None
        labels = "・".join(_LABELS.get(name, name) for name in sorted(names))
        raise InputError(f"「{labels}」が長すぎるか、使えない値です。短くしてください。") from None


def form_of(edition: Edition) -> Form:
    """The form as an edition fills it."""
    return Form.model_construct(**{name: getattr(edition, name) for name in Form.model_fields})


def _line(text: str) -> str:
    seen = "".join(
        " " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c) not in ("Cc", "Cs", "Cf")
    )
    return " ".join(seen.split())
