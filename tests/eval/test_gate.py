"""The gate catches planted faults, names the station at fault, and lets clean and neutral runs pass."""

import importlib
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import assistant.confidence
import assistant.ground
import assistant.related
from assistant import PlanAssistant
from assistant.answer import Answer, Citation
from eval.ablate import without
from eval.faults import NAMES as FAULTS
from eval.gate import Outcome, Verdict, _station, check, load_baseline
from eval.gold import load_sets
from eval.harness import run
from eval.probes import load_probes
from eval.record import Fault, Run
from index.document import Section
from tests.conftest import DOCUMENTS


def evaluate(plan: PlanAssistant) -> Run:
    return run(plan, load_sets(["test"]), DOCUMENTS, load_probes())


def judged(plan: PlanAssistant) -> Verdict:
    return check(evaluate(plan), load_baseline())


def blames(verdict: Verdict, fault: Fault) -> bool:
    """Whether the gate is failed and most of what it names lies with this station."""
    counts: dict[Fault, int] = {}
    for failure in verdict.failures:
        counts[failure.fault] = counts.get(failure.fault, 0) + len(failure.ids)
    return not verdict.passed and max(counts, key=lambda one: counts[one]) is fault and FAULTS[fault] in verdict.line


@pytest.fixture(scope="module")
def clean(five: PlanAssistant) -> Run:
    return evaluate(five)


def test_ten_clean_runs_pass_with_identical_figures(five: PlanAssistant, clean: Run) -> None:
    def figures(one: Run) -> list[object]:
        return [record.model_copy(update={"milliseconds": 0.0}) for record in one.records] + list(one.probes)

    assert check(clean, load_baseline()).passed
    for _ in range(9):
        again = evaluate(five)
        assert figures(again) == figures(clean)
        assert check(again, load_baseline()).passed


def test_a_neutral_change_passes(clean: Run) -> None:
    """Three questions lost and three won, in as many sections."""
    right = [r for r in clean.records if r.right and r.answerable]
    wrong = [r for r in clean.records if not r.right and r.answerable]

    def spread(records: list, count: int) -> set[str]:  # type: ignore[type-arg]
        chosen = {record.cluster: record.id for record in records}
        return set(list(chosen.values())[:count])

    lost, won = spread(right, 3), spread(wrong, 3)
    changes = {name: {"rank": None} for name in lost} | {name: {"rank": 0, "status": "answered"} for name in won}
    records = [record.model_copy(update=changes.get(record.id, {})) for record in clean.records]
    verdict = check(clean.model_copy(update={"records": records}), load_baseline())
    assert verdict.change is not None
    assert (len(verdict.change.lost), len(verdict.change.won)) == (3, 3)
    assert verdict.passed


def test_the_lexical_legs_off(five: PlanAssistant) -> None:
    with without(five, "lexical", "grams"):
        assert blames(judged(five), Fault.FINDING)


@pytest.mark.parametrize(
    ("was", "now", "station"),
    [
        (1.0, 1.0, Fault.REFUSING),
        (1.0, 1.005, Fault.REFUSING),
        (1.0, 0.7, Fault.FINDING),
        (1.0, 1.3, Fault.FINDING),
        (None, 0.7, Fault.REFUSING),  # a baseline that does not know
    ],
)
def test_who_found_other_things_is_blamed_for_what_is_refused(
    clean: Run, was: float | None, now: float, station: Fault
) -> None:
    lost = clean.records[0].model_copy(update={"fault": Fault.REFUSING, "score": now})
    assert _station(lost, Outcome(right=True, facts=None, cluster="", score=was)) is station


def test_vectors_shuffled(five: PlanAssistant, monkeypatch: pytest.MonkeyPatch) -> None:
    late = five.index.late
    shuffled = np.random.default_rng(1).permutation(late._vector_terms)
    monkeypatch.setattr(late, "_vector_terms", shuffled)
    assert blames(judged(five), Fault.FINDING)


def test_sections_shifted_by_one(five: PlanAssistant, monkeypatch: pytest.MonkeyPatch) -> None:
    content = five.index.content
    right = content.section
    last = sum(len(content.sections(number)) for number in range(len(five.index.editions))) - 1

    def shifted(number: int) -> Section:
        return replace(right(number), path=right(min(number + 1, last)).path)

    monkeypatch.setattr(content, "section", shifted)
    assert blames(judged(five), Fault.READING)


def test_citations_that_point_at_a_neighbour(five: PlanAssistant, monkeypatch: pytest.MonkeyPatch) -> None:
    cite = assistant.ground.cite

    def beside(*args: object) -> Citation:
        place = cite(*args)  # type: ignore[arg-type]
        first, last = place.lines or (1, 1)
        return place.model_copy(update={"lines": (last + 1, last + 1 + last - first)})

    monkeypatch.setattr(assistant.ground, "cite", beside)
    monkeypatch.setattr(assistant.related, "cite", beside)
    assert blames(judged(five), Fault.CHOOSING)


def test_one_digit_changed_in_every_tenth_answer(five: PlanAssistant, monkeypatch: pytest.MonkeyPatch) -> None:
    ask, asked = five.ask, [0]

    def changed(*args: object, **options: object) -> Answer:
        answer = ask(*args, **options)  # type: ignore[arg-type]
        asked[0] += answer.status == "answered" and bool(re.search("[0-9]", answer.answer.split(" [")[0]))
        if asked[0] % 10:
            return answer

        def other(text: str) -> str:
            return re.sub("[0-9]", lambda found: str((int(found[0]) + 1) % 10), text, count=1)

        statements = [
            s.model_copy(update={"text": other(s.text)}) if n == 0 else s for n, s in enumerate(answer.statements)
        ]
        return answer.model_copy(update={"answer": other(answer.answer), "statements": statements})

    monkeypatch.setattr(five, "ask", changed)
    assert blames(judged(five), Fault.SAYING)


@pytest.mark.parametrize("threshold", [0.0, 1.1], ids=["never", "always"])
def test_the_threshold_of_refusal_at_an_end(
    five: PlanAssistant, monkeypatch: pytest.MonkeyPatch, threshold: float
) -> None:
    calibration_for = assistant.confidence.calibration_for
    monkeypatch.setattr(
        assistant.confidence,
        "calibration_for",
        lambda index, side: calibration_for(index, side).model_copy(update={"refuse_below": threshold}),
    )
    assert blames(judged(five), Fault.REFUSING)


@pytest.fixture
def without_the_last_document(tmp_path: Path) -> Iterator[PlanAssistant]:
    from assistant.settings import Settings

    folder = tmp_path / "documents"
    folder.mkdir()
    for path in sorted(DOCUMENTS.iterdir())[:4]:
        (folder / path.name).write_bytes(path.read_bytes())
    (folder / "catalog.toml").write_bytes((DOCUMENTS / "catalog.toml").read_bytes())
    yield PlanAssistant(Settings(documents=folder, index=tmp_path / "i"))


def test_the_last_document_missing_from_the_index(without_the_last_document: PlanAssistant) -> None:
    assert blames(judged(without_the_last_document), Fault.READING)


def test_eras_not_matched(five: PlanAssistant, monkeypatch: pytest.MonkeyPatch) -> None:
    language = importlib.import_module("index.language.terms")

    monkeypatch.setattr(language, "year_terms", lambda text: [])
    monkeypatch.setattr(language, "find_years", lambda text: [])
    language._terms.cache_clear()
    try:
        assert blames(judged(five), Fault.FINDING)
    finally:
        language._terms.cache_clear()
