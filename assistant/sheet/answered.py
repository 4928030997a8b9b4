"""The columns that an answer takes behind the columns of its question."""

from collections.abc import Sequence

from assistant.answer import Answer, Citation
from assistant.export.paste import paste_form
from assistant.export.wording import ANSWERED, NOT_FOUND, composed_by, label_of_places, quoted_lines, status_of

MOST_PLACES = 5
ERROR = "エラー"
UNSURE = f"{ANSWERED}（要確認）"
_SURE = 0.5  # below it an answer may be none: the same line as that of the page
_UNSURE_NOTE = "確からしさが低いため、原文を確かめてください。"
STATE, NOTES = "状態", "注"
HEADS = (
    "答",
    STATE,
    "確からしさ",
    *(f"根拠{number}" for number in range(1, MOST_PLACES + 1)),
    NOTES,
    "索引",
    "確認欄",
)
_STATE, _INDEX = HEADS.index(STATE), HEADS.index("索引")


def answer_cells(answer: Answer) -> tuple[str, ...]:
    """The cells of an answer; the nearest places of a refusal stand in the columns of sources, named as such."""
    sort = label_of_places(answer)
    places = [_place(sort, place) for place in (answer.citations or answer.related)[:MOST_PLACES]]
    places += [""] * (MOST_PLACES - len(places))
    unsure = answer.status == "answered" and answer.confidence < _SURE
    notes = "\n".join([*([_UNSURE_NOTE] if unsure else []), composed_by(answer), *answer.notices])
    state = UNSURE if unsure else status_of(answer)
    return (answer.answer, state, f"{answer.confidence:.2f}", *places, notes, answer.index, "")


def error_cells(message: str) -> tuple[str, ...]:
    """The cells of a row that could not be asked: why, and what to do."""
    return tuple({STATE: ERROR, NOTES: message}.get(head, "") for head in HEADS)


def is_done(cells: Sequence[str]) -> bool:
    """Whether a row has an answer or a refusal; an error is asked again."""
    return bool(cells[_STATE].strip()) and not is_error(cells)


def is_error(cells: Sequence[str]) -> bool:
    """Whether a row could not be asked."""
    return cells[_STATE] == ERROR


def counted(rows: Sequence[Sequence[str] | None]) -> str:
    """How many rows came to what: 「5行中 回答3・要確認1・見つからず1」. A state that people wrote is an answer."""
    states = [cells[_STATE].strip() for cells in rows if cells is not None]
    others = {"要確認": states.count(UNSURE), NOT_FOUND: states.count(NOT_FOUND), ERROR: states.count(ERROR)}
    counts = {"回答": len(states) - sum(others.values())} | {name: count for name, count in others.items() if count}
    return f"{len(rows):,}行中 " + "・".join(f"{name}{count:,}" for name, count in counts.items())


def index_of(cells: Sequence[str]) -> str:
    """The fingerprint of the index that answered a row."""
    return cells[_INDEX]


def _place(sort: str, place: Citation) -> str:
    return "\n".join([f"{sort}[{place.number}] {paste_form(place)}", *quoted_lines(place.quote)])
