"""Probes: questions made from the documents by rule, each with only one right outcome, for the exact gates.

Four suites. ``eras``: a year in a spelling that the document does not use must find what it says of that year.
``sections``: asked by its heading, a section is cited under that heading. ``editions``: a question that names a
document is answered from it, or from one that describes it. ``refusals``: what no document says is refused.

``python -m eval.probes`` makes them from the index of the five documents and keeps those that pass today in
``eval/probes.jsonl``: from then on each must pass, with no tolerance. Making them anew is a decision of its own.
"""

import json
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

from pydantic import BaseModel

from assistant import PlanAssistant
from assistant.answer import Answer, Citation
from eval.record import Fault, Probe
from index.document import Edition, Section
from index.normalise import find_years, fold
from index.search import Index

PROBES = Path(__file__).parent / "probes.jsonl"
EACH = 40  # probes of a suite at most
SEED = 20261121
FIRST_ERA_YEAR = 2019  # of Reiwa
_ERA_FORMS = ("令和{era}年度", "R{era}年度", "{year}年度")
_ERA_QUESTIONS = ("{year}に行うことは何ですか", "{year}までに整備するものは何ですか", "{year}の目標を教えてください")
_NOT_SAID = (
    "{heading}の担当者の電話番号を教えてください",
    "{heading}についてフランスが払った費用は何ユーロですか",
    "{heading}を担当する課長の生年月日はいつですか",
)
_HEADING = re.compile(r"^[\u3041-\u9fffA-Za-z0-9・、（）()／/ー－ 　①-⑳.]{6,30}$")


class ProbeQuestion(BaseModel, frozen=True):
    """A probe: ``wanted`` is a heading, a year (as in the index: ``2024``) or empty; ``documents`` may answer.

    ``lines`` are those of the section that is asked for.
    """

    id: str
    suite: Literal["eras", "sections", "refusals", "editions"]
    question: str
    documents: list[str]
    wanted: str
    lines: tuple[int, int] = (0, 0)


def load_probes(path: Path = PROBES) -> list[ProbeQuestion]:
    """The committed probes."""
    return [ProbeQuestion.model_validate_json(line) for line in path.read_text("utf-8").splitlines() if line]


def run_probes(assistant: PlanAssistant, probes: Sequence[ProbeQuestion]) -> list[Probe]:
    """Ask the probes."""
    return [run_probe(assistant, probe) for probe in probes]


def run_probe(assistant: PlanAssistant, probe: ProbeQuestion) -> Probe:
    """Ask one probe. An era probe asks its document alone."""
    known = [slug for slug in probe.documents if slug in assistant.index.numbers]
    if probe.documents and not known:
        return _probe(probe, "資料が索引にありません", Fault.READING)
    answer = assistant.ask(probe.question, documents=known if probe.suite == "eras" else ())
    fault = _fault(probe, answer)
    first = next(iter(answer.citations or answer.related), None)
    got = answer.answer if first is None or answer.status != "answered" else _described(first)
    return _probe(probe, got, fault)


def _probe(probe: ProbeQuestion, got: str, fault: Fault | None) -> Probe:
    return Probe(
        id=probe.id,
        suite=probe.suite,
        question=probe.question,
        wanted=probe.wanted or "拒否",
        got=got[:160],
        passed=fault is None,
        fault=fault,
    )


def _fault(probe: ProbeQuestion, answer: Answer) -> Fault | None:
    refused = answer.status != "answered"
    if probe.suite == "refusals":
        return None if refused else Fault.REFUSING
    first = next(iter(answer.citations or answer.related), None)
    if first is None:
        return Fault.FINDING
    if not _fits(probe, first):
        return Fault.READING if _is_misnamed(probe, first) else Fault.FINDING
    if probe.suite == "editions" and any(place.document not in probe.documents for place in answer.citations):
        return Fault.FINDING
    return Fault.REFUSING if refused else None


def _is_misnamed(probe: ProbeQuestion, place: Citation) -> bool:
    """Whether the right place was cited under a wrong section: its lines are those that were asked for."""
    first, last = probe.lines
    return place.document in probe.documents and place.lines is not None and first <= place.lines[0] <= last


def _fits(probe: ProbeQuestion, place: Citation) -> bool:
    if place.document not in probe.documents:
        return False
    if probe.suite == "sections":
        return _letters(probe.wanted) in [_letters(name) for name in place.section]
    if probe.suite == "eras":
        return int(probe.wanted) in {year.number for year in find_years(fold(place.quote))}
    return True


def _letters(text: str) -> str:
    return "".join(fold(text).split())


def _described(place: Citation) -> str:
    return f"{place.document} {' > '.join(place.section)} {place.place}"


def make_probes(index: Index) -> list[ProbeQuestion]:
    """Candidates of all suites, in an order of their own, always the same for the same documents."""
    dice = random.Random(SEED)  # noqa: S311 - nothing secret
    suites = [list(made) for made in (_eras(index), _sections(index), _refusals(index), _editions(index))]
    for suite in suites:
        dice.shuffle(suite)
    return [probe for suite in suites for probe in suite]


def _eras(index: Index) -> Iterator[ProbeQuestion]:
    for number, edition in enumerate(index.editions):
        source = fold(index.content.whole_source(number))
        for year in sorted({found.number for found in find_years(source)}):
            if year < FIRST_ERA_YEAR + 1:
                continue
            for form in _ERA_FORMS:
                spelled = form.format(era=year - FIRST_ERA_YEAR + 1, year=year)
                if fold(spelled) in source:
                    continue
                for place, question in enumerate(_ERA_QUESTIONS):
                    yield ProbeQuestion(
                        id=f"era-{edition.slug[:10]}-{spelled}-{place}",
                        suite="eras",
                        question=question.format(year=spelled),
                        documents=[edition.slug],
                        wanted=str(year),
                    )


def _headings(index: Index) -> Iterator[tuple[Edition, Section]]:
    """Sections whose heading stands once in all documents."""
    found = [
        (edition, section)
        for number, edition in enumerate(index.editions)
        for _, section in index.content.sections(number)
        if section.path and _HEADING.match(section.path[-1])
    ]
    names = [_letters(section.path[-1]) for _, section in found]
    yield from (pair for pair, name in zip(found, names, strict=True) if names.count(name) == 1)


def _sections(index: Index) -> Iterator[ProbeQuestion]:
    for edition, section in _headings(index):
        yield ProbeQuestion(
            id=f"section-{edition.slug[:10]}-L{section.first_line}",
            suite="sections",
            question=f"「{section.path[-1]}」には何が書かれていますか",
            documents=[edition.slug],
            wanted=section.path[-1],
            lines=(section.first_line, section.last_line),
        )


def _refusals(index: Index) -> Iterator[ProbeQuestion]:
    for edition, section in _headings(index):
        for place, template in enumerate(_NOT_SAID):
            yield ProbeQuestion(
                id=f"refusal-{edition.slug[:10]}-L{section.first_line}-{place}",
                suite="refusals",
                question=template.format(heading=section.path[-1]),
                documents=[],
                wanted="",
            )


def _editions(index: Index) -> Iterator[ProbeQuestion]:
    for edition, section in _headings(index):
        speaking = [edition.slug, *(other.slug for other in index.editions if edition.slug in other.describes)]
        for alias in edition.aliases[:2]:
            if sum(alias in other.aliases for other in index.editions) == 1 and len(alias) >= 4:
                yield ProbeQuestion(
                    id=f"edition-{edition.slug[:10]}-L{section.first_line}-{alias}",
                    suite="editions",
                    question=f"{alias}では、{section.path[-1]}について何と書いていますか",
                    documents=speaking,
                    wanted=edition.slug,
                )


def main() -> None:
    """Make the probes anew and keep those that pass."""
    assistant = PlanAssistant()
    kept: list[ProbeQuestion] = []
    for probe in make_probes(assistant.index):
        if sum(other.suite == probe.suite for other in kept) < EACH and run_probe(assistant, probe).passed:
            kept.append(probe)
    lines = [json.dumps(probe.model_dump(), ensure_ascii=False) for probe in kept]
    PROBES.write_text("\n".join(lines) + "\n", "utf-8")
    print({suite: sum(p.suite == suite for p in kept) for suite in ("eras", "sections", "refusals", "editions")})  # noqa: T201


if __name__ == "__main__":
    main()
