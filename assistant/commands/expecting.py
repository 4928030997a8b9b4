"""What ``assistant index --expect`` does: a chat model writes the expected questions that are wanting."""

from pathlib import Path

from assistant.commands.console import note
from assistant.compose.chat_model import load_chat_model
from assistant.expect import wanting, write_questions
from assistant.settings import Settings
from index.build import Progress
from index.errors import SettingsError
from index.search import Index


def expect_questions(settings: Settings, paths: list[Path], progress: Progress) -> None:
    """Let the chat model write expected questions for the documents below ``paths`` (all without any)."""
    if not settings.chat_model:
        raise SettingsError(
            "--expect には対話モデルが要ります。ASSISTANT_CHAT_MODEL（例 ollama:gemma3）を設定してください。"
        )
    index = Index(settings.index, settings.embedding_model)
    units = wanting(index, settings.enrichment, _slugs(index, settings.documents, paths))
    index.close()
    note(f"対話モデル（{settings.chat_model}）に資料の文を送り、{len(units):,}箇所の想定質問を書かせます。")
    written = write_questions(
        units,
        settings.expected,
        load_chat_model(settings),
        settings.chat_model,
        settings.chat_timeout,
        lambda done: progress("想定質問を書いています", done, len(units)),
    )
    note(f"想定質問を{written.units}箇所に{written.questions}問、「{settings.expected}」に書きました。")
    if written.failures:
        note(f"{written.failures}回は答えを得られませんでした。もう一度実行すると、残りを書きます。")


def _slugs(index: Index, documents: Path, paths: list[Path]) -> list[str]:
    """The documents of the index whose files are below ``paths``."""
    if not paths:
        return []
    roots = [path.resolve() for path in paths]
    files = {slug: (documents / source.seen.file).resolve() for slug, source in index.manifest.sources.items()}
    return [slug for slug, file in files.items() if slug in index.numbers and any(map(file.is_relative_to, roots))]
