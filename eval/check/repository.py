"""What the repository itself says, cut so that a question hidden in it is found.

A test question that a prompt, a thesaurus, an expected question, or an example of the page or guide repeats would be
no test any more.
"""

import ast
import re
import warnings
from collections.abc import Iterator
from pathlib import Path

from index.enrich.expected import read_expected
from index.enrich.sources import SHIPPED_EXPECTED

ROOT = Path(__file__).parents[2]
PARTS = ("assistant", "index", "eval", "bench", "docs", "README.md", "THIRD_PARTY.md", "Makefile", "app.py")
_LEFT_OUT = ("eval/gold", "eval/baseline.json")  # the questions themselves, and the outcomes by id
_ENDINGS = (".py", ".txt", ".md", ".json", ".jsonl", ".csv", ".tsv", ".toml", ".html", ".js", ".yml", ".yaml", "")
_BIGGEST = 5_000_000  # bytes; a bigger file is data, not text that people write
_JAPANESE = re.compile(r"[\u3041-\u30fe\u4e00-\u9fff]")
_SHORTEST = 6  # characters
_LONGEST = 400
# A line is looked at whole, by sentences, by table cells and by what stands in quotes.
_CUTS = tuple(re.compile(pattern) for pattern in (r"(?<=[。！？!?])", r"[|\t]", r"[\"'`「」『』]", r"[\"`]|[:：=]\s"))


def repository_texts(root: Path = ROOT) -> Iterator[tuple[str, str]]:
    """Every Japanese text of the repository with its place (``file:line``); tests and documents are left out."""
    seen: set[str] = set()
    for path in _files(root):
        name = path.relative_to(root).as_posix()
        for number, line in _lines(path):
            for piece in _pieces(line):
                if piece not in seen:
                    seen.add(piece)
                    yield f"{name}:{number}", piece


def _files(root: Path) -> Iterator[Path]:
    for part in PARTS:
        top = root / part
        paths = sorted(top.rglob("*")) if top.is_dir() else [top]
        for path in paths:
            names = path.relative_to(root)
            if any(name.startswith((".", "__pycache__")) for name in names.parts) or path.suffix not in _ENDINGS:
                continue
            if any(names.is_relative_to(left_out) for left_out in _LEFT_OUT):
                continue
            if path.is_file() and path.stat().st_size <= _BIGGEST:
                yield path


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a file; of a program its texts as well, which may be written in several pieces."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return
    if (
        path.parent == SHIPPED_EXPECTED and path.suffix == ".jsonl"
    ):  # its rows repeat the units of documents beside what people wrote
        yield from _expected(path)
        return
    yield from enumerate(text.split("\n"), start=1)
    if path.suffix == ".py":
        yield from _strings(text)


def _expected(path: Path) -> Iterator[tuple[int, str]]:
    for number, entry in enumerate(read_expected(path), start=1):
        for question in (*entry.questions, *entry.unanswered):
            yield number, question


def _strings(program: str) -> Iterator[tuple[int, str]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            tree = ast.parse(program)
        except (SyntaxError, ValueError):
            return
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            for line in node.value.split("\n"):
                yield node.lineno, line


def _pieces(line: str) -> Iterator[str]:
    if "\\u" in line:  # JSON written in ASCII
        line = re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match.group(1), 16)), line)
    if not _JAPANESE.search(line):
        return
    for piece in {line, *(piece for cut in _CUTS for piece in cut.split(line))}:
        text = piece.strip()
        if _SHORTEST <= len(text) <= _LONGEST and _JAPANESE.search(text):
            yield text
