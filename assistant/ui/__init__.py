"""The chat page. Nobody outside this folder knows Gradio."""


def serve() -> None:
    """Start the page on the configured address."""
    import sys

    from assistant.ui.launch import launch
    from index.errors import AssistantError

    try:
        launch()
    except AssistantError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(2)
