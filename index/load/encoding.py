"""Which encoding the bytes of a text file are in, and the characters that they stand for.

A byte order mark decides, then what an HTML page says of itself, then what the bytes can be: each encoding that
decodes them without an error is read, and the reading that looks most like Japanese wins. Hiragana, katakana and
the kanji of everyday use speak for a reading; half-width katakana and rare kanji, which a wrong reading is full
of, speak against it.
"""

import codecs
import re
from dataclasses import dataclass

from index.errors import DocumentUnreadable

_MARKS = (  # UTF-32's little-endian mark begins with UTF-16's
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SHIFT_JIS = ("cp932", "shift_jis_2004")
_EUC = ("euc_jp", "euc_jis_2004")
_JIS = ("iso2022_jp_ext",)
_DECLARED = {
    **dict.fromkeys(("utf-8", "utf8"), ("utf-8",)),
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis", "ms_kanji", "windows-31j", "cp932"), _SHIFT_JIS),
    **dict.fromkeys(("euc-jp", "eucjp", "x-euc-jp"), _EUC),
    **dict.fromkeys(("iso-2022-jp", "csiso2022jp"), _JIS),
    **dict.fromkeys(("us-ascii", "ascii", "iso-8859-1", "latin1", "windows-1252"), ("cp1252",)),
}
_CHARSET = re.compile(rb"""<(?:meta|\?xml)\b[^>]{0,200}?(?:charset|encoding)\s{0,9}=\s{0,9}["']?([\w-]{1,20})""", re.I)
_HEAD = 4096  # bytes in which a page says its encoding
_JIS_ESCAPE = re.compile(rb"\x1b(?:\$[@B]|\$\([DOPQ]|\([JI])")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MOST_CONTROL = 0.1  # of all characters; more is no text
_SAMPLE = 4000  # characters that decide between readings
_LEAST = 0.3  # a reading that scores less is no text that anyone wrote
_UTF16_AHEAD = 0.15  # how much better UTF-16 must read: any even number of bytes is UTF-16 of something
_REPLACED = 1000  # one unreadable character in so many is forgiven


@dataclass(frozen=True, slots=True)
class Decoded:
    """The characters of a file; ``broken`` counts those that could not be read and stand as U+FFFD."""

    text: str
    encoding: str
    broken: int = 0


def decode(raw: bytes, *, markup: bool = False) -> Decoded:
    """Decode a text file; a byte order mark is no part of the text. ``markup`` lets an HTML page say its encoding.

    Raises:
        DocumentUnreadable: the bytes are no text, or in an encoding that is not known.
    """
    found = _marked(raw) or (_declared(raw) if markup else None) or _guessed(raw) or _mended(raw)
    if found is None:
        raise DocumentUnreadable("文字コードを判別できません", "UTF-8で保存し直してください")
    if len(_CONTROL.findall(found.text)) > _MOST_CONTROL * len(found.text):
        raise DocumentUnreadable("文字のファイルではありません", "正しい拡張子に変えるか、取り除いてください")
    return found


def _marked(raw: bytes) -> Decoded | None:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _strict(raw, encoding)
    return None


def _declared(raw: bytes) -> Decoded | None:
    match = _CHARSET.search(raw, 0, _HEAD)
    name = match.group(1).decode("ascii", "replace").lower() if match else ""
    return _first(raw, _DECLARED.get(name, ()))


def _guessed(raw: bytes) -> Decoded | None:
    """The reading that looks most like Japanese."""
    if b"\0" in raw and (wide := _wide(raw)):
        return wide
    if _JIS_ESCAPE.search(raw) and (jis := _jis(raw)):
        return jis
    if plain := _strict(raw, "utf-8"):
        return plain
    readings = [(score(found.text), found) for family in (_SHIFT_JIS, _EUC) if (found := _first(raw, family))]
    best, reading = max(readings, key=lambda pair: pair[0], default=(0.0, None))
    wide = _wide(raw)
    if wide is not None and len(raw) >= 8 and score(wide.text) > best + _UTF16_AHEAD:
        return wide
    return reading if best >= _LEAST else None


def _wide(raw: bytes) -> Decoded | None:
    """UTF-32 or UTF-16 without a byte order mark."""
    readings = [
        (score(found.text), found)
        for encoding in ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
        if (found := _strict(raw, encoding))
    ]
    best, reading = max(readings, key=lambda pair: pair[0], default=(0.0, None))
    return reading if best >= _LEAST else None


def _jis(raw: bytes) -> Decoded | None:
    """ISO-2022-JP; ① and the like, which Microsoft adds to it, are where JIS X 0213 has them."""
    return _first(raw, _JIS) or _strict(raw.replace(b"\x1b$B", b"\x1b$(Q"), "iso2022_jp_2004")


def _mended(raw: bytes) -> Decoded | None:
    """A reading with very few characters broken: a text cut off or damaged in one place."""
    readings = []
    for encoding in ("utf-8", *_SHIFT_JIS[:1], *_EUC[:1]):
        text = raw.decode(encoding, "replace")
        broken = text.count("\ufffd")
        if broken * _REPLACED <= len(text):
            readings.append(Decoded(text, encoding, broken))
    return min(readings, key=lambda found: found.broken, default=None)


def _first(raw: bytes, encodings: tuple[str, ...]) -> Decoded | None:
    return next((found for encoding in encodings if (found := _strict(raw, encoding))), None)


def _strict(raw: bytes, encoding: str) -> Decoded | None:
    try:
        return Decoded(raw.decode(encoding), encoding)
    except UnicodeDecodeError:
        return None


def score(text: str) -> float:
    """How much the beginning of a text looks like Japanese, about 1 for Japanese and 0 or less for a misreading."""
    sample = text[:_SAMPLE]
    return sum(map(_weight, sample)) / len(sample) if sample else 0.0


def _weight(character: str) -> float:
    """What one character says of a reading: 1 for it, below 0 against it."""
    code = ord(character)
    if 0x3001 <= code <= 0x30FF:  # punctuation, hiragana, katakana
        return 1.0
    if 0x4E00 <= code <= 0x9FFF:
        return 0.8 if _is_common(character) else 0.1
    if code in (9, 10, 13) or 0x20 <= code < 0x7F:
        return 0.6
    if 0xFF01 <= code <= 0xFF5E or 0x2010 <= code <= 0x27BF or code in (0x3000, 0xD7, 0xF7):  # wide letters, marks
        return 0.7
    if 0xFF61 <= code <= 0xFF9F:  # half-width katakana
        return 0.2
    return -1.0 if code < 0x20 or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xF900 else 0.0


def _is_common(kanji: str) -> bool:
    """Whether a kanji is of JIS level 1, the 2,965 of everyday use: they lie in rows 16 to 47."""
    try:
        return kanji.encode("euc_jp")[0] <= 0xA0 + 47
    except UnicodeEncodeError:
        return False
