"""A chatbot that shows all text as text.

Even with Markdown off, Gradio inserts messages as (sanitised) HTML: a tag in a question or a document would be
drawn, and an image fetched. A word joiner behind each ``<`` and ``&`` that could begin a tag or an entity
keeps it text, and looks the same.
"""

import re
from typing import Any

import gradio as gr
from gradio.components.chatbot import ChatbotDataMessages, TextMessage

_OPENS = re.compile(r"([<&])(?=[A-Za-z/!?#])")
WORD_JOINER = "\u2060"


def as_text(text: str) -> str:
    """The text with nothing left that HTML would take for a tag or an entity."""
    return _OPENS.sub(rf"\1{WORD_JOINER}", text)


def plain_chatbot(**options: Any) -> gr.Chatbot:  # noqa: ANN401 - the options of gr.Chatbot
    """A ``gr.Chatbot`` without Markdown, HTML or remote images.

    Wraps the instance: Gradio writes a stub file beside every subclass of a component.
    """
    chatbot = gr.Chatbot(render_markdown=False, **options)
    original = chatbot.postprocess

    def postprocess(value: Any) -> ChatbotDataMessages:  # noqa: ANN401 - Gradio's own union
        return _harmless(original(value))

    setattr(chatbot, "postprocess", postprocess)  # noqa: B010 - a method is no attribute to the type checker
    return chatbot


def _harmless(shown: ChatbotDataMessages) -> ChatbotDataMessages:
    for message in shown.root:
        for part in message.content:
            if isinstance(part, TextMessage):
                part.text = as_text(part.text)
        if message.metadata and "title" in message.metadata:
            message.metadata["title"] = as_text(message.metadata["title"])
    return shown
