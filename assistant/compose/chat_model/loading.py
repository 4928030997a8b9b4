"""The chat model that a setting names."""

from typing import TYPE_CHECKING, Any

from assistant.settings import Settings
from index.errors import SettingsError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel


def load_chat_model(settings: Settings) -> "BaseChatModel":
    """The chat model that a setting names, such as ``ollama:gemma3`` or ``openai:gpt-4o``.

    Raises:
        SettingsError: the name or the provider's package is not known.
    """
    from langchain.chat_models import init_chat_model

    options: dict[str, Any] = {"temperature": 0}
    if settings.chat_base_url:
        options["base_url"] = settings.chat_base_url
    if settings.chat_api_key.get_secret_value():
        options["api_key"] = settings.chat_api_key.get_secret_value()
    if settings.chat_model.startswith("openai:"):
        options |= {"timeout": settings.chat_timeout, "max_retries": 0}
    elif settings.chat_model.startswith("ollama:"):
        options["client_kwargs"] = {"timeout": settings.chat_timeout}
    try:
        model: BaseChatModel = init_chat_model(settings.chat_model, **options)
        return model
    except Exception as error:
        raise SettingsError(
            f"対話モデル「{settings.chat_model}」を使えません。ASSISTANT_CHAT_MODEL の書き方（例 ollama:gemma3）、"
            "必要なら ASSISTANT_CHAT_API_KEY、pip install 'plan-assistant[chat]' の実行を確認してください。"
        ) from error


def has_fields(model: "BaseChatModel") -> bool:
    """Whether a model is known to reply in fields of a JSON schema.

    LangChain's profile says so of the models that it knows; Ollama's server binds every model to a schema. An unknown
    model behind an OpenAI-like server cites by marks.
    """
    profile = getattr(model, "profile", None) or {}
    return bool(profile.get("structured_output")) or model._llm_type == "chat-ollama"
