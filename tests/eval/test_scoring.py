from pathlib import Path

import pytest

from assistant import PlanAssistant
from eval.gold import GOLD, SETS, GoldQuestion, Piece, load_questions, load_sets
from eval.harness import run
from eval.measures.summary import documents as by_document
from eval.measures.summary import kind as by_kind
from eval.measures.summary import summarise, summarise_by
from eval.record import Fault
from eval.scoring import Sources, holds, names_place, plain, score
from index.errors import InputError
from tests.conftest import DOCUMENTS

PLAN_2023 = "2023-06_priority-plan-draft-outline"


def gold(**values: object) -> GoldQuestion:
    return GoldQuestion.model_validate(
        {
            "id": "x",
            "question": "次期マイナンバーカードはいつ頃の導入を目指していますか",
            "kind": "date",
            "evidence": [{"text": "2026年（令和8年）中を視野に", "document": PLAN_2023}],
            "answer": "",
            "must_contain": [["2026年", "令和8年"]],
            "section": ["⑦ 次期マイナンバーカードの検討"],
            "documents": [PLAN_2023],
        }
        | values
    )


@pytest.fixture(scope="module")
def sources() -> Sources:
    return Sources(DOCUMENTS)


def test_comparison_ignores_widths_radicals_markup_and_spaces() -> None:
    assert plain("- ・**⺠間** の２つ") == plain("民間の2つ")


def test_a_right_answer_gets_full_marks(five: PlanAssistant, sources: Sources) -> None:
    question = gold()
    scored = score(question, five.ask(question.question), sources)
    assert (scored.rank, scored.facts, scored.section, scored.refused) == (0, 1.0, True, False)


def test_a_fact_that_is_missing_and_a_wrong_place_cost(five: PlanAssistant, sources: Sources) -> None:
    question = gold(
        must_contain=[["2026年"], ["2027年"]],
        evidence=[{"text": "第8条 自分で作りすぎない", "document": PLAN_2023}],
        section=["BPRと規制改革の必要性"],
    )
    scored = score(question, five.ask(question.question), sources)
    assert (scored.rank, scored.facts, scored.precision) == (None, 0.5, 0.0)


def test_a_citation_holds_a_piece_by_its_lines_up_to_fifteen(five: PlanAssistant, sources: Sources) -> None:
    citation = five.ask("次期マイナンバーカードはいつ頃の導入を目指していますか").citations[0]
    piece = Piece(text="2026年（令和8年）中を視野に", document=PLAN_2023)
    elsewhere = citation.model_copy(update={"quote": "別の文", "lines": (720, 734)})
    assert holds(elsewhere, piece, gold(), sources)
    assert not holds(elsewhere.model_copy(update={"lines": (720, 735)}), piece, gold(), sources)
    other = citation.model_copy(update={"document": "2022-02-03_digital-society-lecture"})
    assert holds(other, piece, gold(), sources)
    assert not holds(other, piece, gold(kind="scoped"), sources)


def test_a_path_names_a_place_by_nearly_all_its_pairs() -> None:
    assert names_place(["第2 1. 姿", "BPR と規制改革の必要性"], ["BPRと規制改革の必要性"])
    assert not names_place(["規制改革"], ["BPRと規制改革の必要性"])


@pytest.mark.parametrize("name", SETS)
def test_the_committed_gold_stands_in_the_documents(name: str, sources: Sources) -> None:
    questions = load_questions(GOLD / f"{name}.jsonl")
    assert len({question.id for question in questions}) == len(questions)
    for question in questions:
        assert all(sources.has(piece) for piece in question.evidence), question.id
        assert bool(question.evidence) is question.answerable, question.id
        assert bool(question.must_contain) is question.answerable, question.id


def test_there_are_sixty_questions_of_our_own_of_every_kind() -> None:
    own = load_sets(["dev", "test"])
    assert len(own) >= 60
    assert len({question.kind for question in own}) == 12
    assert len({document for question in own for document in question.documents}) == 5


def test_a_run_has_figures_by_kind_and_document(five: PlanAssistant) -> None:
    questions = [gold(), gold(id="y", kind="unanswerable", evidence=[], must_contain=[], documents=[])]
    done = run(five, questions, DOCUMENTS)
    whole = {name: figure.value for name, figure in summarise(done.records).items()}
    assert (whole["first"], whole["facts"], whole["refused"], whole["citations_valid"]) == (1.0, 1.0, 0.0, 1.0)
    assert set(summarise_by(done.records, by_kind)) == {"date", "unanswerable"}
    assert set(summarise_by(done.records, by_document)) == {PLAN_2023}
    assert [record.fault for record in done.records] == [None, Fault.REFUSING]


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"must_contain": [["2027年"]]}, Fault.SAYING),
        ({"evidence": [{"text": "第8条 自分で作りすぎない", "document": PLAN_2023}]}, Fault.FINDING),
        ({"section": ["まったく別の節"]}, Fault.READING),
    ],
)
def test_a_miss_is_filed_under_the_station_that_lost_the_evidence(
    five: PlanAssistant, values: dict[str, object], fault: Fault
) -> None:
    (record,) = run(five, [gold(**values)], DOCUMENTS).records
    assert record.fault is fault
    assert PLAN_2023 in record.instead


def test_a_turn_of_a_dialogue_is_asked_with_those_before_it(five: PlanAssistant) -> None:
    turn = gold(question="それはいつですか", conversation=["次期マイナンバーカードの導入を目指していますか"])
    (record,) = run(five, [turn], DOCUMENTS).records
    assert record.rank == 0


@pytest.mark.parametrize("content", ["{", '{"id": 1}', '{"id":"a","question":"?","kind":"nai"}'])
def test_a_question_file_that_cannot_be_read(tmp_path: Path, content: str) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text(content + "\n", "utf-8")
    with pytest.raises(InputError, match="1行目"):
        load_questions(path)
    with pytest.raises(InputError, match="読めません"):
        load_questions(tmp_path / "none.jsonl")
