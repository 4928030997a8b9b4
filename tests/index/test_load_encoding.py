import codecs
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import DocumentUnreadable
from index.load.encoding import decode

WORDS = [
    "市民",
    "の",
    "手続",
    "を",
    "見直し",
    "、",
    "押印",
    "廃止",
    "する",
    "。",
    "令和5年度",
    "までに",
    "電子申請",
    "窓口",
    "が",
    "混雑",
    "・",
    "推進本部",
    "長",
    "（",
    "案",
    "）",
    "ごみ",
    "減量",
    "マイナンバー",
    "カード",
    "次期",
    "2026年",
    "導入",
    "目指す",
    "町村",
    "防災",
    "無線",
    "避難所",
    "「",
    "計画",
    "」",
    "について",
    "サービス",
    "9月",
    "教育",
    "データ",
    "利活用",
    "ロードマップ",
    "北海道",
    "整備",
]
KANA = st.text(st.sampled_from("あいうえおかがきのをはがでにとるしたアイカサービス、。"), min_size=1, max_size=4)
JAPANESE = st.builds(
    lambda words, kana: "".join([*words, kana]), st.lists(st.sampled_from(WORDS), min_size=1, max_size=40), KANA
)


@settings(max_examples=150)
@given(JAPANESE, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp932", "euc_jp", "iso2022_jp"]))
def test_japanese_text_is_read_in_the_encoding_it_was_written_in(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).text == text


@given(st.lists(JAPANESE, min_size=3, max_size=9).map("\n".join), st.sampled_from(["utf-16-le", "utf-16-be"]))
def test_utf16_needs_no_byte_order_mark(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize("length", [2, 3, 5, 10, 30, 100, 200])
def test_a_few_characters_of_shift_jis_and_euc_are_told_apart(length: int) -> None:
    pick = random.Random(length)
    text = "".join(pick.choice(WORDS) for _ in range(150))
    pieces = [text[start : start + length] for start in range(0, 300, 7)]
    for encoding in ("cp932", "euc_jp"):
        wrong = [piece for piece in pieces if not piece.isascii() and decode(piece.encode(encoding)).text != piece]
        # Two kanji of EUC-JP can be valid UTF-8 (町村 reads Į¼); from some characters on nothing is mistaken.
        assert len(wrong) <= (len(pieces) // 20 if length < 5 else 0), (encoding, wrong)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("①機種依存㈱".encode("cp932"), "①機種依存㈱"),
        ("①機種依存文字です".encode("euc_jis_2004"), "①機種依存文字です"),
        (b"\x1b$B-!5!<o\x1b(B", "①機種"),
        ("ｶﾅ混じりの表です".encode("cp932"), "ｶﾅ混じりの表です"),
        (b"plain ASCII\n", "plain ASCII\n"),
        (codecs.BOM_UTF16_LE + "計画".encode("utf-16-le"), "計画"),
    ],
)
def test_what_the_plain_codecs_do_not_read(raw: bytes, text: str) -> None:
    assert decode(raw).text == text


@pytest.mark.parametrize(
    ("declared", "encoding"), [("Shift_JIS", "cp932"), ("EUC-JP", "euc_jp"), ("utf-8", "utf-8"), ("x-sjis", "cp932")]
)
def test_a_page_says_its_encoding(declared: str, encoding: str) -> None:
    for meta in (f'<meta charset="{declared}">', f"<meta http-equiv=x content='text/html; charset={declared}'>"):
        page = f"<html>{meta}<p>ﾃｽﾄ計画</p>"
        assert decode(page.encode(encoding), markup=True).text == page
    wrong = '<meta charset="utf-8"><p>市民の手続</p>'
    assert decode(wrong.encode("cp932"), markup=True).text == wrong


@pytest.mark.parametrize("declared", ["zlib", "rot13", "unicode_escape", "nonsense", "utf-7"])
def test_a_page_cannot_name_any_codec(declared: str) -> None:
    page = f'<meta charset="{declared}"><p>計画 \\u3042 +AGE-</p>'
    assert decode(page.encode(), markup=True).text == page


@pytest.mark.parametrize(
    "raw", [b"\0", bytes(range(256)), bytes(random.Random(1).randbytes(5000)), b"\x01\x02\x03abc" * 9, b"\xff\xfe\x00"]
)
def test_what_is_no_text_is_refused(raw: bytes) -> None:
    with pytest.raises(DocumentUnreadable, match="文字"):
        decode(raw)


def test_one_broken_place_in_a_long_text_is_counted() -> None:
    raw = ("市民の手続を見直す。\n" * 300).encode()[:-5]  # ends within a character
    found = decode(raw)
    assert (found.encoding, found.broken) == ("utf-8", 1)
    assert found.text.startswith("市民の手続を見直す。\n")


def test_an_empty_text_stays_empty() -> None:
    assert decode(b"").text == ""
