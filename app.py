"""``python app.py`` opens the chat page."""

from assistant.ui import serve

serve()
