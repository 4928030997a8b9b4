"""All settings: the only reader of the environment (prefix ``ASSISTANT_``) and of a ``.env`` file."""

import os
import sys
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from index.embed.identity import BUNDLED
from index.enrich.sources import Enrichment
from index.errors import SettingsError

PREFIX = "ASSISTANT_"


class Settings(BaseSettings):
    """What can be set. The description of each field is what ``assistant settings`` shows."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_file_encoding="utf-8",
        extra="ignore",
        env_ignore_empty=True,
        frozen=True,
    )

    documents: Path = Field(Path("documents"), description="資料フォルダ")
    index: Path = Field(Path(".index"), description="索引フォルダ")
    embedding_model: str = Field(BUNDLED, description="埋め込みモデル（bundled、フォルダ、モデル名）")
    reranker: str = Field("", description="上位を並べ直す交差符号化モデル（フォルダ、モデル名。空なら使わない）")
    expected: Path = Field(Path("expected"), description="自作の想定質問のフォルダ（JSONL・CSV・Excel）")
    expected_questions: Literal["on", "off"] = Field("on", description="想定質問を検索に使う（on/off）")
    thesaurus: Path = Field(Path("thesaurus.csv"), description="自作の言い換え辞書（CSV・Excel）")
    chat_model: str = Field("", description="回答を組み立てる対話モデル（例 ollama:gemma3、openai:gpt-4o）")
    chat_base_url: str = Field("", description="対話モデルの接続先")
    chat_api_key: SecretStr = Field(SecretStr(""), description="対話モデルのAPIキー")
    chat_timeout: float = Field(30.0, gt=0, le=600, description="対話モデルを待つ秒数")
    host: str = Field("127.0.0.1", description="画面を開くアドレス")
    port: int = Field(7860, ge=1, le=65535, description="画面を開くポート")
    auth: str = Field("", description="ログイン（利用者ファイル、または proxy:ヘッダー名@アドレス。空なら使わない）")
    state: Path = Field(Path(".state"), description="評価と会話を保存するフォルダ")
    feedback_days: int = Field(0, ge=0, le=36500, description="評価を残す日数（0なら消すまで）")
    conversation_days: int = Field(0, ge=0, le=36500, description="ログインした利用者の会話を残す日数（0なら消すまで）")
    log_questions: Literal["on", "off"] = Field("off", description="質問文をログに残す（on/off）")

    @property
    def enrichment(self) -> Enrichment:
        """Where expected questions and thesauri are kept."""
        return Enrichment(self.expected, self.thesaurus)


def load_settings() -> Settings:
    """Read the settings.

    Raises:
        SettingsError: a value cannot be used.
    """
    try:
        return Settings()
    except ValidationError as error:
        names = "、".join(f"{PREFIX}{str(item['loc'][0]).upper()}" for item in error.errors())
        raise SettingsError(
            f"設定 {names} の値が正しくありません。assistant settings --help で書き方を確認してください。"
        ) from None
    except (UnicodeDecodeError, OSError) as error:
        raise SettingsError("設定ファイル .env を読めません。UTF-8で保存し直してください。") from error


def origin(name: str) -> str:
    """Where a setting's value comes from: 環境変数, .env or 既定値."""
    variable = f"{PREFIX}{name.upper()}"
    if os.environ.get(variable):
        return "環境変数"
    return ".env" if variable.lower() in _dotenv_names() else "既定値"


@lru_cache(maxsize=1)
def _dotenv_names() -> frozenset[str]:
    from dotenv import dotenv_values

    return frozenset(name.lower() for name, value in dotenv_values(".env").items() if value)


def silence_telemetry() -> None:
    """Force tracing and telemetry of every library off, whatever the environment says."""
    for name, value in {
        "LANGSMITH_TRACING": "false",
        "LANGSMITH_TRACING_V2": "false",
        "LANGCHAIN_TRACING_V2": "false",
        "LANGCHAIN_TRACING": "false",
        "GRADIO_ANALYTICS_ENABLED": "False",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "DO_NOT_TRACK": "1",
        "ANONYMIZED_TELEMETRY": "False",
    }.items():
        os.environ[name] = value
    langsmith = sys.modules.get("langsmith.utils")
    if langsmith is not None:  # it was imported first and remembers what it read
        langsmith.get_env_var.cache_clear()
