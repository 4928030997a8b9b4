"""``documents/catalog.toml``: what people know of each document and the file cannot say."""

import re
import tomllib
import unicodedata
from pathlib import Path

from index.document import Edition
from index.errors import CatalogError, DocumentsMissing
from index.load import READABLE

CATALOG = "catalog.toml"
_DATE = re.compile(r"[12][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?")


def find_documents(folder: Path) -> dict[str, Path]:
    """Map the slug of every readable file below ``folder`` to its path, sorted by slug.

    Raises:
        DocumentsMissing: the folder does not exist, cannot be read or holds no readable file.
    """
    try:
        if not folder.is_dir():
            raise DocumentsMissing(
                f"資料フォルダ「{folder}」がありません。フォルダを作るか ASSISTANT_DOCUMENTS で場所を指定してください。"
            )
        files = sorted(path for path in _walk(folder) if path.suffix.lower() in READABLE)
    except OSError as error:
        raise DocumentsMissing(f"資料フォルダ「{folder}」を読めません。読み取り権限を確認してください。") from error
    if not files:
        raise DocumentsMissing(
            f"資料フォルダ「{folder}」に読める資料（{'・'.join(READABLE)}）がありません。資料を置いてください。"
        )
    return _slugs(folder, files)


def _walk(folder: Path) -> list[Path]:
    found: list[Path] = []
    for path in folder.iterdir():
        if path.name.startswith("."):
            continue
        if path.is_dir() and not path.is_symlink():
            found.extend(_walk(path))
        elif path.is_file():
            found.append(path)
    return found


def _slugs(folder: Path, files: list[Path]) -> dict[str, Path]:
    def slug(path: Path, keep_ending: bool) -> str:
        name = path.relative_to(folder)
        return unicodedata.normalize("NFC", (name if keep_ending else name.with_suffix("")).as_posix())

    short = [slug(path, keep_ending=False) for path in files]
    named = {slug(path, keep_ending=short.count(slug(path, False)) > 1): path for path in files}
    return dict(sorted(named.items()))


def read_catalog(folder: Path) -> dict[str, Edition]:
    """Read the editions of ``catalog.toml`` by slug; an absent file is an empty catalogue.

    Raises:
        CatalogError: the file is not TOML or an entry has a value that cannot be used.
    """
    path = folder / CATALOG
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise CatalogError(f"目録「{path}」を開けません。読み取り権限を確認してください。") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CatalogError(f"目録「{path}」を読めません（{error}）。書式を直してください。") from error
    return {unicodedata.normalize("NFC", slug): _edition(slug, entry, path) for slug, entry in table.items()}


def _edition(slug: str, entry: object, path: Path) -> Edition:
    if not isinstance(entry, dict):
        raise CatalogError(f'目録「{path}」の「{slug}」は ["{slug}"] の表で書いてください。')
    date = str(entry.get("date", ""))
    if date and not _DATE.fullmatch(date):
        raise CatalogError(f"目録「{path}」の「{slug}」の date は 2023-06 のように書いてください。")

    def words(key: str) -> tuple[str, ...]:
        found = entry.get(key, [])
        if not isinstance(found, list) or not all(isinstance(word, str) for word in found):
            raise CatalogError(f'目録「{path}」の「{slug}」の {key} は ["…", "…"] のように書いてください。')
        return tuple(found)

    return Edition(
        slug=slug,
        title=str(entry.get("title", slug)),
        date=date,
        issuer=str(entry.get("issuer", "")),
        status=str(entry.get("status", "")),
        aliases=words("aliases"),
        series=str(entry.get("series", "")),
        describes=words("describes"),
        source=str(entry.get("source", "")),
        licence=str(entry.get("licence", "")),
    )
