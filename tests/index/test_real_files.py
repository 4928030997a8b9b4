"""Headings of real Word and PDF files of a ministry, where they lie beside the checkout."""

import json
import re
import unicodedata
from collections import Counter
from pathlib import Path

import docx
import pytest

from index.edition import derive_edition
from index.load import load, pdf
from index.outline import outline_document
from tests.index.made import flatten_styles

FILES = Path(__file__).parents[3] / "shared" / "files"
HEADED = sorted(path for path in FILES.glob("*") if Path(f"{path}.headings.json").exists())
_NUMBER = re.compile(r"^(?:第?[0-9一二三四五六七八九十]+[編章節条]?(?:[.-][0-9]+)*[.)]?|\([0-9]+\))\s*")

pytestmark = pytest.mark.skipif(not HEADED, reason="the real files are not beside the checkout")


def plain(text: str) -> str:
    """A heading without its number and white space."""
    return "".join(_NUMBER.sub("", unicodedata.normalize("NFKC", text).strip()).split())


def found_and_wanted(path: Path, truth: Path) -> tuple[int, int, int]:
    """How many headings are right, found, and wanted."""
    source = load(path)
    sections = outline_document(source, derive_edition(path.stem, source).title).sections
    found = Counter(plain(section.path[-1]) for section in sections if section.path)
    wanted = Counter(plain(entry["text"]) for entry in json.loads(Path(f"{truth}.headings.json").read_text("utf-8")))
    return (found & wanted).total(), found.total(), wanted.total()


def rates(counts: list[tuple[int, int, int]]) -> tuple[float, float]:
    """Precision and recall over all files."""
    right, found, wanted = (sum(column) for column in zip(*counts, strict=True))
    return right / found, right / wanted


def test_headings_with_styles_and_bookmarks() -> None:
    precision, recall = rates([found_and_wanted(path, path) for path in HEADED])
    assert precision >= 0.98 and recall >= 0.98


def test_headings_without_styles_and_bookmarks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "_bookmarks", lambda document: [])
    counts = []
    for path in HEADED:
        flat = tmp_path / path.name
        flat.write_bytes(path.read_bytes())
        if path.suffix == ".docx":
            flatten_styles(flat)
        counts.append(found_and_wanted(flat, path))
    precision, recall = rates(counts)
    assert precision >= 0.85 and recall >= 0.85


def test_headings_without_contents_lists_either(tmp_path: Path) -> None:
    from docx.oxml.ns import qn

    counts = []
    for path in (path for path in HEADED if path.suffix == ".docx"):
        flat = tmp_path / path.name
        document = docx.Document(str(path))
        for tag in ("w:sdt", "w:bookmarkStart"):
            for element in list(document.element.body.iter(qn(tag))):
                element.getparent().remove(element)
        document.save(str(flat))
        flatten_styles(flat)
        counts.append(found_and_wanted(flat, path))
    precision, recall = rates(counts)
    assert precision >= 0.85 and recall >= 0.85
