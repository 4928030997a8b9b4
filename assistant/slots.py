"""The sorts of details that a question may ask for, and how a text shows that it states one.

A sort of detail is a *slot*: an amount, a share, the number of a thing, a time, a person, the way to apply. All
patterns see texts in search form.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from index.language import words
from index.normalise import YEAR


@dataclass(frozen=True, slots=True)
class Slot:
    """A sort of detail: what a refusal calls it, how a question asks for it, what a text that answers has."""

    name: str
    asks: re.Pattern[str]
    states: re.Pattern[str]


_FIGURE = r"[0-9〇一二三四五六七八九十百千数][0-9,.]*(?:[万億兆千百]+)?"
_MONEY = rf"{_FIGURE}(?:百万|億|兆|万|千)?円|[0-9][0-9,.]*(?:億|兆)|百万円"
_SHARE = r"[0-9][0-9,.]*(?:%|パーセント|割|倍|ポイント)|[0-9]+分の[0-9]+|[一二三四五六七八九半]割|倍増|半減"
_TIME = r"[0-9]{1,2}月|[0-9]{1,2}日|年[央内末度]|年度|[春夏秋冬](?!季)|今後[0-9]+年|以降|(?:上|下)半?期|当面|早期"
_TIME += r"|速やか|次期|令和|平成"
_PLACE = r"[かカヶケヵ箇]所|施設|機関"

REASON = "理由"
_ASKED = (
    r"(?:は|って|を|が|とは)?(?:約|一体|だいたい|大体|全部で|総額)?"
    r"(?:いくら|どれ|どの(?:くらい|ぐらい|程度)|何|\?|。|$|教え|知り|で(?:す|しょう))"
)
_PLACE_NAME = (
    r"東京|大阪|京都|北海道|(?<![一-鿿])[一-鿿]{2,3}(?:市|県|町|村|港)(?![町村民場役区内立街湾])|[ァ-ヺー]{3,}(?:国|市|州)"
    r"|エストニア|シンガポール|デンマーク|フランス|ドイツ|インド|韓国|米国|英国|中国|eu|oecd|世界銀行"
)

# Both patterns were held against the 11,000 expected questions and the units that answer them: a question of a sort
# that such questions ask has to be seen, and a unit that answers it has to be seen stating it.
SLOTS: tuple[Slot, ...] = tuple(
    Slot(name, re.compile(asks), re.compile(states))
    for name, asks, states in (
        (
            "金額",
            r"(?<!な)いくら(?!か|い|でも)|何(?:千|百|十|数)?(?:万|億|兆)?円|(?:金額|総額|[予補]算?助?額|上限額|限度額|単価|年収|月収|給料|売上)(?:は|を|が|って|$|\?)"
            rf"|(?:予算|費用|料金|手数料|報酬|価格|市場規模){_ASKED}",
            rf"{_MONEY}|無料|有料|無償",
        ),
        ("割合", rf"何(?:%|パーセント|割|倍)|(?:割合|比率|[^効確]率)(?:の目標(?:値)?)?{_ASKED}", _SHARE),
        ("増減の幅", r"どれ(?:くらい|ぐらい|だけ|ほど)(?:増|減|伸|上が|下が|短|削|膨|広)", rf"{_SHARE}|{_FIGURE}"),
        (
            "連絡先",
            r"電話番号|電話で(?:問|聞|相談)|何番に電話|メールアドレス|連絡先|問い?合わ?せ先|ファックス番号|のurl",
            r"電話番号|[0-9]{2,4}-[0-9]{2,4}-[0-9]{3,4}|メールアドレス|[a-z0-9.]+@[a-z]|https?:|連絡先|問い?合わ?せ先",
        ),
        (
            "所在地",
            r"所在地|住所(?:は|って)?(?:どこ|\?|$|教)|住所を教|(?:会場|会議室|開催場所|場所)(?:は|って)?どこ|どこの(?:ビル|会議室|建物)",
            r"住所(?!・)|丁目|番地|会議室|会場|ビル|開催",
        ),
        (
            "担当",
            r"何課|何係|どこの(?:課|部署|係)|担当(?:課|係|部署)(?:は|を|って)|担当者(?:は|って|の?(?:名前|連絡先))",
            r"担当|課[^題税程]|グループ|参事官|室",
        ),
        (
            "会社名",
            r"(?:会社|企業|社)(?:名|の名前)|何という会社|どこの会社|社名|(?:受注|受託|請け負)[^。]{0,10}(?:会社|企業|業者|ベンダー|どこ)"
            r"|(?:会社|企業|業者|ベンダー)(?:は|って)?(?:どこ|何という)",
            r"株式会社|[a-z]社|富士",
        ),
        (
            "法律名",
            r"(?:何という|なんていう|何の|どの|どんな)法(?:律|令)|根拠(?:となる|になる|の)?法|法律の名前|法律名|第何条",
            r"[一-鿿ァ-ヺー]{2,}法(?![人案令務的制])|第[0-9]+条",
        ),
        (
            "地名",
            r"(?:(?<!な)どの|どこの|何という)(?:都市|市|町|村|県|国(?![際家民])|港|地域|自治体|都道府県|市町村)(?!でも|にも|の|も|など|等)"
            r"|どこで(?:開|行わ)|開催地|(?:都市|町|県|港|自治体)の?(?:名前|名)(?![一-鿿])",
            _PLACE_NAME,
        ),
        (
            "担当する機関",
            r"(?:担当|所管|主管)(?:する|して|している|の)?[^。]{0,6}(?:どこ|どの|府省|省庁|機関は)|どこの?省|どの(?:省|府省|官庁|役所)|どこが(?:担|所管)",
            r"(?<!府)(?<!各)(?<!関係)[一-鿿ァ-ヺー](?:省|庁)(?![庁令間])|内閣[府官]|室|本部|委員会|会議|機構|団体|自治体|市町村|都道府県"
            r"|国[がは]|事業者|省庁",
        ),
        (
            "違い",
            r"どんな違い|違いが(?:ある|あり)|差(?:は|が)(?:ある|あり|どれ|どの)(?!から)|どれ(?:くらい|ほど)の?差",
            r"異な|違|比べ|比較|に対し|一方|差|二極",
        ),
        (
            "氏名",
            r"(?:人|(?<!え)(?<!り)方|大臣|監|委員|職員|役人|[会座議市社部課室]長)の?(?:お)?名前|氏名|初代"
            r"|(?:長|大臣|監|代表|責任者)(?:は|って)(?:いま|今)?(?:誰|だれ|どなた)",
            r"[一-鿿]{2,6}(?:氏|君|教授|知事)|[一-鿿]{2,5}(?:座長|議長|市長|町長|大臣)(?![はがをにの、政])|(?:座長|議長|監|長官)[:：]|参事官|cio"
            r"|^[一-鿿]{1,3}[  ]?[一-鿿]{1,3}$",
        ),
        ("罰則", r"罰則|罰金|ペナルティ|過料", r"罰|過料|ペナルティ|処分|制裁|課徴金"),
        (
            "手続の方法",
            r"(?:どうやって|どのように|どうすれば|方法|手順|なり方|どこにどう)[^。]{0,12}(?:応募|申し込|申込|登録|申請|変更|替え|手続|なれ|出せ)"
            r"|(?:応募|申込|申し込み|申請|登録)の?(?:方法|手順|仕方|やり方)|利用の?(?:手順|仕方)|応募する$",
            r"応募|申込|申し込|窓口|申請し|届出|から(?:の)?登録|提出|オンライン|アプリ|サイト",
        ),
        (
            "要件",
            rf"何歳|年齢制限|対象になる(?:ため)?の?(?:要件|条件)|(?:応募|申請|利用|参加|対象|受給|受験)(?:の|する|できる)?(?:要件|条件|資格){_ASKED}",
            r"要件|条件|歳|以上|以下|満たす|限る|限り|前提|有する|できること",
        ),
        (
            "定義",
            r"定義(?:は|を|って)|どういう意味|意味は|とはどういうもの",
            r"とは|をいう|定義|いう。|である|(?:する|した|できる)(?:サービス|仕組み|もの|こと|基盤|場|規制|社会|組織)|[(（].{4,}[)）]|※|提供する",
        ),
        ("生年月日", r"生年月日|誕生日|何歳ですか|おいくつ", r"生まれ|生年|[0-9]歳"),
        ("順位", r"何位|順位|ランキング", rf"{_FIGURE}位|順位|ランキング"),
        (REASON, r"なぜ|なんで|どうして|理由", r"."),  # reasons stand without any mark: nothing to look for
    )
)
# What is counted by a counter of its own, which a text may write otherwise than the question.
_COUNTERS = {
    "人": "人|名", "名": "人|名", "か所": _PLACE, "箇所": _PLACE, "カ所": _PLACE, "ヶ所": _PLACE, "ヵ所": _PLACE,
    "社": "社|団体|事業者|者", "日間": "日",
    "か月": "[かカヶケヵ箇]月", "ヶ月": "[かカヶケヵ箇]月", "カ月": "[かカヶケヵ箇]月",
    "時間": "時間|分|秒", "週": "週", "回": "回|度|初めて",
}  # fmt: skip
# Any other number of things: a figure that is no year, date or number of an item; or the things one by one.
_ANY_COUNT = (
    r"(?<![0-9年月第.])[0-9][0-9,.]*(?:万|億|千)*[0-9]*(?:千)?(?![0-9]|年|月|日|[.)）:：]|章|節|条)"
    r"|[一二三四五六七八九十](?:つ|本|原則|項目|法)"
)
_LISTED = "[①-⑳]|[(（][0-9][)）]"
_NAMES_OF_COUNTS = {
    "人": "人数", "名": "人数", "つ": "数",
    "か": "箇所数", "カ": "箇所数", "ヶ": "箇所数", "ヵ": "箇所数", "箇": "箇所数",
}  # fmt: skip
_COUNTED = re.compile(
    r"(?:何|いくつの)(?:千|百|十|数)?(?:万|億)?(?P<counter>[かカヶケヵ箇][所月]|[ァ-ヺー]+|[一-鿿]{1,3}|つ)(?!も|か(?!ら|所|月|国))"
)
_NO_COUNTER = re.compile(
    r"^(?:年|月|日(?!間)|時(?!間)|度|故|色|処|方|者|卒|事|語|番|型|系|条|次|級|章|節|頁|ページ|割|倍|円|位|歳|パーセント|先|係|課|より)"
    r"|^(?:という|の|が|と|で|か$)"
)
_TIMES = (
    Slot(
        "時期",
        re.compile(r"(?<!追)いつ(?!でも|も|何|、?どこ)|時期(?:は|が|を|って|$|\?)|期限|期日|日程"),
        re.compile(rf"{_TIME}|{YEAR.pattern}"),
    ),
    Slot("年", re.compile(r"何年(?!間|先)"), re.compile(rf"{YEAR.pattern}|年度|年[央内末]|次期|翌年")),
    Slot("月", re.compile(r"何月"), re.compile(r"[0-9]{1,2}月|年[央内末度]|[春夏秋冬]")),
    Slot("日", re.compile(r"何日(?!間|で)"), re.compile(r"[0-9]{1,2}日|[0-9]{1,2}[./][0-9]{1,2}")),
)


@lru_cache(maxsize=512)
def slots_of(question: str) -> tuple[Slot, ...]:
    """The sorts of details that a folded question asks for."""
    asked = [slot for slot in SLOTS if slot.asks.search(question)]
    for match in _COUNTED.finditer(question):
        counter = match["counter"]
        if not _NO_COUNTER.match(counter):
            asked.append(Slot(_name_of_count(counter), _COUNTED, _counted(counter)))
    asked.extend(slot for slot in _TIMES if slot.asks.search(question))
    return tuple(asked)


def _name_of_count(counter: str) -> str:
    """What the number of things so counted is called: 人数, 割合, トン数."""
    if counter[0] in _NAMES_OF_COUNTS:
        return _NAMES_OF_COUNTS[counter[0]]
    return f"{words(counter)[0].surface}数"


def _counted(counter: str) -> re.Pattern[str]:
    """How a text states a number of what is counted so."""
    for known in sorted(_COUNTERS, key=len, reverse=True):
        if counter.startswith(known):
            return re.compile(rf"{_FIGURE}(?:{_COUNTERS[known]})")
    return re.compile(f"{_ANY_COUNT}|{_LISTED}")
