import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.normalise import fold, fold_radicals, readable, search_form
from index.normalise.build_radicals import read_equivalents
from index.normalise.radicals import TABLE

# Text as PDFs leave it: Japanese, radicals, full widths, marks, odd spaces.
messy = st.text(
    st.one_of(
        st.characters(min_codepoint=0x20, max_codepoint=0x7E),
        st.characters(min_codepoint=0x3040, max_codepoint=0x30FF),
        st.characters(min_codepoint=0x4E00, max_codepoint=0x4E80),
        st.characters(min_codepoint=0x2E80, max_codepoint=0x2FDF, categories=["So"]),
        st.characters(min_codepoint=0xFF01, max_codepoint=0xFFDC),
        st.sampled_from("\u3000\t\n\u200b\ufeff①⑳Ⅳ㍿が\u3099ｶﾞ゛İß**<b></p>&amp;"),
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("⺠間と⻑期の⽴案", "民間と長期の立案"),
        ("２０２５年度（令和７年度）", "2025年度(令和7年度)"),
        ("I T 基本法", "it基本法"),
        ("R6 年度中に", "r6年度中に"),
        ("公共サ－ビスメッシュ", "公共サービスメッシュ"),
        ("**押印・書面**手続", "押印・書面手続"),
        ("※<sup>1</sup>の形成", "※1の形成"),
        ("ｶﾞﾊﾞﾒﾝﾄｸﾗｳﾄﾞ", "ガバメントクラウド"),
        ("e-Gov&amp;GビズID", "e-gov&gビズid"),
        ("Data Free Flow with Trust", "data free flow with trust"),
        ("②　施策", "②施策"),
    ],
)
def test_folds_what_pdfs_and_people_write_differently(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_every_radical_of_the_unicode_table_is_folded() -> None:
    table = json.loads(TABLE.read_text("utf-8"))
    assert len(table) > 300
    for radical, ideograph in table.items():
        assert fold(radical) == unicodedata.normalize("NFKC", ideograph)
        assert fold_radicals(radical) == ideograph


def test_compatibility_ideographs_are_folded() -> None:
    assert fold_radicals("館福塚") == "館福塚"


def test_reads_the_unicode_data_file() -> None:
    text = "# 見出し\n2ED1 ; 9577 # CJK RADICAL LONG ONE\n2F00..2F01 ; 4E00\n"
    assert read_equivalents(text) == {"⻑": "長", "⼀": "一", "⼁": "一"}


@given(messy)
def test_every_character_of_the_form_knows_its_place_in_the_source(source: str) -> None:
    form = search_form(source)
    assert len(form.text) == len(form.offsets)
    assert all(0 <= offset < len(source) for offset in form.offsets)
    assert list(form.offsets) == sorted(form.offsets)


@given(messy)
def test_folding_twice_changes_nothing_more_than_once_did_for_plain_text(source: str) -> None:
    once = fold(source)
    if not any(mark in once for mark in "<>&*_~`"):  # unescaped marks may be marks again
        assert fold(once) == once


@given(st.text(max_size=40))
def test_any_text_at_all_can_be_folded_and_read(source: str) -> None:
    search_form(source)
    readable(source)


def test_a_place_in_the_form_is_a_place_in_the_source() -> None:
    source = "- ・⺠間の **I T 化** を"
    form = search_form(source)
    start = form.text.index("it化")
    first, last = form.source_span(start, start + len("it化"))
    assert source[first:last] == "I T 化"


def test_readable_text_keeps_wording_and_widths() -> None:
    assert readable("- ✓ **押印・書面**手続（４８法律）") == "押印・書面手続（４８法律）"
    assert readable("・⺠間") == "民間"
