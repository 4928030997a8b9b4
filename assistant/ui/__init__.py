"""The chat page. Nobody outside this folder knows Gradio."""


def serve() -> None:
    """Start the page on the configured address."""
    from assistant.ui.chat import launch

    launch()
