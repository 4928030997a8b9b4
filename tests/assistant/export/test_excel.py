import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from assistant.export import excel_bytes, export_excel
from assistant.export.excel_cells import LONGEST_CELL, cell_text
from tests.assistant.export.made import MADE, answer, citation, comparison, refusal


def opened(*answers: object) -> Workbook:
    return load_workbook(io.BytesIO(excel_bytes(answers, MADE)))  # type: ignore[arg-type]


def test_a_row_for_each_question_with_all_its_citations() -> None:
    five = [citation(number, lines=(number, number), quote=f"原文{number}") for number in range(1, 6)]
    sheet = opened(answer(citations=five), comparison(), refusal())["想定問答"]
    heads, first, second, third = sheet.iter_rows(values_only=True)
    assert heads == ("番号", "問", "答", "根拠（資料名・版・節・場所）", "原文", "状態・作成", "確認欄")
    assert first[:3] == (
        1,
        "公共サービスメッシュはいつまでに整備しますか",
        "公共サービスメッシュを2025年度（令和7年度）中に整備する。 [1]",
    )
    for number in range(1, 6):
        assert f"根拠[{number}] 『重点計画（案）概要資料』（令和5年6月・案）" in first[3]
        assert f"[{number}] 原文{number}" in first[4]
    assert first[5] == "回答あり\n確からしさ 0.87\n資料の抜き書き" and first[6] is None
    assert second[2].split("\n\n")[1].startswith("新 『重点計画（案）概要資料』")
    assert third[3].startswith("関連する箇所[1]") and "見つからず" in third[5]


def test_every_place_has_a_row_of_its_own_on_the_second_sheet() -> None:
    sheet = opened(comparison(), refusal())["根拠"]
    heads, first, *_, last = sheet.iter_rows(values_only=True)
    row = dict(zip(heads, first, strict=True))
    assert row["種類"] == "根拠[1]" and row["資料名"] == "重点計画について" and row["日付"] == "令和3年12月24日"
    assert row["種別"] == "閣議決定" and row["頁・行など"] == "12行目" and row["節"].count("＞") == 2
    assert last[:3] == (2, refusal().question, "関連する箇所[2]") and sheet.max_row == 5


def test_who_made_it_and_of_which_index_is_kept() -> None:
    sheet = opened(answer(composer="ollama:gemma3"), refusal())["作成情報"]
    about = dict(sheet.iter_rows(min_row=2, values_only=True))
    assert about["作成日"] == "令和8年11月21日" and about["索引"] == "46716895ed68"
    assert about["作成"] == "対話モデル（ollama:gemma3）・資料の抜き書き"


def test_it_prints_on_a4_with_its_heads_on_every_page() -> None:
    for sheet in opened(answer()):
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.print_title_rows == "$1:$1" and sheet.freeze_panes == "A2"
        assert sheet["B2"].alignment.wrap_text and sheet["A1"].font.bold
        assert "46716895ed68" in sheet.oddFooter.left.text


def test_rows_are_as_high_as_their_text_and_what_does_not_fit_is_elsewhere() -> None:
    long = [citation(number, quote="あ" * 400) for number in range(1, 6)]
    sheet = opened(answer(), answer(citations=long))["想定問答"]
    assert 15 < sheet.row_dimensions[2].height < 200
    assert sheet.row_dimensions[3].height == 409
    assert sheet["E3"].value.startswith("（行に収まらない分は「根拠」のシートにあります）")
    assert sheet["E3"].value.count("あああああ") == 400


@pytest.mark.parametrize("order", ["=1+1", "+81", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("x")', "#N/A"])
def test_what_a_spreadsheet_would_run_stays_text(order: str) -> None:
    book = opened(answer(question=order, citations=[citation(title=order, quote=order)]))
    asked, title = book["想定問答"]["B2"], book["根拠"]["D2"]
    for cell in (asked, title):
        assert (cell.value, cell.data_type) == (order, "s")
    assert asked.quotePrefix or order == "#N/A"  # it stays text when somebody edits the cell


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_kept_but_for_what_cannot_be_seen(text: str) -> None:
    cell = opened(answer(question=text))["想定問答"]["B2"]
    assert (cell.value or "") == cell_text(text) and (cell.data_type == "s" or cell.value is None)


@pytest.mark.parametrize("text", ["あ" * 40_000, "𠮷" * 20_000, "a" * 32_768])
def test_a_cell_holds_no_more_than_excel_takes(text: str) -> None:
    kept = cell_text(text)
    assert len(kept.encode("utf-16-le")) // 2 <= LONGEST_CELL and kept.endswith("以下略）")
    assert cell_text(text[:16_000]) == text[:16_000]


def test_the_file_opens_from_disk(tmp_path: Path) -> None:
    export_excel([answer()], tmp_path / "想定問答.xlsx")
    assert load_workbook(tmp_path / "想定問答.xlsx").sheetnames == ["想定問答", "根拠", "作成情報"]
