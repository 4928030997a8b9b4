"""What editions are called: by the catalogue, by a word that means any document, by words of their titles."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from assistant.mentions.mention import REFERS, Mention
from index.document import Edition
from index.language import terms
from index.normalise import fold

# Any document can be called so: these mean one only together with a date or with words of its title.
GENERIC = (
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
PART = re.compile(r"の?(?:概要|説明|配布|公表)?(?:資料|スライド|ペーパー|文書|本文|本体|報告書|概要版?|冊子|パワポ)")
FEWEST_WORDS = 2  # of a title, by which a document is named without its name
_LAST = "|".join(sorted((noun for noun in GENERIC if noun != "案"), key=len, reverse=True))
_BY_WORDS = re.compile(
    rf"(?:^|(?<=[、。? ]))(?P<words>[^、。?「」『』 ]{{2,30}}?)の?(?:{_LAST}|計画)(?={REFERS.pattern})"
)
_COLLECTED = "(?:とり|取り?)(?:まとめ|纏め)"


@lru_cache(maxsize=1024)
def written(name: str) -> re.Pattern[str]:
    """A folded name in any of its spellings: とりまとめ, 取りまとめ, 取り纏め."""
    parts = re.split(_COLLECTED, name)
    return re.compile(_COLLECTED.join(re.escape(part) for part in parts))


def by_title_words(folded: str, editions: Sequence[Edition]) -> Iterator[Mention]:
    """Names made of words that the title of one edition alone has: デジタル改革法案の報告では."""
    for match in _BY_WORDS.finditer(folded):
        words = set(terms(match["words"]).words)
        holders = [n for n, edition in enumerate(editions) if words <= _words_of(edition)]
        if len(words) >= FEWEST_WORDS and len(holders) == 1:
            yield Mention(match.start(), match.end(), ((holders[0],),), refers=True)


@lru_cache(maxsize=256)
def _words_of(edition: Edition) -> frozenset[str]:
    return frozenset(word for name in (edition.title, *edition.aliases) for word in terms(fold(name)).words)
