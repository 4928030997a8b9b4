"""Numbers, dates and units of Japanese text in one spelling, so that they can be compared exactly.

１２０件 = 120件 = 百二十件; 1万2千トン = 12,000トン; 令和6年度 = R6年度 = 2024年度; 令和3年12月24日 = 2021/12/24;
5か月 = 5ヶ月; 3パーセント = 3%. What a number belongs to is kept: 第3回 is not 3回, 120件以上 not 120件以下.
Figures inside a Latin name (Web3.0, COVID-19) count without it; circled ones are labels and do not.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from index.normalise import find_years, fold

_UNITS = (
    "年度 年間 年代 年 か月間 か月 月 週間 週 日間 日 時間 時 分間 分 秒 世紀 か年 歳 円 ドル か国 か所 か村 "
    "人 名 件 個 社 団体 自治体 都道府県 市区町村 市町村 法人 機関 施設 事業 手続 種類 項目 項 条 章 節 号 回 度 "
    "台 枚 冊 校 館 世帯 世代 割 倍 位 番 点 つ 段階 箇条 本 トン キロ メートル % ポイント "
    "都 道 府 県 市 区 町 村 局 課 省庁 省 分野 業務 原則 拠点 地域"
)
_UNIT = "|".join(sorted(_UNITS.split(), key=len, reverse=True))
_BOUND = "以上|以下|未満|以内|超"
_NAME = r"[a-z][a-z0-9]*(?:[-&.'][a-z0-9]+)*"
_FIGURES = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?"
_KANJI = "〇一二三四五六七八九"
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "億": 10**8, "兆": 10**12}
_MULTIPLE = "".join([*_SMALL, *_LARGE])
# Kanji that spell a number in words that state none: 十分な, 一時的, 第三者, 同一人物, 数十人.
_NO_NUMBER = "十分|一(?:時|度|番|部|本|点|分|条|日|台|位)|三位一体|三者"
_NUMERAL = re.compile(
    rf"(?P<name>{_NAME})"
    rf"|(?P<figures>{_FIGURES}(?:[百千万億兆]+(?:{_FIGURES})?)*)"
    rf"|(?<![{_KANJI}{_MULTIPLE}数同統唯単均画随])(?!{_NO_NUMBER})(?P<kanji>[{_KANJI}十百千][{_KANJI}{_MULTIPLE}]*)"
    rf"(?=[かカヵヶケ箇][月所国年村]|{_UNIT}|(?<=第.)|(?<=第..))"
)
_PART = re.compile(rf"{_FIGURES}|[{_KANJI}]+|[{_MULTIPLE}]")
_COUNTER = re.compile(r"(?<=[0-9])[カヵヶケ箇](?=[月所国年村])")
_PERCENT = re.compile(r"(?<=[0-9])パーセント")
_QUANTITY = re.compile(
    r"(?P<y>[0-9]{4})年(?:(?P<m>[0-9]{1,2})月(?:(?P<d>[0-9]{1,2})日)?"
    r"|[./-](?P<m2>[0-9]{1,2})(?:[./-](?P<d2>[0-9]{1,2}))?(?![0-9]))"
    r"|(?P<m3>[0-9]{1,2})月(?P<d3>[0-9]{1,2})日"
    r"|(?P<ordinal>第?)(?P<value>[0-9]+(?:\.[0-9]+)?)"
    rf"(?:(?P<unit>{_UNIT}|[a-z]+)(?P<bound>{_BOUND})?|(?=[~〜][0-9]+(?:\.[0-9]+)?(?P<ahead>{_UNIT}))|)"
)


def numbers_agree(statement: str, quotes: Sequence[str]) -> bool:
    """Whether every number of a statement, with its unit, stands in its quotes.

    Definition: a number is what this module's head shows, compared exactly; of a date all that the statement gives
    must stand in one date of the quotes. Where the statement gives no unit or bound, the quote may have one; where
    the quote gives a fiscal year, the year of that number agrees (as everywhere in the index).
    Source: a rule of this project; no paper is followed.
    """
    known = {reading for quote in quotes for reading in readings(quote)}
    return stated(statement) <= known


@lru_cache(maxsize=4096)
def stated(text: str) -> frozenset[str]:
    """The numbers of a text, each as fully as it is stated."""
    return frozenset(found[0] for found in _quantities(canonical(text)))


@lru_cache(maxsize=4096)
def readings(text: str) -> frozenset[str]:
    """All that the numbers of a text also state: 2021年12月24日 states 12月24日, 120件以上 states 120件 and 120."""
    return frozenset(reading for found in _quantities(canonical(text)) for reading in found)


@lru_cache(maxsize=4096)
def canonical(text: str) -> str:
    """A text in search form with years of the common era, plain figures, か月 and %."""
    folded = fold(text)
    parts, end = [], 0
    for year in find_years(folded):
        parts += [folded[end : year.start], f"{year.number}年", "度" if year.fiscal else ""]
        end = year.end
    plain = _NUMERAL.sub(_figures, "".join([*parts, folded[end:]]))
    return _PERCENT.sub("%", _COUNTER.sub("か", plain))


def _figures(found: re.Match[str]) -> str:
    return found["name"] or format(_value(found.group()), "f")


def _value(numeral: str) -> Decimal:
    """The value of a numeral in figures, kanji or both."""
    total, below, current = Decimal(0), Decimal(0), Decimal(0)
    for part in _PART.findall(numeral):
        if part in _SMALL:
            below, current = below + (current or 1) * _SMALL[part], Decimal(0)
        elif part in _LARGE:
            total, below, current = total + (below + current or 1) * _LARGE[part], Decimal(0), Decimal(0)
        elif part[0] in _KANJI:
            current = Decimal("".join(str(_KANJI.index(digit)) for digit in part))
        else:
            current = Decimal(part.replace(",", ""))
    value = total + below + current
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _quantities(text: str) -> Iterator[list[str]]:
    """Of each number its readings, the fullest first."""
    for found in _QUANTITY.finditer(text):
        if found["value"]:
            yield _quantity(found)
        else:
            yield _date(found["y"], found["m"] or found["m2"] or found["m3"], found["d"] or found["d2"] or found["d3"])


def _quantity(found: re.Match[str]) -> list[str]:
    ordinal, value, bound = found["ordinal"], _shortest(found["value"]), found["bound"] or ""
    unit = found["unit"] or found["ahead"] or ""
    calendar = ["年"] if unit == "年度" and len(value) == 4 else []
    return [ordinal + value + end for end in dict.fromkeys([unit + bound, unit, *calendar, ""])] + [value]


def _shortest(value: str) -> str:
    """A value without zeros that say nothing: what belongs to a Latin name was left as it was."""
    return value.rstrip("0").rstrip(".") if "." in value else value


def _date(year: str | None, month: str, day: str | None) -> list[str]:
    on = f"{int(month)}月"
    found = [on, on[:-1]]
    if day:
        found = [f"{on}{int(day)}日", f"{int(day)}日", f"{int(day)}", *found]
    if year:
        dated = [f"{year}年{found[0]}", f"{year}年{on}", f"{year}年", year]
        found = [*dated, *found]
    return found
