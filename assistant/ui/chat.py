"""The chat: a plain ``gr.ChatInterface`` in Japanese."""

import logging
import sys
from typing import Any

import gradio as gr

from assistant.compose.templates import REMOTE_MODEL
from assistant.plan import PlanAssistant
from assistant.question import LONGEST
from assistant.ui.messages import Message, answer_messages, error_message
from assistant.ui.plain_chatbot import plain_chatbot
from index.errors import AssistantError, SettingsError

TITLE = "計画アシスタント"
EXAMPLES = [
    "公共サービスメッシュはいつまでに整備しますか",
    "デジタル社会形成のための基本10原則を全部教えてください",
    "押印や書面の見直しで改正された法律は何本ですか",
]
log = logging.getLogger(__name__)

# Fonts of the machine itself: nothing is fetched from outside.
_FONTS = ["system-ui", "Hiragino Sans", "Noto Sans JP", "Yu Gothic UI", "sans-serif"]


def build_chat(assistant: PlanAssistant) -> gr.ChatInterface:
    """The chat page over one assistant."""

    def reply(question: str, history: list[Message]) -> list[Message]:
        earlier = [_text(message["content"]) for message in history if message["role"] == "user"]
        try:
            index = assistant.index  # one generation for the answer and for what is shown of it
            return answer_messages(index, assistant.ask(question, conversation=earlier, index=index))
        except AssistantError as error:
            return error_message(str(error))

    model = assistant.settings.chat_model
    return gr.ChatInterface(
        reply,
        title=TITLE,
        description=(REMOTE_MODEL.format(model=model) if model else "資料の記載をそのまま引用して答えます。"),
        chatbot=plain_chatbot(
            label="回答",
            height="65vh",
            buttons=["copy"],
            placeholder="計画資料について質問してください。",
        ),
        textbox=gr.Textbox(
            placeholder="質問を入力して Enter を押してください",
            label="質問",
            max_length=LONGEST,
            submit_btn="質問する",
            stop_btn="止める",
        ),
        examples=[[example] for example in EXAMPLES],
        examples_label="質問の例",
        cache_examples=False,
        analytics_enabled=False,
        api_visibility="private",
    )


def _text(content: Any) -> str:  # noqa: ANN401 - Gradio gives text, or a list of parts
    if isinstance(content, str):
        return content
    return "".join(part.get("text", "") for part in content if isinstance(part, dict))


def launch() -> None:
    """Open the page; on localhost unless a setting says otherwise."""
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("assistant").setLevel(logging.INFO)
    assistant = PlanAssistant()
    _ = assistant.index  # an error is said at once, not at the first question
    settings = assistant.settings
    chat = build_chat(assistant)
    try:
        chat.launch(
            server_name=settings.host,
            server_port=settings.port,
            share=False,
            ssr_mode=False,
            theme=gr.themes.Default(font=_FONTS, font_mono=["ui-monospace", "monospace"]),
            footer_links=[],
            quiet=True,
            prevent_thread_lock=True,
        )
    except OSError as error:
        raise SettingsError(
            f"ポート {settings.port} を開けません。ほかで使われていないか確認し、"
            "ASSISTANT_PORT で別の番号を指定してください。"
        ) from error
    local = settings.host in ("127.0.0.1", "localhost", "::1")
    reach = "この端末からだけ使えます" if local else "ほかの端末からも使えます"
    sys.stdout.write(f"質問画面を開きました: http://{settings.host}:{settings.port}（{reach}。終わるには Ctrl+C）\n")
    sys.stdout.flush()
    chat.block_thread()
