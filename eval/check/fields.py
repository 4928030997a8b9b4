"""Whether the fields of gold questions make sense, and their evidence stands where they say."""

from collections import Counter
from collections.abc import Iterator, Sequence

from assistant.question import read_question
from eval.check.finding import Finding, Problem, found
from eval.gold import OWN_SET, GoldQuestion, Piece
from eval.scoring import Sources, names_place, plain
from index.errors import InputError
from index.search import Index


def check_ids(questions: Sequence[GoldQuestion]) -> Iterator[Finding]:
    """No id stands twice, in whatever sets."""
    count = Counter(question.id for question in questions)
    yield from (found(question, Problem.ID) for question in questions if count[question.id] > 1)


def check_fields(question: GoldQuestion, sources: Sources, index: Index) -> Iterator[Finding]:
    """Everything that one question can be checked for by itself."""
    for what in _wrong(question):
        yield found(question, Problem.FIELDS, what)
    if not question.judged and question.set == OWN_SET:
        yield found(question, Problem.UNJUDGED)
    for slug in dict.fromkeys([*question.documents, *(piece.document for piece in question.evidence)]):
        if slug not in sources.slugs:
            yield found(question, Problem.DOCUMENT, f"「{slug}」")
    for piece in question.evidence:
        if piece.document in sources.slugs and not sources.has(piece):
            yield found(question, Problem.EVIDENCE, f"「{piece.text}」", piece.document)
    answer = plain(question.answer)
    for fact in question.must_contain:
        if not any(plain(spelling) in answer for spelling in fact):
            yield found(question, Problem.FACTS, f"「{'｜'.join(fact)}」")
    yield from _check_section(question, sources, index)


def _wrong(question: GoldQuestion) -> Iterator[str]:
    """What is wrong with the fields, without their texts."""
    try:
        read_question(question.question)
    except InputError as error:
        yield str(error)
    if not question.id.strip():
        yield "番号が空です"
    if question.answerable:
        yield from _wrong_answerable(question)
    else:
        named = {"根拠": question.evidence, "必須": question.must_contain}
        yield from (f"資料にない質問に{name}があります" for name, values in named.items() if values)


def _wrong_answerable(question: GoldQuestion) -> Iterator[str]:
    needed = {"根拠": question.evidence, "必須": question.must_contain, "正解": question.answer.strip()}
    if question.set != OWN_SET:  # of their own questions people may leave away what they do not want measured
        yield from (f"{name}がありません" for name, value in needed.items() if not value)
    if not all(plain(piece.text) for piece in question.evidence):
        yield "根拠の文が空です"
    if not all(fact and all(map(plain, fact)) for fact in question.must_contain):
        yield "必須の語が空です"
    if {piece.document for piece in question.evidence} - set(question.documents):
        yield "根拠の資料が資料の欄にありません"
    if question.kind == "cross" and len({piece.side for piece in question.evidence} - {""}) < 2:
        yield "比較の質問の根拠に2つの側がありません"


def _check_section(question: GoldQuestion, sources: Sources, index: Index) -> Iterator[Finding]:
    """One of the names of the place stands in the outline above one of the pieces."""
    pieces = [piece for piece in question.evidence if piece.document in index.numbers and sources.has(piece)]
    if not question.section or not pieces:
        return
    paths = [path for piece in pieces for path in paths_of(piece, sources, index)]
    if not any(names_place(list(path), question.section) for path in paths):
        places = "、".join(" > ".join(path) for path in paths[:3])
        name = "、".join(question.section)
        yield found(question, Problem.SECTION, f"「{name}」、根拠は {places or '見出しの外'}")


def paths_of(piece: Piece, sources: Sources, index: Index) -> list[tuple[str, ...]]:
    """The section paths of the places where a piece stands."""
    number = index.numbers[piece.document]
    units = [unit for span in sources.lines(piece) for unit in index.content.units_between(number, *span)]
    return list(dict.fromkeys(index.section(unit.unit.section).path for unit in units))
