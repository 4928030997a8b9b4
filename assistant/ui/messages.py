"""An answer as chat messages: the answer itself, then one message for each place, folded under its title.

All text is shown as text: the chat renders neither Markdown nor HTML.
"""

from typing import Any

from assistant.answer import Answer, Citation
from assistant.surroundings import surroundings
from index.search import Index

Message = dict[str, Any]


def answer_messages(index: Index, answer: Answer) -> list[Message]:
    """The messages that show an answer."""
    notes = "".join(f"\n\n※ {notice}" for notice in answer.notices)
    messages: list[Message] = [{"role": "assistant", "content": answer.answer + notes}]
    messages.extend(_place(index, place, "根拠") for place in answer.citations)
    if not answer.citations:
        messages.extend(_place(index, place, "関連") for place in answer.related)
    return messages


def error_message(text: str) -> list[Message]:
    """The message that shows an expected error."""
    return [{"role": "assistant", "content": text}]


def _place(index: Index, place: Citation, sort: str) -> Message:
    head = f"{' > '.join(place.section)} {place.place}"
    body = "\n".join(
        f"{'▌' if line.cited else '　'} {line.number or '':>4}  {line.text.strip()}"
        for line in surroundings(index, place)
    )
    return {
        "role": "assistant",
        "content": f"{head}\n\n{body}",
        "metadata": {
            "title": f"{sort}[{place.number}] {place.name}",
            "status": "done",
        },
    }
