"""From a gold question and its answer to a record."""

from assistant.answer import Answer, Citation
from eval.faults import fault_of
from eval.gold import GoldQuestion
from eval.measures.citations import answer_numbers_agree, cited
from eval.record import Record
from eval.scoring import Score, Sources, score
from index.search import Index

LONGEST_INSTEAD = 160  # characters
SEARCHED = 5  # passages of the search that count as found: so many places are cited at most


def record_of(gold: GoldQuestion, answer: Answer, sources: Sources, index: Index) -> Record:
    """Score an answer and file what came of it."""
    one = score(gold, answer, sources)
    record = Record(
        id=gold.id,
        set=gold.set,
        kind=gold.kind,
        question=gold.question,
        documents=gold.documents,
        cluster=_cluster(gold),
        answerable=gold.answerable,
        judged=gold.judged,
        evidence=gold.evidence,
        expected=gold.answer,
        must_contain=gold.must_contain,
        status=answer.status,
        answer=answer.answer,
        confidence=answer.confidence,
        milliseconds=answer.timings_ms["total"],
        citations=answer.citations,
        related=answer.related,
        rank=one.rank,
        ranking=list(one.ranking),
        relevant=relevant_units(gold, sources, index),
        found=_was_found(gold, answer, sources),
        score=answer.explain[0].score if answer.explain else 0.0,
        facts=one.facts,
        precision=one.precision,
        section=one.section,
        sides=one.sides,
        edition=_edition(gold, answer),
        **_grounding(answer, sources),
    )
    fault = fault_of(record) if gold.judged else None
    return record.model_copy(update={"fault": fault, "instead": _instead(one) if fault else ""})


def relevant_units(gold: GoldQuestion, sources: Sources, index: Index) -> int:
    """How many units of the index stand on lines that hold evidence."""
    units: set[int] = set()
    for piece in gold.evidence:
        if piece.document in index.numbers:
            number = index.numbers[piece.document]
            for first, last in sources.lines(piece):
                units.update(unit.number for unit in index.content.units_between(number, first, last))
    return len(units)


def _was_found(gold: GoldQuestion, answer: Answer, sources: Sources) -> bool:
    """Whether one of the search's first passages stands on lines that hold evidence."""
    first = {(place.document, line) for place in (answer.explain or [])[:SEARCHED] for line in _lines(place.passage)}
    return any(
        (piece.document, line) in first
        for piece in gold.evidence
        for span in sources.lines(piece)
        for line in _lines(span)
    )


def _lines(span: tuple[int, int]) -> range:
    return range(span[0], span[1] + 1)


def _cluster(gold: GoldQuestion) -> str:
    if not gold.evidence:
        return gold.id
    return f"{gold.evidence[0].document}/{gold.section[0] if gold.section else ''}"


def _edition(gold: GoldQuestion, answer: Answer) -> bool | None:
    """Whether the first place is in a document that the question names."""
    if gold.kind not in ("scoped", "cross") or not answer.citations:
        return None
    return answer.citations[0].document in {piece.document for piece in gold.evidence}


def _grounding(answer: Answer, sources: Sources) -> dict[str, float | bool | None]:
    """Whether the citations exist and support what is said; of answers only."""
    if answer.status != "answered":
        return {}
    grounded = cited(answer)
    return {
        "citation_recall": grounded.recall,
        "citation_precision": grounded.precision,
        "citations_valid": all(is_valid(place, sources) for place in (*answer.citations, *answer.related)),
        "numbers_agree": answer_numbers_agree(answer),
    }


def is_valid(place: Citation, sources: Sources) -> bool:
    """Whether document, place and quote exist: the quote stands, letter by letter, in the lines that are cited."""
    text = sources.text(place.document, place.lines)
    return text is not None and bool(place.quote) and place.quote in text


def _instead(one: Score) -> str:
    """What came in place of the evidence: the first place and what it says."""
    answer = one.answer
    if not answer.citations:
        return answer.answer[:LONGEST_INSTEAD]
    place = answer.citations[0]
    section = " > ".join(place.section)
    return f"{place.document} {section} {place.place}: {' '.join(place.quote.split())}"[:LONGEST_INSTEAD]
