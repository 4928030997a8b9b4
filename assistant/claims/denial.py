"""What a text denies, and words that turn a statement round (廃止, 延期, 禁止 …)."""

import re
from dataclasses import dataclass

from index.language import Word, words

# ない that denies nothing: しなければならない, だけでなく, にかかわらず.
_NO_DENIAL = re.compile(
    r"な(?:ければ|くては|いと)(?:な(?:ら|り)|いけ)(?:ない|ません|ず)|ざるを得(?:ない|ません|ず)|やむを得(?:ない|ません|ず)"
    r"|かもしれ(?:ない|ません)|(?:だけ|のみ|ばかり)(?:で|に)?(?:は|も)?なく|のみならず|にとどまらず|に限らず|を?問わず"
    r"|に?も?(?:関|拘|かか)わらず|に(?:は)?(?:過|す)ぎ(?:ない|ません|ず)|少な(?:い|く|から)|に他な(?:らない|りません)"
)
_DENYING = frozenset({"ない", "ず", "無い", "無し", "まい"})
_CARRYING = frozenset(
    {"為る", "居る", "有る", "出来る", "成る", "れる", "られる", "得る", "致す", "行く", "置く", "よう", "様"}
)
_PREFIXES = frozenset({"不", "未", "非", "無"})
# One word that denies another.
_DENIED_BY = {
    "不要": "必要",
    "不可": "可能",
    "不可能": "可能",
    "不可欠": "欠かす",
    "未定": "決定",
    "不足": "十分",
    "不十分": "十分",
}
# Words that a sentence may not bring along: each stands in the quotes, itself or another of its family.
_TURNS = tuple(
    re.compile(family)
    for family in (
        r"廃止|取りやめ|取り止め|[をも]やめ|撤廃|なくす|なくし|一掃|脱却|中止|打ち切|撤回|断念|白紙",
        r"終了|終わ|完了|解散|閉鎖",
        r"延期|先送り|見送|遅らせ|遅れ|凍結|停止|中断",
        r"禁止|禁じ|認めない|認めません|不可",
        r"減ら|減少|削減|縮小|減り|減っ|半減|縮減|低減|引き下げ|最小",
        r"増やす|増や|増加|増え|拡大|増員|拡充|引き上げ|倍増|最大|増大|向上",
        r"反対|否定|拒否|拒絶|却下",
        r"失敗|頓挫|失効",
        r"無料|無償|免除",
        r"有料|有償|徴収",
        r"義務",
        r"任意|自由に選",
        r"除外|対象外|除[きくい]|以外",
        r"悪化|低下|弱体|弱ま",
        r"民営化|国営化|売却",
        r"違法|違反|罰",
    )
)


@dataclass(frozen=True, slots=True)
class Denials:
    """Content words that a text denies and such as it says plainly."""

    denied: frozenset[str]
    plain: frozenset[str]


def find_denials(folded: str) -> Denials:
    """What a folded text denies."""
    found = words(_NO_DENIAL.sub("、", folded))
    denied_places: set[int] = set()
    denied: set[str] = set()
    for place, word in enumerate(found):
        if word.lemma in _DENIED_BY:
            denied.add(_DENIED_BY[word.lemma])
        elif word.pos == "接頭辞" and word.lemma in _PREFIXES:
            denied_places.add(place + 1)
        elif word.lemma in _DENYING and word.pos in ("助動詞", "形容詞", "名詞"):
            denied_places.add(_carried(found, place))
    lemmas = {place: word.lemma for place, word in enumerate(found) if _is_content(word)}
    denied |= {lemmas.get(place, "") for place in denied_places if place < len(found)}
    return Denials(frozenset(denied), frozenset(lemma for place, lemma in lemmas.items() if place not in denied_places))


def _carried(found: list[Word], place: int) -> int:
    """The place of the content word that a denial behind it belongs to (整備 of 整備されません)."""
    for before in range(place - 1, -1, -1):
        if found[before].pos in ("補助記号", "接続詞"):
            break
        if _is_content(found[before]):
            return before
    return place


def _is_content(word: Word) -> bool:
    return (
        word.pos in ("名詞", "動詞", "形容詞", "形状詞")
        and word.lemma not in _CARRYING
        and word.lemma not in _DENYING
        and word.subpos not in ("助動詞語幹", "数詞")
    )


def turned(folded: str, known: str) -> str | None:
    """A word of a folded sentence that turns it round and has no kin in the quotes."""
    for family in _TURNS:
        found = family.search(folded)
        if found and not family.search(known):
            return found.group()
    return None


def denies_otherwise(sentence: Denials, quotes: Denials) -> str | None:
    """A word that a sentence denies and its quotes do not, or the other way round."""
    wrong = (sentence.denied - quotes.denied) | (sentence.plain & quotes.denied - quotes.plain)
    return next(iter(sorted(wrong)), None)
