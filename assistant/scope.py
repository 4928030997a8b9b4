"""Which editions a question is about. An edition that describes another speaks for it too, after it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.mentions import find_mentions
from index.document import Edition

_COMPARES = re.compile(
    r"比べ|比較|違い|違う|違って|異な|変わ|変更|変化|から(?:どう|何が)|対して|増え|減っ|新旧|前倒し|後ろ倒し"
)
# What is said of the document itself before its name is not looked for in it: 村井先生が座長だったWGのまとめでは
_SAID_OF_IT = re.compile(
    r"(?:^|(?<=[、。?]))[^、。?]{1,30}?(?:座長|主査|委員長|会長)(?:だった|である|の|を務めた|で(?:まとめた|作った))$"
    r"|(?:^|(?<=[、。?]))[^、。?]{0,20}?(?:アップデート|更新|改定|改訂|策定|決定|公表|発表|公開|作成|配布|出|まとめ|作)"
    r"(?:られ|され|し)?た$"
    r"|(?:^|(?<=[、。?]))(?:(?:国|政府|デジタル庁|デジ庁|内閣官房|内閣府)の|[一-鿿ァ-ヺー]{1,8}(?:参事官|大臣|氏|先生|教授)の"
    r"|(?:デジタル庁|デジ庁)の参事官の)$"
)


@dataclass(frozen=True, slots=True)
class Scope:
    """The sides that a question names, each a group of document numbers, the edition itself first.

    ``rest`` is the folded question without the mentions: what is searched for.
    """

    sides: tuple[tuple[int, ...], ...]
    rest: str
    absent: tuple["Absent", ...] = ()


@dataclass(frozen=True, slots=True)
class Absent:
    """An edition that a question names (``name``, in search form) and that is not among the documents.

    ``others`` are the numbers of the documents that the name without its year would mean.
    """

    name: str
    others: tuple[int, ...]


def find_scope(folded: str, editions: Sequence[Edition]) -> Scope:
    """Find the editions that a folded question names.

    The sides of a question that compares stand in the order of their dates.
    """
    mentions = find_mentions(folded, editions)
    groups = list(dict.fromkeys(group for mention in mentions for group in mention.documents))
    earlier = [mention for mention in mentions if mention.earlier]
    if len(groups) == 1 and earlier and _COMPARES.search(folded):  # 前の計画と比べて: with the one that came after
        groups.append(_next(groups[0], editions))
    if len(groups) > 1:
        groups.sort(key=lambda group: editions[group[0]].date)
    rest = list(folded)
    for mention in mentions:
        if mention.refers:
            said = _SAID_OF_IT.search(folded[: mention.start])
            start = said.start() if said else mention.start
            rest[start : mention.end] = [" "] * (mention.end - start)
    absent = tuple(Absent(folded[m.start : m.end], m.others) for m in mentions if not m.documents)
    sides = dict.fromkeys(_with_describing(group, editions) for group in groups)
    return Scope(tuple(sides), "".join(rest), absent)


def _next(group: tuple[int, ...], editions: Sequence[Edition]) -> tuple[int, ...]:
    """The edition of the same series that came after; the same where there is none."""
    edition = editions[group[0]]
    later = [n for n, other in enumerate(editions) if other.series == edition.series and other.date > edition.date]
    return (min(later, key=lambda n: editions[n].date),) if edition.series and later else group


def _with_describing(group: tuple[int, ...], editions: Sequence[Edition]) -> tuple[int, ...]:
    """The group and after it the documents that describe one of it."""
    slugs = {editions[number].slug for number in group}
    others = (n for n, edition in enumerate(editions) if n not in group and slugs & set(edition.describes))
    return (*group, *others)
