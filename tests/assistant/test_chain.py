from langchain_core.runnables import RunnableLambda

from assistant import Answer, PlanAssistant
from assistant.chain import PlanRetriever, plan_chain


def test_other_langchain_programs_retrieve(five: PlanAssistant) -> None:
    found = PlanRetriever(assistant=five, k=3).invoke("公共サービスメッシュの整備")
    assert len(found) == 3
    assert "公共サービスメッシュ" in found[0].page_content
    assert found[0].metadata["document"] == "2023-06_priority-plan-draft-outline"
    assert found[0].metadata["section"] and found[0].metadata["lines"]


def test_a_retriever_keeps_to_its_documents(five: PlanAssistant) -> None:
    slug = "2020-11-26_digital-reform-wg-report"
    found = PlanRetriever(assistant=five, documents=[slug]).invoke("デジタル庁の設置")
    assert {document.metadata["document"] for document in found} == {slug}


def test_the_chain_composes_with_other_runnables(five: PlanAssistant) -> None:
    chain = plan_chain(five) | RunnableLambda(lambda answer: answer.citations[0].document)
    assert chain.invoke("公共サービスメッシュはいつまでに整備しますか") == "2023-06_priority-plan-draft-outline"
    answer = plan_chain(five).invoke({"question": "それはいつですか", "conversation": ["公共サービスメッシュの整備"]})
    assert isinstance(answer, Answer) and "2025年度" in answer.answer
