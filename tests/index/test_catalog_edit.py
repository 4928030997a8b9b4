"""Entries of the catalogue changed by a program: what people wrote around them stays."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.catalog import read_catalog
from index.catalog_edit import remove_entry, set_entry
from index.errors import CatalogError

WRITTEN = """# 資料の目録。
# aliases は呼び名。

["plan"]
title = "みどり市総合計画" # 議会の資料と同じ
# 呼び名は広報課に確認済み
aliases = [
  "総合計画", # よく使う
  "[report]",
]
describes = ["report"]

# 毎年10月に差し替える
["report"]
date = 2023-10-01
title = \"\"\"
["plan"] の報告
# これは題名の一部\"\"\"

# 末尾の覚え書き
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "catalog.toml").write_text(WRITTEN, "utf-8")
    return tmp_path


def text_of(folder: Path) -> str:
    return (folder / "catalog.toml").read_text("utf-8")


def test_a_new_entry_stands_at_the_end(folder: Path) -> None:
    set_entry(folder, "議事録/第1回", {"title": "第1回\n会議「議事録」", "aliases": ["議事録"], "source": ""})
    assert text_of(folder).startswith(WRITTEN)
    assert text_of(folder).removeprefix(WRITTEN) == (
        '\n["議事録/第1回"]\ntitle = "第1回\\n会議「議事録」"\naliases = ["議事録"]\n'
    )


def test_an_entry_is_changed_in_its_place_and_its_other_keys_and_comments_stay(folder: Path) -> None:
    set_entry(folder, "plan", {"title": "総合計画", "status": "案", "aliases": []})
    expected = WRITTEN.replace('"みどり市総合計画"', '"総合計画"')
    start, end = expected.index("aliases = ["), expected.index("describes")
    expected = expected[:start] + expected[end:]
    expected = expected.replace('describes = ["report"]\n', 'describes = ["report"]\nstatus = "案"\n')
    assert text_of(folder) == expected


def test_an_entry_is_taken_out_and_comments_between_entries_stay(folder: Path) -> None:
    remove_entry(folder, "plan")
    assert list(read_catalog(folder)) == ["report"]
    assert text_of(folder) == WRITTEN[: WRITTEN.index('["plan"]')] + WRITTEN[WRITTEN.index("# 毎年10月") :]
    remove_entry(folder, "report")
    assert text_of(folder) == "# 資料の目録。\n# aliases は呼び名。\n\n# 毎年10月に差し替える\n# 末尾の覚え書き\n"
    remove_entry(folder, "report")


def test_a_catalogue_of_windows_stays_one(folder: Path) -> None:
    path = folder / "catalog.toml"
    path.write_bytes(b"\xef\xbb\xbf" + WRITTEN.replace("\n", "\r\n").encode())
    path.chmod(0o640)
    set_entry(folder, "new", {"title": "新しい資料"})
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf#") and raw.count(b"\n") == raw.count(b"\r\n")
    assert read_catalog(folder)["new"].title == "新しい資料"
    assert path.stat().st_mode & 0o777 == 0o640


def test_without_a_catalogue_one_is_begun(tmp_path: Path) -> None:
    remove_entry(tmp_path, "plan")
    assert not (tmp_path / "catalog.toml").exists()
    set_entry(tmp_path, "plan", {"title": "総合計画"})
    assert text_of(tmp_path) == '["plan"]\ntitle = "総合計画"\n'


@pytest.mark.parametrize(
    "written",
    [
        'plan = { title = "一行で" }\n',
        'plan.title = "点で"\n["report"]\n',
        '["plan"]\ntitle = "閉じていない\n',
        "[[plan]]\n",
    ],
)
def test_what_cannot_be_changed_safely_is_left_and_said(tmp_path: Path, written: str) -> None:
    (tmp_path / "catalog.toml").write_text(written, "utf-8")
    with pytest.raises(CatalogError, match="目録"):
        set_entry(tmp_path, "plan", {"title": "新しい題名"})
    with pytest.raises(CatalogError, match="目録"):
        remove_entry(tmp_path, "plan")
    assert text_of(tmp_path) == written


def test_a_value_that_the_catalogue_cannot_have_is_refused(folder: Path) -> None:
    for values in ({"date": "きのう"}, {"title": "半分\ud800"}):
        with pytest.raises(CatalogError):
            set_entry(folder, "plan", values)
    assert text_of(folder) == WRITTEN


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | st.sampled_from(
    ['"', "'''", '"""\n[a]', "\\", "\r"]
)


@given(st.text(min_size=1, max_size=8), words, st.lists(words, max_size=3))
def test_any_title_comes_back_and_nothing_else_changes(
    tmp_path_factory: pytest.TempPathFactory, slug: str, title: str, aliases: list[str]
) -> None:
    import unicodedata

    slug = unicodedata.normalize("NFC", slug)
    folder = tmp_path_factory.mktemp("any")
    (folder / "catalog.toml").write_text(WRITTEN, "utf-8")
    before = tomllib.loads(WRITTEN)
    set_entry(folder, slug, {"title": title, "aliases": aliases})
    found = read_catalog(folder)[slug]
    assert (found.title, list(found.aliases)) == (title, aliases)
    after = tomllib.loads(text_of(folder))
    assert {name: entry for name, entry in after.items() if name != slug} == {
        name: entry for name, entry in before.items() if name != slug
    }
    remove_entry(folder, slug)
    assert tomllib.loads(text_of(folder)) == {name: entry for name, entry in before.items() if name != slug}
    assert [line for line in text_of(folder).splitlines() if line.startswith("#")][:2] == WRITTEN.splitlines()[:2]
