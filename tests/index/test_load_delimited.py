import csv
import io
import re
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from index.document import Edition, Role
from index.load import load, split_lines
from index.load.delimited import load_delimited, scan, sniff_delimiter
from index.reading import read_document

CSV = '年度,取組,額\r\n令和5年度,"窓口の\r\n改善, 電子""申請""",1200\r\n,,\r\n\r\n令和6年度,,"" \r\n'


def test_records_with_their_cells(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_bytes(CSV.encode("cp932"))
    source = load(path)
    assert [(line.number, line.last_number, line.mark.role, line.mark.table) for line in source.lines if line.mark] == [
        (1, 1, Role.HEADER, 1),
        (2, 3, Role.ROW, 1),
        (4, 4, Role.FURNITURE, 0),
        (6, 6, Role.ROW, 1),
    ]
    cells = [[source.text[slice(*cell)] for cell in line.mark.cells] for line in source.lines if line.mark]
    assert cells[:2] == [["年度", "取組", "額"], ["令和5年度", '窓口の\r\n改善, 電子""申請""', "1200"]]
    assert cells[3][0] == "令和6年度"


@pytest.mark.parametrize(
    ("content", "header"),
    [
        ("名称,人口\nみどり市,5万人\n", True),
        ("年度,2021,2022\n件数,5,6\n", True),
        ("1,2\n3,4\n", False),
        ("みどり市,51000\nあおば市,42000\n", False),
        ("名称,人口\n", False),
        ("これは説明の文です。,x\n1,2\n", False),
    ],
)
def test_a_first_record_that_looks_like_a_header_is_one(tmp_path: Path, content: str, header: bool) -> None:
    path = tmp_path / "a.csv"
    path.write_text(content, "utf-8")
    mark = load(path).lines[0].mark
    assert mark is not None
    assert (mark.role is Role.HEADER) is header


def test_the_delimiter_is_found(tmp_path: Path) -> None:
    assert sniff_delimiter("a,b\nc,d\n") == ","
    assert sniff_delimiter("a;b,c\nd;e\n") == ";"
    assert sniff_delimiter('a\t"b,c,d"\ne\tf,g\n') == "\t"
    assert sniff_delimiter("ただの文\n") == ","
    path = tmp_path / "a.tsv"
    path.write_text("年度\t額\n令和5年度\t1,200\n", "utf-8")
    mark = load(path).lines[1].mark
    assert mark is not None
    assert len(mark.cells) == 2


TEXT = st.text(st.sampled_from('市a1,;"\n\r\t 　'), max_size=40)


@settings(max_examples=300)
@given(TEXT, st.sampled_from(",;\t"))
def test_records_are_those_of_the_standard_reader(text: str, delimiter: str) -> None:
    cells = [text[slice(*cell)] for record in scan(text, delimiter) for cell in record]
    # A quote that is never closed takes the whole rest in the standard reader, and stands for itself here.
    assume(all(re.match(r'"(?:[^"]|"")*+"', cell) for cell in cells if cell.startswith('"')))
    expected = [row or [""] for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
    found = [[value(text[slice(*cell)]) for cell in record] for record in scan(text, delimiter)]
    assert found == expected


def value(cell: str) -> str:
    """What the standard reader makes of a cell with its quotes."""
    (row,) = list(csv.reader([cell.replace("\r", "\ue000").replace("\n", "\ue001")], delimiter="\ue002")) or [[""]]
    return "".join(row).replace("\ue000", "\r").replace("\ue001", "\n")


@settings(max_examples=150, deadline=None)
@given(TEXT)
def test_each_character_lies_in_exactly_one_line(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    assume(text.strip())
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    path.write_bytes(text.encode())
    source = load_delimited(path)
    file_lines = split_lines(text).lines
    ends = 0
    for line in source.lines:
        assert line.mark is not None
        assert not text[ends : line.start].strip()
        assert line.text == text[line.start : line.end]
        assert file_lines[line.number - 1].start <= line.start
        assert line.end <= file_lines[line.last_number - 1].end
        ends = line.start
        for start, end in line.mark.cells:
            assert ends <= start <= end <= line.end
            ends = end
        ends = line.end
    assert not text[ends:].strip()


def test_a_row_has_the_names_of_its_columns_beside_it_without_quotes_and_commas(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('"取組","担当課","期限"\n"窓口の改善","市民課","令和6年度"\n', "utf-8")
    units = read_document(tmp_path / "a.csv", Edition("a", "表")).units
    assert [(unit.text, unit.context) for unit in units][1] == ("窓口の改善 市民課 令和6年度", "取組 担当課 期限")
