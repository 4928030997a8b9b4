"""Names of a text: people, places, bodies, laws, Latin words, katakana words, and what stands in brackets."""

import re
from collections.abc import Iterator

from index.language import Word

_LATIN = re.compile(r"[0-9]*[a-z][a-z0-9]*(?:[-&./+'][a-z0-9]+)*")
_KATAKANA = re.compile(r"[ァ-ヴー]{3,}")
_IN_BRACKETS = re.compile(r"「([^「」]{2,})」|『([^『』]{2,})』|“([^“”]{2,})”")
# What ends the name of a body, an office or a law.
_KIND = (
    r"省|庁|局|院|委員会|協議会|審議会|研究会|検討会|調査会|連盟|協会|本部|会議|機構|財団|法人|大学|研究所|センター"
    r"|ワーキンググループ|株式会社|大臣|知事|市長|長官|座長|会長|社長|総理|監|県|府|市|町|村"
    r"|(?<![方手文司立合違適用作語技])法"
)
_TITLED = re.compile(rf"(?P<own>[一-鿿々ァ-ヴー]{{1,14}}?)(?P<kind>{_KIND})(?![一-鿿々])")
# Words that end like a name and are none: 関係省庁, 都市, 各府省, 同会議.
_GENERAL = re.compile(
    r"^(?:各|関係|所管|同|本|当|両|全|諸|政府)*(?:府省|省|庁|府省庁|省庁|府|都市|市|町|村|県|局|院|会議|委員会|本部|法|法人|機構|方法|大学|センター|監)$"
    r"|都市$|方法$|手法$|(?:地方|都道)府県$|市区?町村$|(?:全|改正|新|旧|基本|関連|個別)法$"
)
# Loan words so common that an honest sentence may bring them along.
_COMMON = frozenset((
    "サービス", "システム", "データ", "オンライン", "デジタル", "インターネット",
    "スケジュール", "ルール", "プロセス", "コスト", "メリット", "ニーズ", "チーム",
    "ポイント", "テーマ", "ケース", "ユーザー", "ユーザ", "レベル", "タイミング",
    "スムーズ", "サポート", "スタート", "ベース", "グループ", "メンバー", "カード",
    "アクセス", "リスク", "ステップ", "スピード", "バランス", "モデル", "イメージ",
    "ツール", "コンピューター", "コンピュータ", "ネットワーク", "バージョン",
    "パーセント", "ページ", "リスト", "タイプ", "パターン", "プラン", "ペース",
    "ライフスタイル",
))  # fmt: skip
_OURSELVES = frozenset({"日本", "我が国", "国"})
_HONORIFIC = 2  # letters of its own that the end of a longer name must have


def latin_words(folded: str) -> set[str]:
    """Latin words and abbreviations, without hyphens: well-being = wellbeing."""
    return {match.group().replace("-", "") for match in _LATIN.finditer(folded)}


def missing_names(folded: str, words: list[Word], known: str) -> Iterator[str]:
    """The names of a folded sentence without its dates that do not stand in the folded text ``known``."""
    yield from latin_words(folded) - latin_words(known)
    for quoted in _IN_BRACKETS.findall(folded):
        name = next(filter(None, quoted))
        if _letters(name) not in _letters(known):
            yield name
    for word in words:
        if _is_name(word) and word.surface not in known:
            yield word.surface
    for match in _TITLED.finditer(folded):
        if not _GENERAL.search(match.group()) and not _titled_in(match["own"], match["kind"], known):
            yield match.group()


def _is_name(word: Word) -> bool:
    if word.subpos == "固有名詞":
        return word.surface not in _OURSELVES
    return bool(_KATAKANA.fullmatch(word.surface)) and word.surface not in _COMMON


def _titled_in(own: str, kind: str, known: str) -> bool:
    """Whether a body stands in the quotes; what runs into the name from before it may be missing there."""
    return any(own[start:] + kind in known for start in range(max(1, len(own) - _HONORIFIC + 1)))


def _letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())
