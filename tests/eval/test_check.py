import json
from pathlib import Path

import pytest

from assistant import PlanAssistant
from eval.check import Finding, Problem, check_gold
from eval.check.repository import repository_texts
from eval.gold import SETS, GoldQuestion, load_sets
from index.likeness import NearTexts, likeness

QUESTION = "電子申請はいつ始めることになっていますか"


def gold(**values: object) -> GoldQuestion:
    return GoldQuestion.model_validate(
        {
            "id": "x",
            "set": "dev",
            "question": QUESTION,
            "kind": "date",
            "evidence": [{"text": "令和6年度中に電子申請を始める。", "document": "plan"}],
            "answer": "令和6年度中に始める。",
            "must_contain": [["令和6年度", "2024年度"]],
            "section": ["手続の見直し"],
            "documents": ["plan"],
        }
        | values
    )


UNANSWERABLE = {"kind": "unanswerable", "evidence": [], "must_contain": [], "section": [], "documents": []}


def check(assistant: PlanAssistant, *questions: GoldQuestion, repository: Path | None = None) -> list[Finding]:
    return check_gold(questions, assistant, repository=repository)


def problems(findings: list[Finding]) -> list[Problem]:
    return [finding.problem for finding in findings]


def test_a_good_question_has_no_finding(small: PlanAssistant) -> None:
    assert check(small, gold()) == []


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"evidence": [{"text": "令和7年度中に電子申請を始める。", "document": "plan"}]}, Problem.EVIDENCE),
        ({"documents": ["plan", "nai"]}, Problem.DOCUMENT),
        ({"must_contain": [["令和6年度"], ["窓口"]]}, Problem.FACTS),
        ({"must_contain": []}, Problem.FIELDS),
        ({"answer": " ", "must_contain": [["。"]]}, Problem.FIELDS),
        ({"evidence": []}, Problem.FIELDS),
        ({"documents": []}, Problem.FIELDS),
        ({"kind": "cross"}, Problem.FIELDS),
        ({"question": "\u200b"}, Problem.FIELDS),
        ({"section": ["防災"]}, Problem.SECTION),
        ({**UNANSWERABLE, "must_contain": [["令和6年度"]]}, Problem.FIELDS),
        ({**UNANSWERABLE}, Problem.ANSWERED),  # the plan says it
        ({"set": "own", "evidence": [], "documents": []}, Problem.UNJUDGED),
    ],
)
def test_what_is_wrong_is_named(small: PlanAssistant, values: dict[str, object], problem: Problem) -> None:
    assert problem in problems(check(small, gold(**values)))


def test_a_question_that_nothing_answers(small: PlanAssistant) -> None:
    assert check(small, gold(question="市長の年収はいくらですか", **UNANSWERABLE)) == []


def test_ids_and_near_repeats_across_sets(small: PlanAssistant) -> None:
    other = gold(set="sample", question="電子申請は、いつ始めることになっていますか？")
    findings = check(small, gold(), other)
    assert sorted(problems(findings)) == sorted([Problem.ID, Problem.REPEAT] * 2)
    findings = check_gold([gold()], small, beside=[other.model_copy(update={"id": "y"})], repository=None)
    assert [(finding.set, finding.id) for finding in findings] == [("dev", "x")]


def test_turns_of_one_dialogue_may_repeat_each_other(small: PlanAssistant) -> None:
    first = gold(conversation=[])
    second = gold(id="y", question="それはなぜですか", kind="why", conversation=[QUESTION])
    assert Problem.REPEAT not in problems(check(small, first, second))
    copied = second.model_copy(update={"id": "z"})
    assert Problem.REPEAT in problems(check(small, second, copied))


def test_no_text_of_the_held_out_set_is_shown(small: PlanAssistant) -> None:
    secret = "内緒の電子申請はいつ始めることになっていますか"
    hidden = gold(
        set="test",
        question=secret,
        evidence=[{"text": "内緒の根拠", "document": "plan"}],
        must_contain=[["内緒の事実"]],
        section=["内緒の節"],
    )
    near = gold(id="y", question=secret + "ね")
    findings = check(small, hidden, near)
    assert {Problem.EVIDENCE, Problem.FACTS, Problem.REPEAT} <= set(problems(findings))
    assert all("内緒" not in finding.line for finding in findings if finding.set == "test")
    assert [finding.line for finding in findings if finding.set == "dev"] == [
        "dev y: ほかの質問とほぼ同じです（test x、類似度 0.95）"
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("README.md", f'make ask Q="{QUESTION}"   # 例\n'),
        ("docs/guide.md", f"| 時期を知る | {QUESTION} |\n"),
        ("assistant/prompt.txt", f"次のように答える。例は「{QUESTION}」である。\n"),
        ("assistant/data/expected.json", json.dumps({"expected": [QUESTION]})),
        ("index/data/thesaurus.csv", f"電子申請,{QUESTION}\n"),
        ("eval/probes.jsonl", json.dumps({"question": QUESTION}, ensure_ascii=False)),
        ("assistant/ui/chat.py", 'EXAMPLES = ["電子申請は"\n    "いつ始めることになっていますか"]\n'),
        ("assistant/asked.py", f"# {QUESTION}\n"),
    ],
)
def test_a_question_that_the_repository_knows(small: PlanAssistant, tmp_path: Path, name: str, content: str) -> None:
    path = tmp_path / "repository" / name
    path.parent.mkdir(parents=True)
    path.write_text(content, "utf-8")
    (finding,) = check(small, gold(), repository=tmp_path / "repository")
    assert finding.problem is Problem.REPOSITORY and finding.place.startswith(f"{name}:1")
    assert finding.error


def test_tests_and_gold_itself_are_left_out(tmp_path: Path) -> None:
    for name in ("tests/test_x.py", "eval/gold/dev.jsonl", "documents/a.txt", "assistant/.hidden/x.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# {QUESTION}\n", "utf-8")
    assert list(repository_texts(tmp_path)) == []


def test_likeness_is_that_of_letters_only() -> None:
    assert likeness("Ｒ6年度の、計画は？", "r6年度の計画は") == 1
    assert likeness("", "") == 0
    assert [number for number, _ in NearTexts(["電子申請の開始", "防災無線"]).near("電子申請の開始日")] == [0]


def test_the_committed_gold_is_free_of_errors(five: PlanAssistant) -> None:
    assert [finding.line for finding in check_gold(load_sets(SETS), five) if finding.error] == []
