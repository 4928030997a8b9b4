"""A question becomes a cited answer: understand, retrieve, compose, ground.

Other programs start here::

    from assistant import PlanAssistant
    answer = PlanAssistant().ask("公共サービスメッシュはいつまでに整備しますか")
"""

from assistant.answer import Answer, Citation, Statement
from assistant.plan import PlanAssistant

__all__ = ["Answer", "Citation", "PlanAssistant", "Statement"]
