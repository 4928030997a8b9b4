"""What exactly a question asks for, and whether a text states a thing of that sort.

The near-miss is the hard refusal: the topic is there, the asked detail is not. Each *slot* below is a sort of
detail: how a question asks for it, and what a text that answers has in it. Texts are in search form.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from index.language import terms, words
from index.normalise import find_years

_FIGURE = r"[0-9〇一二三四五六七八九十百千数][0-9,.]*(?:[万億兆千百]+)?"
_MONEY = rf"{_FIGURE}(?:百万|億|兆|万|千)?円|[0-9][0-9,.]*(?:億|兆)|百万円"
_SHARE = r"[0-9][0-9,.]*(?:%|パーセント|割|倍|ポイント)|[0-9]+分の[0-9]+|[一二三四五六七八九半]割|倍増|半減"
_TIME = r"[0-9]{1,2}月|[0-9]{1,2}日|年[央内末度]|年度|[春夏秋冬](?!季)|今後[0-9]+年|以降|(?:上|下)半?期|当面|早期|速やか|次期|令和|平成"
_REASON = (
    r"ため|から|により|によって|ので|ことで|観点|背景|必要|重要|受けて|踏まえ|防|資する|よう|課題|おそれ|目的|べき"
)
_PLACE = r"[かカヶケヵ箇]所|施設|機関"

# (how a question asks, what a text that answers has)
_SLOTS: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (re.compile(asks), re.compile(states))
    for asks, states in (
        (
            r"いくら(?!か)|(?:予算|費用|金額|総額|補助額|上限額|限度額|料金|手数料|報酬|給料|年収|月収|単価|価格|売上|市場規模)"
            r"(?:は|を|と|って|額|の(?:目安|総額|規模|額|上限)|$)|何(?:千|百|十|数)?(?:万|億|兆)?円",
            _MONEY,
        ),
        (
            r"何(?:%|パーセント|割|倍)|(?:割合|比率|普及率|取得率|交付率|利用率|達成率|補助率|削減率|回収率|成長率|[^効確]率)(?:は|を|と|って|の目標|が|$)",
            _SHARE,
        ),
        (r"どれ(?:くらい|ぐらい|だけ|ほど)(?:増|減|伸|上が|下が|短|削|膨|広)", rf"{_SHARE}|{_FIGURE}"),
        (
            r"電話|メールアドレス|連絡先|問い合わせ先|問合せ先|ファックス番号|url",
            r"電話|メール|@|[0-9]{2,4}-[0-9]{2,4}|https?:|連絡先|問合せ",
        ),
        (
            r"住所|所在地|どこにある|場所はどこ|どこの(?:ビル|会議室|建物)|会場|会議室",
            r"住所(?!・)|丁目|番地|会議室|会場|ビル|開催",
        ),
        (r"担当(?:者|部署|課|係)|何課|何係|どこの(?:課|部署|係)", r"担当|課[^題税程]|グループ|参事官|室"),
        (r"(?:会社|企業|社)(?:名|の名前)|何という会社|どこの会社|社名", r"株式会社|[a-z]社|富士"),
        (
            r"誰(?:です|なの|が|に|を|で|だ|\?|$)|(?:人|方|大臣|監|座長|委員)の?(?:お)?名前|氏名|初代",
            r"[氏君]|教授|知事|市長|長官|監|大臣|総理|参事官|者|庁|省|委員|官|員|人|会社",
        ),
        (r"罰則|罰金|ペナルティ|過料|処分", r"罰|過料|ペナルティ|処分"),
        (
            r"(?:どうやって|どのように|どうすれば|方法|やり方|手順|なり方)[^。]{0,12}(?:応募|申し込|申込|登録|申請|変更|替え|手続|なれ|出せ)|応募方法|申込方法|申請方法|応募する$",
            r"応募|申込|申し込|窓口|申請し|届出|から(?:の)?登録|提出",
        ),
        (
            r"要件は|条件は|資格は|対象(?:者|になる)[^。]*(?:要件|条件)|何歳|年齢制限",
            r"要件|条件|歳|以上|以下|満たす|限る",
        ),
        (
            r"定義|どういう意味|意味は|とはどういうもの",
            r"とは|をいう|定義|いう。|である|(?:する|した|できる)(?:サービス|仕組み|もの|こと|基盤|場|規制|社会|組織)|[(（].{4,}[)）]|※|提供する",
        ),
        (r"生年月日|誕生日|何歳ですか|おいくつ", r"生まれ|生年|[0-9]歳"),
        (r"何位|順位|ランキング", rf"{_FIGURE}位|順位|ランキング"),
        (r"なぜ|なんで|どうして|理由", _REASON),
    )
)
# Counters that a text may write otherwise than the question.
_COUNTERS = {
    "人": "人|名", "名": "人|名", "か所": _PLACE, "箇所": _PLACE, "カ所": _PLACE, "ヶ所": _PLACE, "ヵ所": _PLACE,
    "日間": "日", "本": "本|法|つ", "法律": "法", "手続": "手続", "種類": "種|つ", "市町村": "市町村|自治体|団体",
    "自治体": "自治体|市町村|団体", "団体": "団体|自治体|市町村", "機関": _PLACE, "パーセント": "%|パーセント|割", "%": "%|パーセント|割",
    "か月": "[かカヶケヵ箇]月", "ヶ月": "[かカヶケヵ箇]月", "カ月": "[かカヶケヵ箇]月", "つ": "つ|個|項目|原則|本|点|[①-⑳]",
}  # fmt: skip
_COUNTED = re.compile(
    r"(?:何|いくつの)(?:千|百|十|数)?(?:万|億)?(?P<counter>[かカヶケヵ箇][所月]|[ァ-ヺー]+|[一-鿿]{1,3}|%|つ)"
)
_NO_COUNTER = re.compile(
    r"^(?:年|月|日(?!間)|時(?!間)|度|故|色|処|方|者|卒|事|語|番|より|を|位|歳)|^(?:という|の|が|と|で|か$)"
)
_ASKS_TIME = re.compile(r"いつ|何年(?!間)度?|何月|何日(?!間|で)|時期|期限|期日|日付|日程")
_ORDINAL = re.compile(
    r"(?:第(?=[0-9]+(?:回|条|章|節|項|部|号|弾|期))|(?=[0-9]+(?:番目|つ目)))([0-9]+)(回|条|章|節|項|部|番目|つ目|号|弾|期)"
)


def missing(question: str, text: str) -> float:
    """Share of the details asked for by a folded question that a folded text does not state; 0 if none is."""
    return 1 - stated(question, text) if asks_detail(question) else 0.0


def stated(question: str, text: str) -> float:
    """Share of the details asked for by a folded question that a folded text states; 0 if none is asked."""
    checks = [bool(states.search(text)) for states in _asked(question)]
    if _ASKS_TIME.search(question):
        checks.append(bool(find_years(text) or re.search(_TIME, text)))
    checks.extend(check(text) for check in _ordinals(question))
    return sum(checks) / len(checks) if checks else 0.0


def asks_detail(question: str) -> bool:
    """Whether a folded question asks for a detail of one of the sorts known here."""
    return bool(_asked(question) or _ASKS_TIME.search(question) or _ordinals(question))


@lru_cache(maxsize=512)
def _asked(question: str) -> tuple[re.Pattern[str], ...]:
    asked = [states for asks, states in _SLOTS if asks.search(question)]
    for match in _COUNTED.finditer(question):
        counter = match["counter"]
        if not _NO_COUNTER.match(counter):
            asked.append(re.compile(rf"{_FIGURE}(?:{_written(counter)})"))
    return tuple(asked)


def _written(counter: str) -> str:
    """How a text may write a counter; of an unknown run of kanji the first word is the counter."""
    for known in sorted(_COUNTERS, key=len, reverse=True):
        if counter.startswith(known):
            return _COUNTERS[known]
    return re.escape(words(counter)[0].surface)


def _ordinals(question: str) -> list[Callable[[str], bool]]:
    """Checks for numbered things (第5回, 8番目): the text must have one of that number."""
    checks: list[Callable[[str], bool]] = []
    for number, unit in _ORDINAL.findall(question):
        if unit in ("番目", "つ目"):
            circled = chr(0x245F + int(number)) if 1 <= int(number) <= 20 else "　"
            pattern = rf"(?<![0-9])(?:第{number}(?![0-9])|{number}[.)）番]|{circled})"
        else:
            pattern = rf"(?<![0-9]){number}{unit[0]}"
        checks.append(lambda text, pattern=pattern: bool(re.search(pattern, text)))  # type: ignore[misc]
    return checks


# What a question calls the thing it asks for without naming it.
GENERIC = frozenset((
    "名称", "名前", "理由", "内容", "目的", "意味", "目標", "時期", "予定", "事", "物", "何", "方",
    "話", "点", "所", "場合", "考える", "取り組み", "施策", "項目", "仕組み", "数", "年度", "年", "人", "国",
))  # fmt: skip
_PREDICATE = re.compile(
    r"(?:を)?(?:教えて|知りたい|おしえて).*$|(?:は|って|とは|の)?(?:何|なに|どこ|どれ|どう|どんな|どの|いつ|いくら|いくつ|誰|だれ|なぜ).*$"
    r"|(?:です|でしょう|ます|だっけ|っけ|なの).*$|[?。]+$"
)
_FOCUS_WORDS = 3


def focus(question: str) -> list[str]:
    """The terms of the noun that a folded question asks about: the last nouns before its predicate."""
    chunk: list[str] = []
    for word in reversed(words(_PREDICATE.sub("", question.strip()))):
        if word.pos in ("助詞", "助動詞", "補助記号"):
            if chunk:
                break
            continue
        chunk.insert(0, word.surface)
        if len(chunk) == _FOCUS_WORDS:
            break
    return [term for term in terms("".join(chunk)).words if term not in GENERIC]
