import stat
from pathlib import Path

import pytest

from index.catalog import read_catalog
from index.catalog_entry import write_entry
from index.document import Edition
from index.errors import CatalogError

PLAN = Edition("plan", "みどり市「総合」計画\\案", "2023-04", aliases=("総計", '"計画"'), derived=True)


def test_an_entry_says_the_edition_again(tmp_path: Path) -> None:
    write_entry(tmp_path, PLAN)
    (found,) = read_catalog(tmp_path).values()
    assert (found.slug, found.title, found.date, found.aliases) == (PLAN.slug, PLAN.title, PLAN.date, PLAN.aliases)
    assert not found.derived


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("last", [b"", b"\n"])
def test_what_stands_there_stays_byte_for_byte(tmp_path: Path, line_end: bytes, mark: bytes, last: bytes) -> None:
    before = mark + ('# 目録\n["a"]\ntitle = "甲" # 手書き'.encode() + last).replace(b"\n", line_end)
    catalog = tmp_path / "catalog.toml"
    catalog.write_bytes(before)
    catalog.chmod(0o640)
    write_entry(tmp_path, PLAN)
    after = catalog.read_bytes()
    assert after.startswith(before) and after.count(b"\n") == after.count(line_end)
    assert list(read_catalog(tmp_path)) == ["a", "plan"]
    assert stat.S_IMODE(catalog.stat().st_mode) == 0o640


def test_a_catalogue_that_is_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "catalog.toml").symlink_to(tmp_path / "shared" / "catalog.toml")
    write_entry(tmp_path / "documents", PLAN)
    assert (tmp_path / "documents" / "catalog.toml").is_symlink()
    assert list(read_catalog(tmp_path / "shared")) == ["plan"]


def test_an_entry_is_never_written_twice(tmp_path: Path) -> None:
    path = write_entry(tmp_path, PLAN)
    before = path.read_bytes()
    with pytest.raises(CatalogError, match="もうあります"):
        write_entry(tmp_path, PLAN)
    assert path.read_bytes() == before
