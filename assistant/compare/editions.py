"""Which document a name means: its slug or a part of it, an alias, or a year with an alias (令和5年の案)."""

from collections.abc import Iterable, Iterator, Sequence

from assistant.scope import find_scope
from index.document import Edition
from index.errors import AmbiguousDocument, UnknownDocument
from index.normalise import fold

_MOST_NAMED = 8  # editions that an error lists


def find_edition(name: str, editions: Sequence[Edition]) -> int:
    """The number of the document that is meant.

    Raises:
        UnknownDocument: none is.
        AmbiguousDocument: several may be.
    """
    shown = " ".join(name.split())
    for found in _readings(fold(name).strip(), editions):
        if len(found) == 1:
            return found[0]
        if found:
            raise AmbiguousDocument(
                f"「{shown}」に当たる資料は{len(found)}件あります: {_names(editions[n] for n in found)}。"
                "年を添えるか、資料の名前で指定してください。"
            )
    raise UnknownDocument(
        f"「{shown}」に当たる資料はありません。あるのは {_names(editions)} です。"
        "資料の名前（assistant documents の左端）か、年と呼び名で指定してください。"
    )


def _readings(folded: str, editions: Sequence[Edition]) -> Iterator[list[int]]:
    """What a name may mean, the strictest reading first; a reading that means nothing gives an empty list."""
    slugs = [fold(edition.slug) for edition in editions]
    if not folded:
        return
    yield [n for n, slug in enumerate(slugs) if slug == folded]
    yield [n for n, edition in enumerate(editions) if folded in map(fold, (*edition.aliases, edition.title))]
    yield [n for n, slug in enumerate(slugs) if slug.startswith(folded)]
    yield [n for n, slug in enumerate(slugs) if folded in slug]
    yield _dated(folded, editions)
    if folded.endswith(("年", "年度", "月", "日")):
        yield _dated(f"{folded}の資料", editions)


def _dated(folded: str, editions: Sequence[Edition]) -> list[int]:
    """The editions that a name with a year means, without those that only describe another one of them.

    What is called a draft (案) is one: a plan that was decided is not meant.
    """
    found = sorted({number for side in find_scope(folded, editions).sides for number in side})
    if folded.endswith("案"):
        found = [number for number in found if editions[number].status.endswith("案")]
    named = {editions[number].slug for number in found}
    return [number for number in found if named.isdisjoint(editions[number].describes)]


def _names(editions: Iterable[Edition]) -> str:
    listed = [f"{edition.slug}（{'・'.join(filter(None, (edition.date, edition.status)))}）" for edition in editions]
    more = len(listed) - _MOST_NAMED
    return "、".join(listed[:_MOST_NAMED]) + (f" ほか{more}件" if more > 0 else "")
