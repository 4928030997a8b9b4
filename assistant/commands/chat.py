"""``assistant chat``: the chat page."""


def chat() -> int:
    """質問画面をブラウザーで使えるように開きます（既定ではこの端末からだけ使えます）。

    例: assistant chat
    """
    from assistant.ui.launch import launch

    launch()
    return 0
