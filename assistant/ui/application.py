"""The one object that all parts of the page work with."""

from dataclasses import dataclass

from assistant.compose.templates import REMOTE_MODEL
from assistant.plan import PlanAssistant

TITLE = "計画アシスタント"


@dataclass(frozen=True)
class Application:
    """The assistant behind the page, and what the page says at all times."""

    assistant: PlanAssistant
    title: str = TITLE

    @property
    def notices(self) -> list[str]:
        """What is shown above everything: that a chat model is used, and what it is sent."""
        model = self.assistant.settings.chat_model
        return [REMOTE_MODEL.format(model=model)] if model else []
