"""The conversations of users who are logged in: listed, opened, renamed, deleted. Each sees only their own."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from assistant.conversations import ConversationStore, Turn, open_conversations
from assistant.ui.application import Application
from assistant.ui.calls import add_calls
from assistant.ui.reply import reply_of
from assistant.ui.who import user_of
from index.errors import AssistantError, NotAllowed

if TYPE_CHECKING:
    from gradio import Server

    from index.search import Index


def listed(store: ConversationStore, user: str) -> list[dict[str, Any]]:
    """The conversations as the page lists them: number, name, and when it was last used (milliseconds)."""
    return [
        {"number": one.number, "name": one.title, "used": datetime.fromisoformat(one.changed).timestamp() * 1000}
        for one in store.list(user)
    ]


def opened(application: Application, turns: Sequence[Turn]) -> dict[str, Any]:
    """A conversation as the page shows it."""
    index = application.assistant.index
    return {"turns": [turn_view(index, turn) for turn in turns]}


def turn_view(index: "Index", turn: Turn) -> dict[str, Any]:
    """A turn as the page has it; an answer that another version kept is only named."""
    view = {"question": turn.question, "documents": list(turn.documents), "stopped": turn.stopped, "reply": None}
    try:
        return view | {"reply": reply_of(index, turn.answer).model_dump(mode="json")}
    except AssistantError as error:
        return view | {"error": str(error)}


def retention(days: int) -> str:
    """What users are told of where their conversations are kept, and for how long."""
    end = f"最後の質問から{days}日で自動的に消えます" if days else "削除するまで残ります"
    return (
        "会話は、計画アシスタントが動く機械に保存され、ログインすればほかの端末でも続けられます。"
        f"ほかの利用者には見えません。{end}。「削除」で本当に消えます。"
    )


def add_to(server: "Server", application: Application) -> None:
    """Give the server its ``conversations``, ``conversation``, and what renames and deletes them."""
    from gradio import Request

    store = open_conversations(application.assistant.settings)

    def answered(request: Request, work: Callable[[str], dict[str, Any] | None]) -> dict[str, Any]:
        """What work on the conversations of whoever asks has to say."""
        user = user_of(application, request)
        if user is None:
            raise NotAllowed("会話をサーバーに保存するのは、ログインした利用者だけです。ログインしてください。")
        return work(user.name) or {}

    def conversations(request: Request) -> dict[str, Any]:
        return answered(request, lambda user: {"conversations": listed(store, user)})

    def conversation(number: int, request: Request) -> dict[str, Any]:
        return answered(request, lambda user: opened(application, store.turns(user, number)))

    def rename(number: int, name: str, request: Request) -> dict[str, Any]:
        return answered(request, lambda user: store.rename(user, number, name))

    def delete(number: int, request: Request) -> dict[str, Any]:
        return answered(request, lambda user: store.delete(user, number))

    def delete_all(request: Request) -> dict[str, Any]:
        return answered(request, lambda user: {"deleted": store.delete_all(user)})

    calls: dict[str, Callable[..., dict[str, Any]]] = {
        "conversations": conversations,
        "conversation": conversation,
        "rename_conversation": rename,
        "delete_conversation": delete,
        "delete_conversations": delete_all,
    }
    add_calls(server, calls)
