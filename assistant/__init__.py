"""A question becomes a cited answer: understand, retrieve, compose, ground.

Other programs start here::

    from assistant import PlanAssistant
    answer = PlanAssistant().ask("公共サービスメッシュはいつまでに整備しますか")
"""

from typing import TYPE_CHECKING, Any

from assistant.settings import silence_telemetry

silence_telemetry()  # before any library reads its switches

if TYPE_CHECKING:
    from assistant.answer import Answer, Citation, Statement
    from assistant.plan import PlanAssistant

__all__ = ["Answer", "Citation", "PlanAssistant", "Statement"]


def __getattr__(name: str) -> Any:  # noqa: ANN401
    """Import the names above when they are first used: a command that asks nothing need not load the search."""
    from importlib import import_module

    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("assistant.plan" if name == "PlanAssistant" else "assistant.answer"), name)
