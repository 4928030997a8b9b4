"""A question becomes a cited answer: understand, retrieve, compose, ground.

Other programs start here::

    from assistant import PlanAssistant
    answer = PlanAssistant().ask("公共サービスメッシュはいつまでに整備しますか")
"""

from assistant.settings import silence_telemetry

silence_telemetry()  # before any library reads its switches

from assistant.answer import Answer, Citation, Statement  # noqa: E402
from assistant.plan import PlanAssistant  # noqa: E402

__all__ = ["Answer", "Citation", "PlanAssistant", "Statement"]
