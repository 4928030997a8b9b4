"""``documents/catalog.toml``: what people know of each document and the file cannot say."""

import os
import re
import stat
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from index.document import Edition, FileWarning
from index.errors import CatalogError, DocumentsMissing
from index.load import READABLE

CATALOG = "catalog.toml"
CONVERTIBLE = {  # formats that are not read, and what an office program can save them as
    **dict.fromkeys((".doc", ".rtf", ".odt", ".jtd", ".docm"), "docx"),
    **dict.fromkeys((".xls", ".ods", ".xlsm", ".xlsb"), "xlsx"),
    **dict.fromkeys((".ppt", ".odp", ".pptm"), "pptx"),
}
_DATE = re.compile(r"[12][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?")


@dataclass(frozen=True, slots=True)
class Found:
    """The readable files of a documents folder by slug, in its order, and what was left out with a warning."""

    files: dict[str, Path]
    warnings: tuple[FileWarning, ...] = ()


def find_documents(folder: Path) -> dict[str, Path]:
    """Map the slug of every readable file below ``folder`` to its path, sorted by slug.

    Raises:
        DocumentsMissing: the folder does not exist, cannot be read or holds no readable file.
    """
    return survey_documents(folder).files


def survey_documents(folder: Path) -> Found:
    """Find every readable file below ``folder``; what cannot be followed or read there becomes a warning each.

    Names that begin with a dot are left out, and so are files of other formats, silently but for those that an
    office program can save in a readable one. A link to a file inside the folder stands for it only where the file
    itself is left out: no file is read twice.

    Raises:
        DocumentsMissing: the folder does not exist, cannot be read or holds no readable file.
    """
    try:
        if not folder.is_dir():
            raise DocumentsMissing(
                f"資料フォルダ「{folder}」がありません。フォルダを作るか ASSISTANT_DOCUMENTS で場所を指定してください。"
            )
        next(folder.iterdir(), None)
    except OSError as error:
        raise DocumentsMissing(f"資料フォルダ「{folder}」を読めません。読み取り権限を確認してください。") from error
    walk = _Walk(folder)
    walk.run()
    named = _slugs(folder, sorted(walk.files), walk.warn)
    if not named:
        why = "".join(f"{warning.file}: {warning.why}。" for warning in walk.warnings[:3])
        raise DocumentsMissing(
            f"資料フォルダ「{folder}」に読める資料（{'・'.join(READABLE)}）がありません。{why}資料を置いてください。"
        )
    return Found(named, tuple(sorted(walk.warnings, key=lambda warning: warning.file)))


class _Walk:
    """Walks a folder without following links to folders, so that it ends."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._real = folder.resolve()
        self._links: list[Path] = []
        self.files: list[Path] = []
        self.warnings: list[FileWarning] = []

    def warn(self, path: Path, why: str, do: str) -> None:
        """Note that a file or sub-folder is left out."""
        name = path.relative_to(self._folder).as_posix().encode("utf-8", "replace").decode()
        self.warnings.append(FileWarning(name, why, do))

    def run(self) -> None:
        """Collect ``files`` and ``warnings``."""
        folders = [self._folder]
        while folders:
            folder = folders.pop()
            try:
                with os.scandir(folder) as entries:
                    listed = sorted(entries, key=lambda entry: entry.name)
            except OSError:
                self.warn(folder, "フォルダを読めません", "読み取り権限を確認してください")
                continue
            for entry in listed:
                if entry.name.startswith((".", "~$")):  # ~$ is what Office keeps beside a file that is open
                    continue
                if entry.is_dir(follow_symlinks=False):
                    folders.append(Path(entry.path))
                else:
                    self._look(entry)
        self._follow_links()

    def _look(self, entry: os.DirEntry[str]) -> None:
        """Take a file, keep a link for later, warn of what is neither."""
        path = Path(entry.path)
        if entry.is_symlink():
            self._links.append(path)
        elif not entry.is_file(follow_symlinks=False):
            self.warn(path, "ふつうのファイルではありません", "資料フォルダから取り除いてください")
        elif path.suffix.lower() in CONVERTIBLE:
            self.warn(path, f"{path.suffix} 形式には対応していません", _convert(path.suffix.lower()))
        elif path.suffix.lower() in READABLE:
            if _is_text(entry.name):
                self.files.append(path)
            else:
                self.warn(path, "ファイル名の文字が壊れています", "名前を付け直してください")

    def _follow_links(self) -> None:
        """Links to plain files inside the folder, each file once."""
        taken = {path.resolve() for path in self.files}
        for path in sorted(self._links):
            try:
                real = path.resolve(strict=True)
                kind = real.stat().st_mode
            except (OSError, RuntimeError):  # RuntimeError: a link that leads to itself, before Python 3.13
                self.warn(path, "リンクの先がありません", "リンクを取り除くか、直してください")
                continue
            if not stat.S_ISREG(kind) or not real.is_relative_to(self._real):
                if stat.S_ISREG(kind) and path.suffix.lower() not in READABLE:
                    continue
                why = "資料フォルダの外を指すリンクです" if stat.S_ISREG(kind) else "フォルダなどを指すリンクです"
                self.warn(path, why, "リンクではなくファイルそのものを置いてください")
            elif path.suffix.lower() in READABLE and real not in taken and _is_text(path.name):
                taken.add(real)
                self.files.append(path)


def _convert(ending: str) -> str:
    """What to do about a file that an office program can save in a readable format."""
    return f"元のアプリで開き、{CONVERTIBLE[ending]} 形式で保存し直してください"


def _is_text(name: str) -> bool:
    """Whether a file's name is made of characters: some systems allow any bytes."""
    return not any("\ud800" <= character <= "\udfff" for character in name)


def _slugs(folder: Path, files: list[Path], warn: Callable[[Path, str, str], None]) -> dict[str, Path]:
    """Name each file by its path without the ending; where two names would be the same, both keep it.

    Of two files whose names differ in nothing but the spelling of their characters (か and ゛, or が), the second is
    left out with a warning.
    """
    by_name: dict[str, Path] = {}
    for path in files:
        if by_name.setdefault(_name(folder, path), path) is not path:
            warn(path, "同じ名前の資料がもう1つあります", "名前を付け直してください")
    return slugs_of(folder, by_name.values())


def slugs_of(folder: Path, files: Iterable[Path]) -> dict[str, Path]:
    """Name each of the files below ``folder`` as :func:`find_documents` does; sorted by slug."""
    paths = list(files)
    whole: set[Path] = set()
    while True:  # an ending that is kept can make a new pair: a.txt beside a.md, and a.txt.md
        slugs = {path: _name(folder, path if path in whole else path.with_suffix("")) for path in paths}
        count = Counter(slugs.values())
        clash = {path for path, name in slugs.items() if count[name] > 1} - whole
        if not clash:
            return {name: path for path, name in sorted(slugs.items(), key=lambda pair: pair[1])}
        whole |= clash


def _name(folder: Path, path: Path) -> str:
    return unicodedata.normalize("NFC", path.relative_to(folder).as_posix())


def read_catalog(folder: Path) -> dict[str, Edition]:
    """Read the editions of ``catalog.toml`` by slug; an absent file is an empty catalogue.

    Where an entry has no title, the edition's is empty: the document itself says it.

    Raises:
        CatalogError: the file is not TOML or an entry has a value that cannot be used.
    """
    path = folder / CATALOG
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise CatalogError(f"目録「{path}」を開けません。読み取り権限を確認してください。") from error
    return parse_catalog(raw, path)


def parse_catalog(raw: bytes, path: Path) -> dict[str, Edition]:
    """The editions of a catalogue by slug; ``path`` is what it is called where something is wrong with it.

    Raises:
        CatalogError: it is not TOML or an entry has a value that cannot be used.
    """
    try:
        text = raw.decode("utf-8-sig")  # Windows programs begin a text with a mark
        table = tomllib.loads(text.replace("\r\n", "\n").replace("\r", "\n"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CatalogError(f"目録「{path}」を読めません（{error}）。書式を直してください。") from error
    return {unicodedata.normalize("NFC", slug): _edition(slug, entry, path) for slug, entry in table.items()}


def _edition(slug: str, entry: object, path: Path) -> Edition:
    if not isinstance(entry, dict):
        raise CatalogError(f'目録「{path}」の「{slug}」は ["{slug}"] の表で書いてください。')
    date = str(entry.get("date", ""))
    if date and not _DATE.fullmatch(date):
        raise CatalogError(f"目録「{path}」の「{slug}」の date は 2023-06 のように書いてください。")

    def word(key: str) -> str:
        found = entry.get(key, "")
        if not isinstance(found, str):
            raise CatalogError(f'目録「{path}」の「{slug}」の {key} は "…" のように書いてください。')
        return found

    def words(key: str) -> tuple[str, ...]:
        found = entry.get(key, [])
        if not isinstance(found, list) or not all(isinstance(word, str) for word in found):
            raise CatalogError(f'目録「{path}」の「{slug}」の {key} は ["…", "…"] のように書いてください。')
        return tuple(found)

    return Edition(
        slug=slug,
        title=word("title"),
        date=date,
        issuer=word("issuer"),
        status=word("status"),
        aliases=words("aliases"),
        series=word("series"),
        describes=words("describes"),
        source=word("source"),
        licence=word("licence"),
    )
