from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.catalog import find_documents, read_catalog
from index.errors import CatalogError, DocumentsMissing, DocumentUnreadable
from index.load import load, split_lines


@given(st.text(st.sampled_from("あa。 \n\r\f\u2028\x0b\x85"), max_size=30))
def test_lines_end_at_lf_crlf_and_cr_only(text: str) -> None:
    lines = split_lines(text).lines
    assert [line.text for line in lines] == [text[line.start : line.end] for line in lines]
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))
    expected = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if expected[-1] == "" and len(expected) > 1:
        expected.pop()
    assert [line.text for line in lines] == expected


def test_leading_blank_lines_count(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("\r\n\r\n本文\f続き\r\n".encode())
    assert [(line.number, line.text) for line in load(path).lines] == [(1, ""), (2, ""), (3, "本文\f続き")]


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.txt", bytes(range(256)), "文字コード"),
        ("a.txt", b"", "中身がありません"),
        ("a.xyz", b"x", "対応していません"),
    ],
)
def test_says_what_is_wrong_with_a_file(tmp_path: Path, name: str, content: bytes, why: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(DocumentUnreadable, match=why):
        load(path)


def test_slugs_keep_the_ending_only_where_two_files_would_share_one(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "b.md", "sub/c.md", ".hidden.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("本文", "utf-8")
    assert list(find_documents(tmp_path)) == ["a", "b.md", "b.txt", "sub/c"]


def test_a_folder_that_is_missing_or_empty(tmp_path: Path) -> None:
    with pytest.raises(DocumentsMissing, match="ありません"):
        find_documents(tmp_path / "none")
    with pytest.raises(DocumentsMissing, match="読める資料"):
        find_documents(tmp_path)


def test_the_catalogue_says_what_is_wrong_with_it(tmp_path: Path) -> None:
    assert read_catalog(tmp_path) == {}
    (tmp_path / "catalog.toml").write_text('["a"]\ndate = "R5"\n', "utf-8")
    with pytest.raises(CatalogError, match="date"):
        read_catalog(tmp_path)
    for wrong in ('aliases = "総合計画"', "aliases = 5", 'title = ["計画"]', 'date = "2023-13"', 'date = "２０２３"'):
        (tmp_path / "catalog.toml").write_text(f'["a"]\n{wrong}\n', "utf-8")
        with pytest.raises(CatalogError):
            read_catalog(tmp_path)
    (tmp_path / "catalog.toml").write_text("[", "utf-8")
    with pytest.raises(CatalogError, match="書式"):
        read_catalog(tmp_path)
