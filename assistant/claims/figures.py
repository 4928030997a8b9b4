"""Figures of a text with what they count: 10人 is not 10%, 第3回 is not 3回, 100人以上 is not 100人未満."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

# What a figure may be written with, and the one name under which it is compared. What is not here (件, つ, 本, 法律,
# システム …) only counts things: 48本の法律 = 48法律.
_COUNTERS: tuple[tuple[str, str], ...] = (
    ("円", "円"), ("ドル", "ドル"), ("%|パーセント", "%"), ("割(?!り?当)", "割"), ("ポイント", "ポイント"),
    ("人(?!材|事|工|口)|名(?!称|前|義|簿|目)", "人"), ("倍", "倍"), ("回(?!線|答|収|転|復)", "回"),
    ("[かカヶケヵ箇]月", "か月"), ("年間|[かカヶケヵ箇]年|年(?!度|目|代|生)", "年"), ("週間", "週"),
    ("日間|日(?!本|常)", "日"),
    ("時間", "時間"), ("分(?!野|の|類|割|析|散|担)(?:間)?", "分"), ("秒", "秒"), ("[歳才]", "歳"), ("社(?!会)", "社"),
    ("団体", "団体"), ("世帯", "世帯"), ("校(?!務)", "校"), ("台(?!帳)", "台"), ("[かカヶケヵ箇]所", "か所"),
    ("トン", "トン"),
    ("歩", "歩"), ("層", "層"), ("字", "字"), ("都道府県|都府県", "都道府県"), ("市町村|市区町村|自治体", "市町村"),
    ("条(?!項|件|例)", "条"), ("章", "章"), ("位(?!置)", "位"), ("階", "階"), ("度(?!合)", "度"),
)  # fmt: skip
_COUNTER = re.compile("|".join(f"(?P<c{place}>{pattern})" for place, (pattern, _) in enumerate(_COUNTERS)))
# A figure that belongs to a Latin word (5G, Web3.0) is part of a name.
_FIGURE = re.compile(r"(?<![a-z0-9.])(?P<ordinal>第)?(?P<number>[0-9]+(?:\.[0-9]+)?)(?![a-z0-9])")
_AT_LEAST = re.compile(r"(?:を)?(?:超|越え|上回)|以上")
_AT_MOST = re.compile(r"(?:を)?下回|未満|以下|以内|足らず")
_NO_MORE_THAN = re.compile(r"(?:最大|最高|上限)(?:で|は)?$")
_NO_LESS_THAN = re.compile(r"(?:最低|少なくとも)(?:で|は)?$")
# Amounts in words stand in the quotes as they are.
VAGUE = re.compile(r"数[十百千万億]+|過半数|半数|半分|半減|倍増|大多数|ゼロ|全員")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, what it counts (empty for things), whether it is a place in a row, and whether it is a bound."""

    value: Decimal
    counter: str
    ordinal: bool
    bound: str  # "least", "most" or empty


def find_figures(text: str) -> Iterator[Figure]:
    """The figures of a folded text whose numbers are in Arabic figures and whose dates are blanked out."""
    for match in _FIGURE.finditer(text):
        value = Decimal(match["number"])
        counter, end = "", match.end()
        counted = _COUNTER.match(text, end) or (_COUNTER.match(text, end + 1) if text[end : end + 1] == "の" else None)
        if counted:
            counter, end = _COUNTERS[int((counted.lastgroup or "c0")[1:])][1], counted.end()
        if counter == "割":
            value, counter = value * 10, "%"
        ordinal = bool(match["ordinal"]) or bool(re.match(r"(?:つ|番|[一-鿿])?目", text[end : end + 2]))
        yield Figure(value, counter, ordinal, _bound(text, match.start(), end))


def _bound(text: str, start: int, end: int) -> str:
    behind = text[end : end + 8]
    noun = re.match(r"[一-鿿ァ-ヴー]{0,4}?(?=以上|以下|以内|未満|を?超|を上回|を下回)", behind)
    place = end + (noun.end() if noun else 0)
    before = text[max(0, start - 6) : start]
    if _AT_LEAST.match(text, place) or _NO_LESS_THAN.search(before):
        return "least"
    return "most" if _AT_MOST.match(text, place) or _NO_MORE_THAN.search(before) else ""


def figure_stands(figure: Figure, known: list[Figure]) -> bool:
    """Whether a figure of a sentence stands among those of its quotes."""
    return any(
        figure.value == other.value
        and figure.counter == other.counter
        and figure.ordinal == other.ordinal
        and figure.bound in ("", other.bound)
        for other in known
    )
