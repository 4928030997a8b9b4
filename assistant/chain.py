"""The assistant for other LangChain programs: a retriever and a runnable, thin over the plain objects.

::

    from assistant.chain import PlanRetriever, plan_chain
    documents = PlanRetriever().invoke("公共サービスメッシュはいつまでに整備しますか")
    answer = plan_chain().invoke("公共サービスメッシュはいつまでに整備しますか")
"""

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableLambda
from pydantic import ConfigDict, Field

from assistant.answer import Answer
from assistant.plan import PlanAssistant


class PlanRetriever(BaseRetriever):
    """Finds the places that speak to a question, the best first.

    A document's ``page_content`` is the verbatim quote; its ``metadata`` are the fields of a citation (document,
    title, date, section, lines …).
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    assistant: PlanAssistant = Field(default_factory=PlanAssistant)
    k: int = 5
    documents: list[str] = Field(default_factory=list)

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        places = self.assistant.find(query, documents=self.documents, most=self.k)
        return [Document(page_content=place.quote, metadata=place.model_dump(exclude={"quote"})) for place in places]


def plan_chain(assistant: PlanAssistant | None = None) -> Runnable[str | dict[str, Any], Answer]:
    """A runnable from a question to an :class:`Answer`.

    The input is the question, or ``{"question": …, "documents": […], "conversation": […]}``.
    """
    plan = assistant or PlanAssistant()

    def ask(asked: str | dict[str, Any]) -> Answer:
        return plan.ask(asked) if isinstance(asked, str) else plan.ask(**asked)

    return RunnableLambda(ask, name="plan_chain")
