from pathlib import Path

import pytest

from eval.anchor import Anchored, reanchor, rewrite
from eval.gold import GoldQuestion
from eval.questions import read_questions
from eval.scoring import Sources

SECTION = ["第2章 施策", "1. 手続の見直し"]
EVIDENCE = "・押印を求める手続のうち120件について押印を廃止する。"


def question(text: str = EVIDENCE, **values: object) -> GoldQuestion:
    piece = {"text": text, "document": "plan", "section": SECTION, "lines": [19, 19]} | values
    return GoldQuestion.model_validate(
        {
            "id": "x",
            "question": "押印の廃止は何件",
            "kind": "number",
            "evidence": [piece],
            "answer": "120件",
            "must_contain": [["120"]],
            "section": [],
            "documents": ["plan"],
        }
    )


def change(documents: Path, old: str, new: str) -> Sources:
    path = documents / "plan.txt"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    return Sources(documents)


def only(found: list[Anchored]) -> Anchored:
    (one,) = found
    return one


def test_what_stands_is_left_alone(small_documents: Path) -> None:
    assert reanchor([question()], Sources(small_documents)) == []


def test_lines_that_moved(small_documents: Path) -> None:
    one = only(reanchor([question()], change(small_documents, "第2章", "\n\n第2章")))
    assert one.moved and one.new is not None and one.new.lines == (21, 21)


def test_a_text_that_changed_is_found_by_likeness(small_documents: Path) -> None:
    sources = change(small_documents, "120件について押印を廃止する", "135件について、令和7年度に押印を廃止する")
    one = only(reanchor([question()], sources))
    assert one.new is not None and not one.moved and one.likeness > 0.7
    assert one.new.text.endswith("手続のうち135件について、令和7年度に押印を廃止する。")
    assert (one.new.section, one.new.lines) == (SECTION, (19, 19))
    assert sources.has(one.new)


def test_a_part_of_a_sentence_stays_a_part(small_documents: Path) -> None:
    piece = question("令和6年度中に電子申請")
    one = only(reanchor([piece], change(small_documents, "令和6年度中に電子申請", "令和8年度中に電子申請")))
    assert one.new is not None and one.new.text == "令和8年度中に電子申請"


def test_the_same_text_in_two_sections_is_told_apart_by_the_section(small_documents: Path) -> None:
    old = "・避難所30か所に無線通信の設備を置く。"
    new = "・避難所31か所に無線の設備を置く。\n\n3. 医療\n\n・避難所32か所に無線の設備を置く。"
    sources = change(small_documents, old, new)
    for section, count in (("2. 防災", 31), ("3. 医療", 32)):
        one = only(reanchor([question(old, section=["第2章 施策", section])], sources))
        assert one.new is not None and f"{count}か所" in one.new.text


@pytest.mark.parametrize("document", ["plan", "nai"])
def test_what_is_gone_is_said(small_documents: Path, document: str) -> None:
    sources = change(small_documents, EVIDENCE.removeprefix("・"), "")
    one = only(reanchor([question("まったく別の話で、宇宙開発の話", document=document)], sources))
    assert one.new is None and one.likeness == 0


def test_a_file_is_rewritten_only_where_something_was_found(small_documents: Path, tmp_path: Path) -> None:
    path = tmp_path / "own.jsonl"
    other = '{"質問": "窓口は混みますか",   "備考": "そのまま"}'
    path.write_text(f"{other}\n{question().model_dump_json()}\n", "utf-8")
    sources = change(small_documents, "120件", "135件")
    questions = read_questions(path, small_documents)
    rewrite(path, questions, reanchor(questions, sources))
    first, second = path.read_text("utf-8").splitlines()
    assert first == other and "135件" in second
    assert reanchor(read_questions(path, small_documents), sources) == []
    assert [entry.name for entry in tmp_path.iterdir() if entry.name.startswith(".own")] == []
