"""What editions are called: by the catalogue, by a word that means any document, by words of their titles."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from assistant.mentions.mention import PLACES, Mention
from index.document import Edition
from index.language import terms
from index.normalise import fold

# Any document can be called so: these mean one only together with a date or with words of its title.
ANY_DOCUMENT = (
    "閣議決定",
    "提言",
    "資料",
    "説明資料",
    "説明",
    "発表",
    "概要資料",
    "配布資料",
    "抜粋資料",
    "概要",
    "スライド",
    "ペーパー",
    "パンフレット",
    "文書",
    "文献",
    "冊子",
    "報告書",
    "報告",
    "とりまとめ",
    "まとめ",
    "講演",
    "案",
)
# Behind a name: 講演スライド, WGとりまとめの本文
PART = re.compile(
    r"の?(?:概要|説明|配布|公表)?"
    r"(?:資料|スライド|ペーパー|文書|本文|本体|報告書?|概要版?|冊子|パワポ|(?:とり|取り?)?(?:まとめ|纏め))"
)
FEWEST_WORDS = 2  # of a title, by which a document is named without its name
_PLAN = "計画"  # an edition of a series is called so
_COLLECTED = "(?:とり|取り?)(?:まとめ|纏め)"
_ENDS = "(?!レス|[るたてられしさ集館室会者件内務])"  # まとめる, ペーパーレス, 報告した and 説明会 are other words
_OWN_PEOPLE = ("政府", "国")  # whose documents they all are


@lru_cache(maxsize=1024)
def written(name: str) -> re.Pattern[str]:
    """A folded name in any of its spellings: とりまとめ, 取りまとめ, 取り纏め."""
    parts = re.split(_COLLECTED, name)
    return re.compile(_COLLECTED.join(re.escape(part) for part in parts))


@lru_cache(maxsize=64)
def any_document(noun: str) -> re.Pattern[str]:
    """A word that means any document, where it is a word of its own."""
    return re.compile(written(noun).pattern + _ENDS)


def by_title_words(folded: str, editions: Sequence[Edition]) -> Iterator[Mention]:
    """Names made of words of a title or an alias that one edition alone has: デジタル改革法案の報告では."""
    for match in _by_words().finditer(folded):
        words = frozenset(terms(match["words"]).words)
        if len(words - _said_of_any(tuple(edition.issuer for edition in editions))) < FEWEST_WORDS:
            continue
        holders = [
            number
            for number, edition in enumerate(editions)
            if any(words <= name for name in _names_of(edition)) and (match["noun"] != _PLAN or edition.series)
        ]
        if len(holders) == 1:
            yield Mention(match.start(), match.end(), ((holders[0],),), refers=True)


@lru_cache(maxsize=1)
def _by_words() -> re.Pattern[str]:
    nouns = sorted((noun for noun in ANY_DOCUMENT if noun != "案"), key=len, reverse=True)
    last = "|".join(written(noun).pattern for noun in (*nouns, _PLAN))
    words = r"(?:^|(?<=[、。? ]))(?P<words>[^、。?「」『』 ]{2,30}?)"
    return re.compile(rf"{words}の?(?P<noun>{last})(?={PLACES.pattern})")


@lru_cache(maxsize=256)
def _names_of(edition: Edition) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(terms(fold(name)).words) for name in (edition.title, *edition.aliases))


@lru_cache(maxsize=16)
def _said_of_any(issuers: tuple[str, ...]) -> frozenset[str]:
    """Words that tell no document from another: what documents are called, and who issues them."""
    texts = (*ANY_DOCUMENT, *_OWN_PEOPLE, _PLAN, *issuers)
    return frozenset(word for text in texts for word in terms(fold(text)).words)
