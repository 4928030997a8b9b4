"""Files that are broken, misnamed, locked or made to do harm: each one clear line, never a traceback or a hang."""

import os
import random
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook
from pptx import Presentation

from index.errors import DocumentUnreadable
from index.load import READABLE, TEXT_FORMATS, limits, load, package

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
LOCKED = OLE + "EncryptedPackage".encode("utf-16-le") + bytes(600)


@pytest.fixture
def office(tmp_path: Path) -> dict[str, Path]:
    """A small workbook and a small presentation."""
    book, deck = Workbook(), Presentation()
    assert book.active is not None
    for number in range(50):
        book.active.append([f"施策{number}", "窓口の改善", number])
    book.save(tmp_path / "表.xlsx")
    deck.slides.add_slide(deck.slide_layouts[5]).shapes.title.text = "第1章 推進体制"
    deck.save(str(tmp_path / "資料.pptx"))
    return {".xlsx": tmp_path / "表.xlsx", ".pptx": tmp_path / "資料.pptx"}


def why(path: Path) -> str:
    with pytest.raises(DocumentUnreadable) as caught:
        load(path)
    error = caught.value
    assert error.why and error.do and "\n" not in str(error) and not error.why.isascii()
    return error.why


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"%PDF-1.7\n%\xe2\xe3", "拡張子と中身が合いません"),
        ("a.csv", b"PK\x03\x04" + bytes(40), "拡張子と中身が合いません"),
        ("a.md", b"\x89PNG\r\n\x1a\n" + bytes(40), "拡張子と中身が合いません"),
        ("a.html", b"{\\rtf1 abc}", "拡張子と中身が合いません"),
        ("a.pdf", b"PK\x03\x04" + bytes(40), "拡張子と中身が合いません"),
        ("a.pdf", "ただの文".encode(), "拡張子と中身が合いません"),
        ("a.docx", OLE, "拡張子と中身が合いません"),
        ("a.xlsx", b"<html><table><tr><td>1</table>", "拡張子と中身が合いません"),
        ("a.docx", LOCKED, "パスワードで保護されています"),
        ("a.xlsx", LOCKED, "パスワードで保護されています"),
        ("a.pptx", b"PK\x03\x04" + bytes(40), "壊れています"),
        *((f"a{ending}", b"", "中身がありません") for ending in READABLE),
        ("a.html", b"<script>1</script>", "文字がありません"),
        ("a.txt", b" \n\t\n", "中身がありません"),
        ("a.xyz", b"x", "対応していません"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert reason in why(tmp_path / name)


def test_a_page_named_txt_is_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("<html><p>本文</p>", "utf-8")
    assert load(tmp_path / "a.txt").lines[0].text == "<html><p>本文</p>"


def test_one_office_format_named_as_another(office: dict[str, Path], tmp_path: Path) -> None:
    assert "拡張子と中身が合いません" in why(office[".xlsx"].rename(tmp_path / "a.pptx"))
    assert "拡張子と中身が合いません" in why(office[".pptx"].rename(tmp_path / "a.docx"))


@pytest.mark.parametrize("ending", [".xlsx", ".pptx"])
def test_a_damaged_file_is_one_clear_line(office: dict[str, Path], ending: str, tmp_path: Path) -> None:
    content = office[ending].read_bytes()
    pick = random.Random(1)
    damaged = tmp_path / f"damaged{ending}"
    for _ in range(40):
        damaged.write_bytes(content[: pick.randrange(4, len(content) - 1)])
        why(damaged)
    for _ in range(60):
        place = pick.randrange(4, len(content) - 20)
        damaged.write_bytes(content[:place] + pick.randbytes(20) + content[place + 20 :])
        try:
            load(damaged)
        except DocumentUnreadable as error:
            assert error.why and error.do


@pytest.mark.parametrize("ending", [".xlsx", ".pptx"])
def test_parts_with_damaged_xml_are_one_clear_line(office: dict[str, Path], ending: str, tmp_path: Path) -> None:
    with zipfile.ZipFile(office[ending]) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    damaged = tmp_path / f"damaged{ending}"
    for name, content in parts.items():
        for changed in (content[: len(content) // 2], b"<x/>", None):
            with zipfile.ZipFile(damaged, "w") as new:
                for part, whole in parts.items():
                    if part != name:
                        new.writestr(part, whole)
                    elif changed is not None:
                        new.writestr(part, changed)
            try:
                load(damaged)
            except DocumentUnreadable as error:
                assert error.why and error.do


def rezip(path: Path, new: Path, extra: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as made:
        for name in old.namelist():
            if name not in extra:
                made.writestr(name, old.read(name))
        for name, content in extra.items():
            made.writestr(name, content)
    return new


def test_what_swells_when_unpacked_is_refused(
    office: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    zeros = rezip(office[".xlsx"], tmp_path / "zeros.xlsx", {"xl/media/a.bin": bytes(60_000_000)})
    assert "展開すると大きすぎる" in why(zeros)
    slide = b"<p:sld xmlns:p='p'>" + b"<p:a/>" * (package.MOST_NODES + 9) + b"</p:sld>"
    assert "展開すると大きすぎる" in why(rezip(office[".pptx"], tmp_path / "a.pptx", {"ppt/slides/slide1.xml": slide}))
    monkeypatch.setattr(package, "MOST_PARTS", 3)
    assert "展開すると大きすぎる" in why(office[".pptx"])


def test_a_locked_zip_is_said(office: dict[str, Path], tmp_path: Path) -> None:
    content = bytearray(office[".xlsx"].read_bytes())
    place = content.find(b"PK\x01\x02")
    content[place + 8] |= 1
    (tmp_path / "a.xlsx").write_bytes(bytes(content))
    assert "パスワード" in why(tmp_path / "a.xlsx")


def test_entities_and_declarations_are_refused_in_any_encoding(office: dict[str, Path], tmp_path: Path) -> None:
    laughs = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><p:sld xmlns:p="p">&b;</p:sld>'
    for encoding in ("utf-8", "utf-16"):
        slide = f'<?xml version="1.0" encoding="{encoding}"?>{laughs}'.encode(encoding)
        assert "DTD" in why(rezip(office[".pptx"], tmp_path / "a.pptx", {"ppt/slides/slide1.xml": slide}))


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    assert "ふつうのファイルではありません" in why(tmp_path / "a.txt")
    (tmp_path / "b.txt").mkdir()
    assert "ふつうのファイルではありません" in why(tmp_path / "b.txt")
    assert "開けません" in why(tmp_path / "none.txt")


def test_a_file_too_big_is_refused_and_a_long_one_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (tmp_path / "a.pdf").open("wb") as file:
        file.truncate(limits.MOST_BYTES + 1)
    assert "大きすぎます" in why(tmp_path / "a.pdf")
    monkeypatch.setattr("index.load.text.MOST_LINES", 5)
    monkeypatch.setattr("index.load.limits.MOST_LINES", 3)
    for ending, most in ((".txt", 5), (".csv", 3), (".html", 3)):
        (tmp_path / f"a{ending}").write_text("<p>甲\n" * 9, "utf-8")
        source = load(tmp_path / f"a{ending}")
        assert len(source.lines) == most
        assert [reason for reason, _ in source.warnings] == ["大きすぎるため、途中までを読みました"]


def test_a_sheet_too_long_is_cut_with_a_warning(office: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.load.limits.MOST_LINES", 9)
    source = load(office[".xlsx"])
    assert len(source.lines) == 9
    assert [reason for reason, _ in source.warnings] == ["大きすぎるため、途中までを読みました"]


def test_a_program_out_of_memory_is_not_called_a_broken_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(path: Path) -> None:
        raise MemoryError

    (tmp_path / "a.txt").write_text("本文", "utf-8")
    monkeypatch.setattr("index.load.text.load_text", fails)
    with pytest.raises(MemoryError):
        load(tmp_path / "a.txt")


def test_no_library_is_imported_before_its_format_is_read() -> None:
    script = (
        "import sys, index.load, index.catalog\n"
        "heavy = {'openpyxl', 'pptx', 'lxml', 'docx', 'pypdfium2'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", script], check=True, cwd=root)


def test_memory_stays_bounded(office: dict[str, Path], tmp_path: Path) -> None:
    slide = b"<p:sld xmlns:p='p'>" + b"<p:a/>" * (package.MOST_NODES - 9_000) + b"</p:sld>"
    path = rezip(office[".pptx"], tmp_path / "a.pptx", {"ppt/slides/slide1.xml": slide})
    script = (
        "import re, resource, sys\nfrom pathlib import Path\nfrom index.errors import DocumentUnreadable\n"
        "from index.load import load\n"
        "try:\n    load(Path(sys.argv[1]))\nexcept DocumentUnreadable:\n    pass\n"
        # On Linux a process inherits the peak of the one that started it; its own is in its status.
        "status = Path('/proc/self/status')\n"
        "peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "print(re.search('VmHWM: *([0-9]+)', status.read_text().replace('\\t', ' '))[1] if status.exists() else peak)"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)], check=True, cwd=root, capture_output=True, text=True
    )
    kilobytes = int(done.stdout) // (1024 if sys.platform == "darwin" else 1)
    assert kilobytes < 1_000_000


def test_formats_with_lines_of_their_own() -> None:
    assert set(TEXT_FORMATS) < set(READABLE)
    assert set(READABLE) - set(TEXT_FORMATS) == {".pdf", ".docx", ".pptx", ".xlsx"}
