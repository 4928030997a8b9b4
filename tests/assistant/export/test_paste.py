import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.export import answer_with_sources, paste_form
from assistant.export.dates import japanese_date
from assistant.export.headings import short_section
from index.normalise import fold
from index.normalise.eras import find_years
from tests.assistant.export.made import answer, citation, comparison, refusal


@pytest.mark.parametrize(
    ("written", "by_era"),
    [
        ("2021-12-24", "令和3年12月24日"),
        ("2023-06", "令和5年6月"),
        ("2022", "令和4年"),
        ("2019-04-30", "平成31年4月30日"),
        ("2019-05-01", "令和元年5月1日"),
        ("2019-05", "令和元年5月"),
        ("1989-01-07", "昭和64年1月7日"),
        ("1989-01-08", "平成元年1月8日"),
        ("1989-01", "1989年1月"),  # 昭和64 or 平成元: no day says which
        ("2019", "2019年"),
        ("1880-01-01", "明治13年1月1日"),
        ("1867", "1867年"),
        ("2023-02-30", "2023-02-30"),
        ("令和5年", "令和5年"),
        ("", ""),
    ],
)
def test_dates_go_by_era_where_one_era_holds_them(written: str, by_era: str) -> None:
    assert japanese_date(written) == by_era


@given(st.dates(datetime.date(1873, 1, 1), datetime.date(2099, 12, 31)))
def test_every_day_by_era_is_read_as_the_same_year(day: datetime.date) -> None:
    by_era = japanese_date(day.isoformat())
    assert [year.number for year in find_years(fold(by_era))] == [day.year]
    assert by_era.endswith(f"年{day.month}月{day.day}日")


@pytest.mark.parametrize(
    ("path", "short"),
    [
        (["第3-2 1. 国民に対する行政サービスのデジタル化②"], "第3-2 1.②"),
        (
            ["第3-2 1. 国民に対する行政サービスのデジタル化②", "マイナンバーカードの普及", "⑦ 次期カード"],
            "第3-2 1.②「マイナンバーカードの普及」⑦",
        ),
        (["第1 重点的な取組", "1. マイナンバーカード", "(2) 行政サービス等の拡充"], "第1 1.(2)"),
        (["第2 1. 目指す社会の姿 ③", "⑤ 人材の育成", "目指す姿"], "第2 1.③ ⑤「目指す姿」"),
        (["3. 重点計画", "デジタル基盤整備等", "デジタル田園都市"], "3.「デジタル田園都市」"),
        (["4. 教育データ利活用ロードマップ"], "4.「教育データ利活用ロードマップ」"),
        (["第3章 「新たな日常」の実現"], "第3章"),
        (["第2回会議の概要"], "「第2回会議の概要」"),
        (["2025年度の取組"], "「2025年度の取組」"),
        (["5Gの「活用」"], "「5Gの『活用』」"),
        (["○ しなやかな社会"], "「しなやかな社会」"),
        (["あ" * 40], f"「{'あ' * 23}…」"),
        ([], ""),
    ],
)
def test_section_paths_in_short(path: list[str], short: str) -> None:
    assert short_section(path) == short


def test_a_citation_as_papers_write_it() -> None:
    assert paste_form(citation()) == (
        "『重点計画（案）概要資料』（令和5年6月・案）第3-2 1.①「国・地方公共団体・民間を通じたトータルデザイン」②、667～670行目"
    )


@pytest.mark.parametrize(
    ("place", "written"),
    [
        ({"lines": None, "page": 12}, "、p.12"),
        ({"lines": (5, 5)}, "、5行目"),
        ({"lines": None, "sheet": "表1", "cells": "A5:F7"}, "、シート「表1」A5:F7"),
        ({"lines": None, "paragraphs": (12, 14)}, "、段落12～14"),
        ({"lines": None}, "②"),
    ],
)
def test_places_of_every_format(place: dict[str, object], written: str) -> None:
    assert paste_form(citation(**place)).endswith(written)


def test_a_document_that_nobody_described_has_its_title_alone() -> None:
    bare = citation(date="", status="", section=[], lines=None, page=3)
    assert paste_form(bare) == "『重点計画（案）概要資料』p.3"


@given(st.text(max_size=40), st.lists(st.text(max_size=40), max_size=4))
def test_any_title_and_section_make_one_visible_line(title: str, section: list[str]) -> None:
    line = paste_form(citation(title=title, section=section))
    assert len(line.splitlines()) == 1 and "\x1b" not in line and "\u202e" not in line


def test_an_answer_with_its_sources_under_it() -> None:
    text = answer_with_sources(answer(notices=["資料が変わっています。"]))
    assert text.splitlines() == [
        "公共サービスメッシュを2025年度（令和7年度）中に整備する。 [1]",
        "",
        "【根拠】",
        f"[1] {paste_form(citation())}",
        "",
        "※資料が変わっています。",
    ]


def test_with_quotes_each_source_has_its_own_words() -> None:
    assert "　　- ・ 情報連携を推進。" in answer_with_sources(answer(), quotes=True)


def test_a_refusal_names_the_nearest_places_as_no_sources() -> None:
    text = answer_with_sources(refusal())
    assert "【根拠】" not in text and "回答の根拠ではありません" in text and "146～154行目" in text


def test_that_a_chat_model_wrote_it_is_said() -> None:
    assert "対話モデル（ollama:gemma3）が作った" in answer_with_sources(answer(composer="ollama:gemma3"))


def test_a_comparison_keeps_its_editions() -> None:
    text = answer_with_sources(comparison())
    assert text.index("旧 『重点計画について』") < text.index("新 『重点計画（案）") < text.index("【根拠】")
