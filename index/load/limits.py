"""How much is read of one file, so that no file, however made, takes the machine's memory or the whole night."""

import stat
from collections.abc import Sequence
from pathlib import Path

from index.errors import DocumentUnreadable

MOST_BYTES = 200_000_000  # of a file as it lies on disk
MOST_TEXT_BYTES = 80_000_000  # of a text file: Japanese takes three bytes a character, some characters four
MOST_CHARACTERS = 20_000_000  # of extracted text; about 20,000 printed pages
MOST_LINES = 500_000
MOST_CELLS = 2_000_000  # of all tables of a file

CUT_SHORT = ("大きすぎるため、途中までを読みました", "ファイルを分割してください")


def with_cut(warnings: Sequence[tuple[str, str]], cut: bool) -> tuple[tuple[str, str], ...]:
    """The warnings of a file, with the one that only its beginning was read if that is so, said once."""
    return tuple(dict.fromkeys((*warnings, CUT_SHORT) if cut else warnings))


class Budget:
    """Counts what was taken out of a file, and says when it is enough."""

    def __init__(self) -> None:
        self._characters = self._lines = self._cells = 0
        self.spent = False

    def take(self, characters: int, cells: int = 0) -> bool:
        """Count one more line of so many characters and table cells; false if it does not fit any more."""
        self._characters += characters
        self._lines += 1
        self._cells += cells
        within = self._characters <= MOST_CHARACTERS and self._lines <= MOST_LINES and self._cells <= MOST_CELLS
        self.spent = self.spent or not within
        return within


def check_file(path: Path) -> None:
    """Refuse what is no plain file (a pipe would wait for ever), is empty or is too big.

    Raises:
        DocumentUnreadable: the file is one of these or is not there.
    """
    try:
        status = path.stat()
    except OSError as error:
        raise DocumentUnreadable("ファイルを開けません", "読み取り権限を確認してください") from error
    if not stat.S_ISREG(status.st_mode):
        raise DocumentUnreadable("ふつうのファイルではありません", "資料フォルダから取り除いてください")
    if status.st_size == 0:
        raise DocumentUnreadable("中身がありません", "ファイルを確認してください")
    if status.st_size > MOST_BYTES:
        size, most = status.st_size // 1_000_000, MOST_BYTES // 1_000_000
        raise DocumentUnreadable(
            f"ファイルが大きすぎます（{size:,} MB、上限 {most} MB）", "分割するか、画像などを減らしてください"
        )
