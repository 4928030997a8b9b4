import sys
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant import Answer, PlanAssistant
from assistant.compose import templates
from assistant.ground import stands_in
from assistant.settings import Settings
from index.errors import UnknownDocument
from tests.conftest import DOCUMENTS


def test_a_question_about_the_five_documents_is_answered_and_cited(five: PlanAssistant) -> None:
    answer = five.ask("次期マイナンバーカードはいつ頃の導入を目指していますか")
    assert answer.status == "answered"
    assert "2026年（令和8年）中" in answer.answer and "[1]" in answer.answer
    first = answer.citations[0]
    assert (first.number, first.document) == (1, "2023-06_priority-plan-draft-outline")
    assert first.section[-1] == "⑦ 次期マイナンバーカードの検討"
    assert first.lines == (728, 728)
    assert first.quote == "- ・2026年（令和8年）中を視野に次期マイナンバーカードの導入を目指し、必要事項を検討"
    assert answer.composer == "extractive" and answer.confidence > 0.5


def test_a_list_question_gets_the_whole_list(five: PlanAssistant) -> None:
    answer = five.ask("2023年の計画案の、国の行政手続オンライン化の3原則を全部挙げてください")
    for item in ("デジタルファースト", "ワンスオンリー", "コネクテッド・ワンストップ"):
        assert item in answer.answer


def test_what_the_documents_do_not_say_is_refused(five: PlanAssistant) -> None:
    answer = five.ask("GIGAスクール構想の1人1台端末の予算はいくらですか")
    assert answer.status == "not_found"
    assert answer.citations == [] and answer.related
    missing = templates.NOT_FOUND_DETAIL.format(topic="GIGAスクール構想の1人1台端末", detail="金額")
    assert answer.answer == missing + templates.NOT_FOUND_NEAR
    assert [statement.kind for statement in answer.statements] == ["frame"]


def test_a_comparison_cites_both_editions(five: PlanAssistant) -> None:
    answer = five.ask("運転免許証との一体化について、2021年の計画と2023年の計画案を比べて")
    cited = {citation.document for citation in answer.citations}
    assert "2023-06_priority-plan-draft-outline" in cited
    assert cited & {"2021-12-24_priority-plan-outline", "2022-02-03_digital-society-lecture"}


def test_only_the_documents_asked_for_answer(five: PlanAssistant) -> None:
    slug = "2020-11-26_digital-reform-wg-report"
    answer = five.ask("デジタルの日とは何ですか", documents=[slug])
    assert {place.document for place in (*answer.citations, *answer.related)} == {slug}
    with pytest.raises(UnknownDocument):
        five.ask("デジタルの日とは何ですか", documents=["nai"])


def test_a_follow_up_is_answered_in_context(five: PlanAssistant) -> None:
    answer = five.ask("それはいつまでですか", conversation=["公共サービスメッシュを整備しますか"])
    assert "2025年度" in answer.answer


def test_a_follow_up_stays_with_the_edition_named_before(five: PlanAssistant) -> None:
    answer = five.ask(
        "それはいつまでですか", conversation=["2023年の重点計画案では、公共サービスメッシュを整備しますか"]
    )
    assert {citation.document for citation in answer.citations} == {"2023-06_priority-plan-draft-outline"}


def test_at_most_so_many_citations(five: PlanAssistant) -> None:
    answer = five.ask("マイナンバーカードの利用を進める取組を全部教えてください", most=1)
    assert len(answer.citations) == 1
    assert all(number == 1 for statement in answer.statements for number in statement.citations)


def test_explain_shows_every_part_of_every_score(five: PlanAssistant) -> None:
    answer = five.ask("押印の見直し", explain=True)
    assert answer.explain
    assert set(answer.explain[0].parts) == {
        "passage",
        "unit",
        "thesaurus",
        "expected",
        "lexical",
        "grams",
        "dense",
        "detail",
    }
    assert '"explain"' in answer.to_json()
    assert '"explain"' not in five.ask("押印の見直し").to_json()


def check(assistant: PlanAssistant, answer: Answer) -> None:
    """What must hold for every answer."""
    assert answer.status == ("answered" if answer.citations else "not_found")
    assert len(answer.citations) <= 5 and len(answer.related) <= 5
    assert [c.number for c in (*answer.citations, *answer.related)] == list(
        range(1, len(answer.citations) + len(answer.related) + 1)
    )
    for place in (*answer.citations, *answer.related):
        source = assistant.index.content.whole_source(assistant.index.numbers[place.document])
        assert place.quote in source and len(place.quote) <= 600
        assert place.lines and place.lines[0] <= place.lines[1]
    quotes = {citation.number: citation.quote for citation in answer.citations}
    for statement in answer.statements:
        if statement.kind == "quote":
            assert any(stands_in(statement.text, quotes[number]) for number in statement.citations)
    assert Answer.model_validate_json(answer.to_json()).answer == answer.answer


QUESTIONS = [
    "はんこをやめるために直した法律は何本？",
    "サービス設計12箇条を全部教えて",
    "2021年の計画と2023年の計画案で準公共分野はどう違う？",
    "教育データ利活用ロードマップの長期の目標",
    "構成員は誰ですか",
    "工程表",
    "自治体ピッチの要件を全部教えて",
    "提言5と提言6",
    "カレーの作り方",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_quote_stands_verbatim_in_its_document(five: PlanAssistant, question: str) -> None:
    check(five, five.ask(question))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(st.sampled_from("あ押印手続デジタル庁第1-2年R5令和何？、「」<>&\"'`$\\{}[]\n\t①%"), min_size=1, max_size=60)
)
def test_any_question_gets_a_sound_answer_or_a_plain_error(five: PlanAssistant, question: str) -> None:
    from index.errors import EmptyQuestion

    try:
        check(five, five.ask(question))
    except EmptyQuestion:
        assert not question.strip()


def test_several_threads_ask_at_once(five: PlanAssistant) -> None:
    expected = [five.ask(question).answer for question in QUESTIONS]
    wrong: list[str] = []

    def work() -> None:
        wrong.extend(q for q, answer in zip(QUESTIONS, expected, strict=True) if five.ask(q).answer != answer)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_the_first_question_builds_the_index(small_documents: Path, tmp_path: Path) -> None:
    heard: list[str] = []
    assistant = PlanAssistant(
        Settings(documents=small_documents, index=tmp_path / "fresh"),
        progress=lambda what, done, total: heard.append(what),
    )
    assert "令和6年度中に電子申請を始める" in assistant.ask("電子申請はいつ始めますか").answer
    assert heard


def test_a_row_of_a_markdown_table_is_quoted(small: PlanAssistant) -> None:
    answer = small.ask("分別の徹底はいつですか")
    assert answer.status == "answered" and "令和6年度" in answer.answer
    assert answer.citations[0].quote == "| 分別の徹底 | 令和6年度 |" or "| 分別の徹底 |" in answer.citations[0].quote


@pytest.mark.parametrize("odd", ["\f", "\x00", "\u2028", "\x1c"])
def test_odd_characters_in_a_document_lose_nothing(tmp_path: Path, odd: str) -> None:
    folder = tmp_path / "odd"
    folder.mkdir()
    (folder / "a.txt").write_text(
        f"1. 手続{odd}\n\n・押印を廃止する。{odd}\n・電子申請は令和6年度中に始める。\n", "utf-8"
    )
    answer = PlanAssistant(Settings(documents=folder, index=tmp_path / "i")).ask("電子申請はいつ始めますか")
    assert answer.status == "answered" and "令和6年度" in answer.answer


def test_a_very_long_line_is_quoted_in_part(tmp_path: Path) -> None:
    folder = tmp_path / "long"
    folder.mkdir()
    (folder / "a.txt").write_text(
        "手続の見直しについて" + "押印を廃止し、" * 3000 + "電子申請は令和6年度中に始める。\n", "utf-8"
    )
    assistant = PlanAssistant(Settings(documents=folder, index=tmp_path / "i"))
    answer = assistant.ask("電子申請はいつ始めますか")
    assert len(answer.answer) < 2000
    check(assistant, answer)


def test_confidence_tells_sure_from_unsure(five: PlanAssistant) -> None:
    sure = five.ask("公共サービスメッシュはいつまでに整備しますか")
    unsure = five.ask("国は何をしますか")
    assert sure.confidence > unsure.confidence + 0.1


def test_an_item_of_the_list_before_is_asked_for(five: PlanAssistant) -> None:
    answer = five.ask("じゃあ8番目は？", conversation=["サービス設計12箇条の最初の条は何ですか"])
    assert "第8条 自分で作りすぎない" in answer.answer


def test_a_follow_up_stays_near_what_was_answered_before(five: PlanAssistant) -> None:
    answer = five.ask("それはいつ頃の導入ですか", conversation=["次期マイナンバーカードの検討について教えてください"])
    assert answer.citations[0].document == "2023-06_priority-plan-draft-outline"
    assert "次期マイナンバーカードの検討" in answer.citations[0].section[-1]


def test_citations_run_from_the_strongest(five: PlanAssistant) -> None:
    answer = five.ask("マイナンバーカードの健康保険証としての利用はいつまでに", explain=True)
    assert answer.explain and answer.citations[0].lines
    best = answer.explain[0]
    assert best.document == answer.citations[0].document
    assert best.lines and answer.citations[0].lines[0] <= best.lines[0] <= answer.citations[0].lines[1]


def test_the_page_listens_on_this_machine_only_unless_told() -> None:
    assert Settings().host == "127.0.0.1"


def test_changed_documents_are_noticed_and_a_new_index_is_taken_up(small: PlanAssistant, small_documents: Path) -> None:
    from index.build import build_index

    assert small.ask("電子申請はいつ始めますか").notices == []
    (small_documents / "plan.txt").write_text("1. 手続\n\n・電子申請は令和9年度に始める。\n", "utf-8")
    again = PlanAssistant(small.settings)
    assert again.ask("電子申請はいつ始めますか").notices == [templates.STALE]
    build_index(small.settings.documents, small.settings.index)
    for assistant in (small, again):
        answer = assistant.ask("電子申請はいつ始めますか")
        assert "令和9年度" in answer.answer and answer.notices == []


@pytest.mark.parametrize(("switch", "logged"), [("off", False), ("on", True)])
def test_logs_carry_the_question_only_when_switched_on(
    small: PlanAssistant, caplog: pytest.LogCaptureFixture, switch: str, logged: bool
) -> None:
    assistant = PlanAssistant(small.settings.model_copy(update={"log_questions": switch}))
    with caplog.at_level("DEBUG"):
        assistant.ask("電子申請はいつ始めますか")
    assert ("電子申請" in caplog.text) is logged


def test_a_cold_question_imports_nothing_heavy(five_index: Path) -> None:
    import subprocess

    code = (
        "import sys\n"
        "from assistant.plan import PlanAssistant\n"
        "from assistant.settings import Settings\n"
        f"answer = PlanAssistant(Settings(documents={str(DOCUMENTS)!r}, index={str(five_index)!r})).ask('押印の見直し')\n"
        "assert answer.citations\n"
        "heavy = {'torch', 'transformers', 'gradio', 'langsmith', 'sentence_transformers', 'langchain_core', 'sklearn'}\n"
        "found = heavy & {name.split('.')[0] for name in sys.modules}\n"
        "sys.exit(','.join(found) if found else 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
