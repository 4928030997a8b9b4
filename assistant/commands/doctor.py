"""``assistant doctor``: what is missing and what to do about it."""

import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.settings import Settings


def doctor() -> int:
    """環境を点検し、足りないものと対処を表示します。

    例: assistant doctor
    """
    from assistant.commands.console import put
    from assistant.settings import load_settings
    from index.errors import AssistantError

    values = load_settings()
    checks: list[tuple[str, Callable[[], str]]] = [
        ("資料", lambda: _documents(values.documents)),
        ("同梱モデル", _bundled),
        ("スキャンされたPDFの文字認識", _scans),
        ("索引", lambda: _index(values.index, values.embedding_model)),
        ("対話モデル", lambda: _chat(values.chat_model)),
        ("画面（gradio）", lambda: _package("gradio")),
        ("ログイン", lambda: _login(values)),
        ("保存した評価と会話", lambda: _state(values)),
    ]
    failed = False
    for name, check in checks:
        try:
            put(f"○ {name}: {check()}")
        except AssistantError as error:
            failed = True
            put(f"× {name}: {error}")
    return 1 if failed else 0


def _documents(folder: Path) -> str:
    from index.catalog import find_documents, read_catalog

    files = find_documents(folder)
    read_catalog(folder)
    return f"{len(files)}件（{folder}）"


def _bundled() -> str:
    from index.embed.bundled import BundledModel
    from index.errors import ModelError

    model = BundledModel()
    try:
        count = len(model.vocabulary)
        model.vectors([next(iter(model.vocabulary))])
    except (OSError, ValueError, KeyError) as error:
        raise ModelError("同梱の単語ベクトルを読めません。プログラムを入れ直してください。") from error
    return f"{count:,}語"


def _index(folder: Path, embedding_model: str) -> str:
    from index.search import Index

    index = Index(folder, embedding_model)
    fingerprint = index.fingerprint
    index.close()
    return f"正常（{fingerprint}）"


def _scans() -> str:
    from index.load.ocr import OCR_LANGUAGE, can_read_images

    if can_read_images():
        return "Tesseractで読みます"
    return f"読みません（Tesseract（{OCR_LANGUAGE}）を入れると読めます。文字のあるPDFには要りません）"


def _chat(model: str) -> str:
    from index.errors import SettingsError

    if not model:
        return "使っていません（回答は資料の抜き書きです）"
    if importlib.util.find_spec("langchain") is None:
        raise SettingsError("langchain がありません。pip install 'plan-assistant[chat]' を実行してください。")
    return model


def _package(name: str) -> str:
    from index.errors import SettingsError

    if importlib.util.find_spec(name) is None:
        raise SettingsError(f"{name} がありません。make install を実行してください。")
    return "あり"


def _login(settings: "Settings") -> str:
    from assistant.auth import exposure_warning, load_auth
    from index.errors import SettingsError

    warning = exposure_warning(settings)
    if warning:
        raise SettingsError(warning)
    auth = load_auth(settings)
    if auth is None:
        return f"使っていません（画面は {settings.host} で、この端末からだけ使えます）"
    return "利用者ファイル" if auth.asks_password else "プロキシのヘッダー"


def _state(settings: "Settings") -> str:
    from assistant.state import StateFile

    file = StateFile(settings.state)
    if not file.exists:
        return f"まだありません（{settings.state}）"
    with file.reading() as connection:
        (feedback,) = connection.execute("SELECT count(*) FROM feedback").fetchone()
        (conversations,) = connection.execute("SELECT count(*) FROM conversation").fetchone()
    return f"評価{feedback:,}件・会話{conversations:,}件（{settings.state}）"
