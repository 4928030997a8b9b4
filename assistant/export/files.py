"""Which file answers are written to, and how: beside it and swapped in, or as bytes for a download."""

import io
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import IO

from assistant.answer import Answer
from index.errors import InputError
from index.swap import swapped_in

Writer = Callable[[Sequence[Answer], IO[bytes], date], None]


def export_word(answers: Sequence[Answer], path: Path) -> None:
    """Write answers as a sheet of 想定問答 in Word (.docx).

    Raises:
        InputError: there is no answer, or the file cannot be written.
    """
    _write(path, word_bytes(answers))


def export_excel(answers: Sequence[Answer], path: Path) -> None:
    """Write answers as a table in Excel (.xlsx), one row each.

    Raises:
        InputError: there is no answer, or the file cannot be written.
    """
    _write(path, excel_bytes(answers))


def export_answers(answers: Sequence[Answer], path: Path) -> None:
    """Write answers to Word or Excel, by the ending of ``path``.

    Raises:
        InputError: the ending is another one, there is no answer, or the file cannot be written.
    """
    _write(path, _bytes(answers, _writer(path)))


def word_bytes(answers: Sequence[Answer], made: date | None = None) -> bytes:
    """The Word file, for a download; ``made`` is its date, today unless said.

    Raises:
        InputError: there is no answer.
    """
    return _bytes(answers, _write_word, made)


def excel_bytes(answers: Sequence[Answer], made: date | None = None) -> bytes:
    """The Excel file, for a download; ``made`` is its date, today unless said.

    Raises:
        InputError: there is no answer.
    """
    return _bytes(answers, _write_excel, made)


def ready_for_export(path: Path) -> None:
    """Check before any question is asked that ``path`` can be written to and that nothing is lost by it.

    Raises:
        InputError: another ending than .docx and .xlsx, a folder that is not there, or a file that is there already.
    """
    _writer(path)
    if path.exists():
        raise InputError(f"「{path}」は既にあります。別のファイル名にするか、移してからもう一度実行してください。")
    if not path.absolute().parent.is_dir():
        raise InputError(f"フォルダ「{path.parent}」がありません。作ってからもう一度実行してください。")


def _writer(path: Path) -> Writer:
    writer = {".docx": _write_word, ".xlsx": _write_excel}.get(path.suffix.lower())
    if writer is None:
        raise InputError(f"「{path}」には書けません。ファイル名の終わりを .docx か .xlsx にしてください。")
    return writer


def _write_word(answers: Sequence[Answer], file: IO[bytes], made: date) -> None:
    from assistant.export.word import write_word

    write_word(answers, file, made)


def _write_excel(answers: Sequence[Answer], file: IO[bytes], made: date) -> None:
    from assistant.export.excel import write_excel

    write_excel(answers, file, made)


def _bytes(answers: Sequence[Answer], writer: Writer, made: date | None = None) -> bytes:
    if not answers:
        raise InputError("保存する回答がありません。質問してから保存してください。")
    file = io.BytesIO()
    writer(answers, file, made or date.today())
    return file.getvalue()


def write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Write a file beside its place and swap it in.

    Raises:
        InputError: the file cannot be written.
    """
    try:
        with swapped_in(path) as fresh:
            write(fresh)
    except OSError as error:
        raise InputError(
            f"「{path}」に書けません。フォルダがあるか、書き込めるか、ほかのソフトで開いていないか確認してください。"
        ) from error


def _write(path: Path, content: bytes) -> None:
    write_whole(path, lambda fresh: fresh.write_bytes(content))
