"""The one object that all parts of the page work with."""

from dataclasses import dataclass, field

from assistant.auth import Auth, exposure_warning
from assistant.compose.templates import REMOTE_MODEL
from assistant.plan import PlanAssistant
from assistant.ui.tidying import Tidying

TITLE = "計画アシスタント"


@dataclass(frozen=True)
class Application:
    """The assistant behind the page, how people log in (None: not at all), and what the page says at all times.

    ``tidying`` is what its parts want done every few minutes.
    """

    assistant: PlanAssistant
    title: str = TITLE
    auth: Auth | None = None
    tidying: Tidying = field(default_factory=Tidying, compare=False)

    @property
    def notices(self) -> list[str]:
        """What is shown above everything: that a chat model is used and what it is sent; that others can come in."""
        settings = self.assistant.settings
        model = REMOTE_MODEL.format(model=settings.chat_model) if settings.chat_model else ""
        return [notice for notice in (model, exposure_warning(settings)) if notice]
