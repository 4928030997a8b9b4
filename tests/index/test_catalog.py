import os
import sys
import time
from pathlib import Path

import pytest

from index.catalog import find_documents, survey_documents
from index.errors import DocumentsMissing


def put(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("本文", "utf-8")


def test_slugs_never_collide(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "a.md", "a.txt.md", "b.txt", "c.csv.txt", "c.csv")
    assert find_documents(tmp_path) == {
        "a.md": tmp_path / "a.md",
        "a.txt": tmp_path / "a.txt",
        "a.txt.md": tmp_path / "a.txt.md",
        "b": tmp_path / "b.txt",
        "c": tmp_path / "c.csv",
        "c.csv": tmp_path / "c.csv.txt",
    }


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS takes both spellings of a name for one file")
def test_two_spellings_of_one_name_are_one_document(tmp_path: Path) -> None:
    put(tmp_path, "か\u3099.txt", "が.txt")
    found = survey_documents(tmp_path)
    assert list(found.files) == ["が"]
    assert ["同じ名前" in warning.why for warning in found.warnings] == [True]


def test_files_of_other_formats(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "古い.doc", "表.XLS", "~$a.docx", ".隠し.txt", "絵.png", "b.jtd", "LICENSE")
    found = survey_documents(tmp_path)
    assert list(found.files) == ["a"]
    assert [(warning.file, warning.do) for warning in found.warnings] == [
        ("b.jtd", "元のアプリで開き、docx 形式で保存し直してください"),
        ("古い.doc", "元のアプリで開き、docx 形式で保存し直してください"),
        ("表.XLS", "元のアプリで開き、xlsx 形式で保存し直してください"),
    ]


def test_links_are_followed_only_to_files_inside_and_no_file_is_read_twice(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    put(tmp_path, "outside.txt", "documents/a.txt", "documents/.store/v2.txt", "documents/sub/b.md", "elsewhere/c.txt")
    for name, target in {
        "again.txt": "a.txt",
        "stored.txt": ".store/v2.txt",
        "stored2.txt": ".store/v2.txt",
        "outside-link.txt": tmp_path / "outside.txt",
        "picture.png": tmp_path / "outside.txt",
        "gone.txt": "none.txt",
        "round": ".",
        "self": "self",
        "sub/up": "..",
        "elsewhere": tmp_path / "elsewhere",
        "null.txt": "/dev/null",
    }.items():
        (folder / name).symlink_to(target)
    found = survey_documents(folder)
    assert list(found.files) == ["a", "stored", "sub/b"]
    assert [(warning.file, warning.why) for warning in found.warnings] == [
        ("elsewhere", "フォルダなどを指すリンクです"),
        ("gone.txt", "リンクの先がありません"),
        ("null.txt", "フォルダなどを指すリンクです"),
        ("outside-link.txt", "資料フォルダの外を指すリンクです"),
        ("round", "フォルダなどを指すリンクです"),
        ("self", "リンクの先がありません"),
        ("sub/up", "フォルダなどを指すリンクです"),
    ]


def test_pipes_are_not_waited_for(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    os.mkfifo(tmp_path / "b.txt")
    begin = time.monotonic()
    found = survey_documents(tmp_path)
    assert time.monotonic() - begin < 5
    assert list(found.files) == ["a"]
    assert [warning.file for warning in found.warnings] == ["b.txt"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every folder")
def test_a_folder_that_cannot_be_read_is_one_warning(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "closed/b.txt")
    (tmp_path / "closed").chmod(0)
    found = survey_documents(tmp_path)
    (tmp_path / "closed").chmod(0o700)
    assert (list(found.files), [warning.file for warning in found.warnings]) == (["a"], ["closed"])


def test_a_folder_that_fails_while_it_is_listed_is_one_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "a.txt", "closed/b.txt")
    listing = os.scandir

    def scandir(path: Path):
        if path.name == "closed":
            raise PermissionError
        return listing(path)

    monkeypatch.setattr("index.catalog.os.scandir", scandir)
    found = survey_documents(tmp_path)
    assert (list(found.files), [warning.file for warning in found.warnings]) == (["a"], ["closed"])


@pytest.mark.skipif(sys.platform != "linux", reason="other systems take no such names")
def test_a_name_that_is_no_text_is_one_warning(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    (tmp_path / os.fsdecode(b"\x89\x9f.txt")).write_text("本文", "utf-8")
    found = survey_documents(tmp_path)
    assert list(found.files) == ["a"]
    assert [warning.why for warning in found.warnings] == ["ファイル名の文字が壊れています"]
    found.warnings[0].file.encode()


def test_a_folder_with_nothing_to_read_says_why(tmp_path: Path) -> None:
    put(tmp_path, "古い.doc")
    with pytest.raises(DocumentsMissing, match=r"古い\.doc"):
        find_documents(tmp_path)
