"""Documents added, replaced and removed on the page, by those who may."""

from assistant.ui.editing.endpoints import add_to

__all__ = ["add_to"]
