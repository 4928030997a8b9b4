import datetime
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from index.document import Role, SourceText
from index.errors import DocumentUnreadable
from index.load import load
from index.load.cell_text import cell_text
from index.load.excel import load_excel

REAL = Path("/work/shared/files/491-3-1_POIコード表.xlsx")


def book(path: Path, sheets: dict[str, list[list[object]]], **formats: str) -> Path:
    made = Workbook()
    assert made.active is not None
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                if value is not None:
                    sheet.cell(number, column, value)
        for place, number_format in formats.items():
            sheet[place].number_format = number_format
    made.save(path)
    return path


def rows(source: SourceText) -> list[tuple[str, str | None, str]]:
    return [
        (line.mark.role.value, place.cells, line.text)
        for line, place in zip(source.lines, source.places, strict=True)
        if line.mark
    ]


def test_a_sheet_is_a_section_and_a_row_knows_its_cells(tmp_path: Path) -> None:
    path = book(
        tmp_path / "計画.xlsx",
        {
            "施策": [
                ["令和5年度 施策一覧"],
                [],
                ["番号", "施策", "期限", "割合"],
                [1, "窓口の\n改善", datetime.date(2026, 3, 31), 0.25],
                [2.0, "電子申請", None, 1.5],
                ["※ 金額は税込み"],
            ],
            "空": [],
            "備考": [[None, "これは一つの欄だけの表です。"]],
        },
        D4="0%",
    )
    source = load(path)
    assert rows(source) == [
        ("text", None, "施策"),
        ("text", "A1:A1", "令和5年度 施策一覧"),
        ("header", "A3:D3", "番号\t施策\t期限\t割合"),
        ("row", "A4:D4", "1\t窓口の\n改善\t2026-03-31\t25%"),
        ("row", "A5:D5", "2\t電子申請\t\t1.5"),
        ("text", "A6:A6", "※ 金額は税込み"),
        ("text", None, "備考"),
        ("text", "B1:B1", "これは一つの欄だけの表です。"),
    ]
    heading, row = source.lines[0], source.lines[3]
    assert heading.mark is not None
    assert (heading.mark.level, heading.mark.whole, source.places[0].sheet) == (1, True, "施策")
    assert row.mark is not None
    assert [source.text[slice(*cell)] for cell in row.mark.cells] == ["1", "窓口の\n改善", "2026-03-31", "25%"]


def test_a_header_of_two_rows(tmp_path: Path) -> None:
    table = [["区分", "令和5年度", None], [None, "上期", "下期"], ["件数", 5, 6], ["人数", 7, 8]]
    found = rows(load(book(tmp_path / "a.xlsx", {"表": table})))
    assert [role for role, _, _ in found] == ["text", "header", "header", "row", "row"]
    plain = [["区分", "内容", None], ["甲", "文", "注記"], ["乙", "文", "注記"]]
    assert [role for role, _, _ in rows(load(book(tmp_path / "b.xlsx", {"表": plain})))] == [
        "text",
        "header",
        "row",
        "row",
    ]
    numbers = [[1, 2], [3, 4]]
    assert [role for role, _, _ in rows(load(book(tmp_path / "c.xlsx", {"表": numbers})))] == ["text", "row", "row"]


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (None, "General", ""),
        (True, "General", "TRUE"),
        (3.0, "General", "3"),
        (0.1 + 0.2, "General", "0.3"),
        (1200, "#,##0", "1,200"),
        (-1234.5, "#,##0.0;[Red]-#,##0.0", "-1,234.5"),
        (0.125, "0.0%", "12.5%"),
        (13, "00000", "00013"),
        (5, '"令和"0"年度"', "令和5年度"),
        (1.5, "# ?/?", "1.5"),
        (-0.2, "0", "0"),
        (1e300, "0", "1e+300"),
        ("#N/A", "General", "#N/A"),
        ("一行\r\n二行_x000D_", "@", "一行\n二行"),
        (datetime.datetime(2026, 3, 31), "yyyy/m/d", "2026-03-31"),
        (datetime.datetime(2026, 3, 31, 9, 30), "yyyy/m/d h:mm", "2026-03-31 09:30"),
        (datetime.date(2026, 3, 31), "", "2026-03-31"),
        (datetime.time(9, 5, 7), "", "09:05:07"),
        (datetime.timedelta(hours=30, minutes=5), "[h]:mm", "30:05"),
    ],
)
def test_values_are_shown_as_a_reader_sees_them(value: object, number_format: str, text: str) -> None:
    assert cell_text(value, number_format) == text


def change(path: Path, name: str, pattern: str, new: str) -> None:
    """Rewrite one part of a package."""
    with zipfile.ZipFile(path) as package:
        parts = {part: package.read(part) for part in package.namelist()}
    parts[name] = re.sub(pattern, new, parts[name].decode(), count=1).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for part, content in parts.items():
            package.writestr(part, content)


def test_what_a_sheet_says_of_its_size_is_not_believed(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", {"表": [["年度", "額"], ["令和5年度", 1]]})
    change(path, "xl/worksheets/sheet1.xml", '<dimension ref="[^"]*"', '<dimension ref="A1:XFD1048576"')
    assert len(load(path).lines) == 3
    change(path, "xl/worksheets/sheet1.xml", '<row r="2"', '<row r="999999999999"')
    assert len(load(path).lines) == 2


def test_sheets_hidden_for_good_are_left_out(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", {"表": [["本文"]], "秘": [["隠す"]]})
    change(path, "xl/workbook.xml", '(name="秘"[^>]*state=)"visible"', r'\1"veryHidden"')
    assert [place.sheet for place in load(path).places] == ["表", "表"]


def test_entities_are_never_expanded(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", {"表": [["本文"]]})
    change(path, "xl/worksheets/sheet1.xml", "<worksheet", '<!DOCTYPE x [<!ENTITY a "b">]><worksheet')
    with pytest.raises(DocumentUnreadable, match="DTD"):
        load(path)


@pytest.mark.skipif(not REAL.exists(), reason="the ministry's file is not part of the project")
def test_the_table_of_codes_of_a_ministry() -> None:
    source = load(REAL)
    headers = [line.text.split() for line in source.lines if line.mark and line.mark.role is Role.HEADER]
    assert ["大分類", "POI", "解説"] in headers
    assert {place.sheet for place in source.places} >= {"POIコード（180110）", "変更履歴"}


VALUES = st.one_of(
    st.none(), st.integers(-9999, 9999), st.booleans(), st.text(st.sampled_from("市民 年度。\n\tA1"), max_size=8)
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.lists(VALUES, max_size=5), max_size=6), min_size=1, max_size=3))
def test_each_value_lies_in_one_line_at_its_cell(tmp_path_factory: pytest.TempPathFactory, sheets: list) -> None:
    path = tmp_path_factory.mktemp("book") / "a.xlsx"
    source = load_excel(book(path, {f"表{number}": table for number, table in enumerate(sheets)}))
    ends = -1
    for line in source.lines:
        assert line.text == source.text[line.start : line.end]
        assert ends < line.start < line.end
        ends = line.end
    found: dict[tuple[str, str], str] = {}
    for line, place in zip(source.lines, source.places, strict=True):
        assert line.mark is not None
        if place.cells is None:
            continue
        number = re.sub(r"\D", "", place.cells.partition(":")[0])
        cells = line.mark.cells or None
        if cells is None:
            found[(str(place.sheet), place.cells.partition(":")[0])] = line.text
        for column, cell in enumerate(cells or (), start=1):
            if source.text[slice(*cell)]:
                found[(str(place.sheet), f"{get_column_letter(column)}{number}")] = source.text[slice(*cell)]
    assert found == {
        (f"表{sheet}", f"{get_column_letter(column)}{number}"): text
        for sheet, table in enumerate(sheets)
        for number, row in enumerate(table, start=1)
        for column, value in enumerate(row, start=1)
        if (text := cell_text(value, "General").strip().replace("\t", " "))
    }
    assert all(place.sheet for place in source.places)
