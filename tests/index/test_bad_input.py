"""Whatever lies in the folder: one warning a file, the rest indexed, nothing lost that was indexed."""

import os
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from index.build import build_index, is_stale
from index.search import Index
from tests.index.made import GOTHIC, MINCHO, pdf_file, scanned_pdf, word_file
from tests.index.test_pdf import needs_ocr

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def cut_off(make: Callable[[Path], Path]) -> Callable[[Path], None]:
    def put(path: Path) -> None:
        make(path)
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])

    return put


def bomb(path: Path) -> None:
    word_file(path, [("Normal", "本文")])
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package,
        package.open("word/media/a.bin", "w", force_zip64=True) as part,
    ):
        for _ in range(400):
            part.write(bytes(1_000_000))


def encrypted_word(path: Path) -> None:
    path.write_bytes(OLE + "EncryptedPackage".encode("utf-16-le"))


def one_page(path: Path) -> Path:
    return pdf_file(path, [[(90, 100, 12, MINCHO, "押印を廃止する。")]])


BAD: dict[str, tuple[Callable[[Path], object], str]] = {
    "空.txt": (Path.touch, "中身がありません"),
    "空白.md": (lambda path: path.write_text(" \n\n", "utf-8"), "文字がありません|中身がありません"),
    "雑音.csv": (lambda path: path.write_bytes(bytes(range(256)) * 20), "文字"),
    "暗号.pdf": (lambda path: pdf_file(path, [[(90, 100, 12, MINCHO, "本文")]], password="秘密"), "パスワード"),
    "暗号.docx": (encrypted_word, "パスワード"),
    "切れ.pdf": (cut_off(one_page), "壊れている|読めない"),
    "切れ.docx": (cut_off(lambda path: word_file(path, [("Normal", "本文")])), "壊れて|読めない"),
    "爆弾.docx": (bomb, "大きすぎ|圧縮"),
    "名違い.pdf": (lambda path: path.write_text("ただの文である。", "utf-8"), "拡張子"),
    "名違い.txt": (one_page, "拡張子"),
    "名違い.xlsx": (lambda path: word_file(path, [("Normal", "本文")]), "拡張子|壊れ|読めない"),
    "古い.doc": (lambda path: path.write_bytes(OLE), r"\.doc 形式"),
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "計画.txt").write_text("第1章 窓口\n\n・押印を求める手続を見直す。\n", "utf-8")
    return documents


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_one_warning(folder: Path, tmp_path: Path, name: str) -> None:
    make, why = BAD[name]
    make(folder / name)
    report = build_index(folder, tmp_path / "i")
    assert [warning.file for warning in report.warnings] == [name]
    (warning,) = report.warnings
    assert re.search(why, warning.why), warning.why
    assert warning.do and "\n" not in warning.why + warning.do
    assert report.added == ["計画"]


def test_links_that_go_round_or_lead_out_are_not_followed(folder: Path, tmp_path: Path) -> None:
    (folder / "輪").symlink_to(folder, target_is_directory=True)
    outside = tmp_path / "外.txt"
    outside.write_text("・外に置いた文である。\n", "utf-8")
    (folder / "外へ.txt").symlink_to(outside)
    (folder / "無い.txt").symlink_to(tmp_path / "無い先.txt")
    os.mkfifo(folder / "管.txt")
    report = build_index(folder, tmp_path / "i")
    assert sorted(warning.file for warning in report.warnings) == ["外へ.txt", "無い.txt", "管.txt", "輪"]
    index = Index(tmp_path / "i")
    assert [edition.slug for edition in index.editions] == ["計画"]
    index.close()


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_without_permission_is_one_warning(folder: Path, tmp_path: Path) -> None:
    (folder / "秘密.txt").write_text("・本文である。\n", "utf-8")
    (folder / "秘密.txt").chmod(0)
    report = build_index(folder, tmp_path / "i")
    assert [(warning.file, "権限" in warning.do) for warning in report.warnings] == [("秘密.txt", True)]


def test_what_was_indexed_stays_when_its_file_breaks(folder: Path, tmp_path: Path) -> None:
    one_page(folder / "手引.pdf")
    build_index(folder, tmp_path / "i")
    (folder / "手引.pdf").write_bytes(b"%PDF-1.7 broken")
    report = build_index(folder, tmp_path / "i")
    assert "前回" in report.warnings[0].why + report.warnings[0].do
    index = Index(tmp_path / "i")
    assert [edition.slug for edition in index.editions] == ["手引", "計画"]
    index.close()


def test_five_hundred_pages_are_read_whole(folder: Path, tmp_path: Path) -> None:
    pages = [
        [(90.0, 120.0, 14.0, GOTHIC, f"{n} 取組"), (90.0, 150.0, 11.0, MINCHO, f"市は{n}番目の窓口を見直す。")]
        for n in range(1, 501)
    ]
    pdf_file(folder / "大部.pdf", pages)
    report = build_index(folder, tmp_path / "i")
    assert (report.warnings, report.added) == ([], ["大部", "計画"])
    index = Index(tmp_path / "i")
    assert index.content.where(0, 999, 1000).page == 500
    index.close()


def test_a_scan_without_tesseract_is_one_warning_and_is_read_once_it_is_there(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    needs_ocr()
    scanned_pdf(folder / "写し.pdf", one_page(tmp_path / "a.pdf"))
    with monkeypatch.context() as without:
        without.setenv("PATH", str(tmp_path))
        report = build_index(folder, tmp_path / "i")
        assert [(warning.file, "Tesseract" in warning.do) for warning in report.warnings] == [("写し.pdf", True)]
    assert is_stale(folder, tmp_path / "i")
    assert build_index(folder, tmp_path / "i").added == ["写し"]
    assert not is_stale(folder, tmp_path / "i")
