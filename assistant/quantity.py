"""What amount, count, share or time a question asks for, and whether a text states one of that sort.

The near-miss is the hard refusal: the topic is there, the asked figure is not. Texts are in search form.
"""

import re

from index.normalise import find_years

_FIGURE = r"[0-9〇一二三四五六七八九十百千数][0-9,.]*(?:[万億兆千百]+)?"
_MONEY = re.compile(rf"{_FIGURE}(?:百万|億|兆|万|千)?円|[0-9][0-9,.]*(?:億|兆)|百万円")
_SHARE = re.compile(r"[0-9][0-9,.]*(?:%|パーセント|割|倍|ポイント)|[0-9]+分の[0-9]+|[一二三四五六七八九半]割|倍増|半減")
_PLACE = r"(?:[かカヶケヵ箇]所|施設|機関)"
_COUNTERS: tuple[tuple[str, str], ...] = (
    ("人|名", "人|名"),
    ("社", "社"),
    ("[かカヶケヵ箇]所", _PLACE),
    ("時間", "時間"),
    ("年間", "年間"),
    ("日間|日(?=で)", "日"),
    ("[かカヶケヵ箇]月", "[かカヶケヵ箇]月"),
    ("台", "台"),
    ("件", "件"),
    ("本|法律", "本|法"),
    ("条項", "条項"),
    ("条", "条"),
    ("回", "回"),
    ("団体|自治体|市町村", "団体|自治体|市町村"),
    ("都道府県", "都道府県"),
    ("世帯", "世帯"),
    ("業務", "業務"),
    ("手続き?", "手続"),
    ("校", "校"),
    ("種類", "種"),
    ("項目", "項目"),
    ("秒", "秒"),
    ("倍", "倍"),
)
_ASKS_MONEY = re.compile(
    r"いくら(?!か)|(?:予算|費用|金額|総額|補助額|上限額|限度額|料金|手数料|報酬|給料|年収|月収|単価|価格)(?:は|を|と|って|の(?:目安|総額|規模|額|上限))"
    r"|何(?:千|百|十|数)?(?:万|億|兆)?円|市場規模"
)
_ASKS_SHARE = re.compile(r"何(?:%|パーセント|割|倍)|(?:割合|比率|普及率|取得率|交付率|利用率|達成率|補助率|削減率|[^効確]率)(?:は|を|と|って|の目標|が)")
_ASKS_DATE = re.compile(r"いつ|何年度?(?!間)|何月|何日(?!間|で)|時期|期限|期日|日付|日程")
_DATE = re.compile(r"[0-9]{1,2}月|[0-9]{1,2}日|年[央内末度]|年度|[春夏秋冬](?!季)|今後[0-9]+年|以降|(?:上|下)半?期|当面|早期|速やか|次期|令和|平成")


def asked_figures(folded: str) -> list[re.Pattern[str]]:
    """Patterns of the figures that a folded question asks for; a text that answers has each of them."""
    asked: list[re.Pattern[str]] = []
    if _ASKS_MONEY.search(folded):
        asked.append(_MONEY)
    if _ASKS_SHARE.search(folded):
        asked.append(_SHARE)
    for question_counter, counter in _COUNTERS:
        if re.search(rf"(?:何|いくつの)(?:千|百|十|数)?(?:万|億)?(?:{question_counter})", folded):
            asked.append(re.compile(rf"{_FIGURE}(?:{counter})"))
    return asked


def asks_date(folded: str) -> bool:
    """Whether a folded question asks when."""
    return bool(_ASKS_DATE.search(folded))


def states_date(folded: str) -> bool:
    """Whether a folded text states a time."""
    return bool(find_years(folded) or _DATE.search(folded))


def figures_missing(question: str, text: str) -> float:
    """Share of the figures asked for by a folded question that a folded text does not state; 0 if none is."""
    asked = [bool(pattern.search(text)) for pattern in asked_figures(question)]
    if asks_date(question):
        asked.append(states_date(text))
    return 1 - sum(asked) / len(asked) if asked else 0.0
