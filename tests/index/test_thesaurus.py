"""The thesaurus: everyday and administrative words that stand for each other."""

from pathlib import Path

import pytest

from index.build import build_index
from index.enrich.sources import SHIPPED_THESAURUS, Enrichment
from index.enrich.thesaurus import Group, make_phrases, read_thesaurus
from index.errors import InputError
from index.language import terms
from index.search import Candidate, Index


def index_with(documents: Path, folder: Path, *rows: str) -> Index:
    path = folder / "own.csv"
    path.write_text("\n".join(["同じ,近い,理由", *rows]), "utf-8")
    build_index(documents, folder / "index", enrichment=Enrichment(thesaurus=path))
    return Index(folder / "index")


def first(index: Index, question: str) -> Candidate:
    return index.search(question, terms(question))[0]


def test_a_word_finds_what_a_group_puts_in_its_place(small_documents: Path, tmp_path: Path) -> None:
    index = index_with(small_documents, tmp_path, "鉛筆｜押印,,試験のための組")
    found = first(index, "鉛筆のこと")
    assert "押印を廃止" in found.best_unit.unit.text
    assert "鉛筆→押印" in index.substitutes(terms("鉛筆のこと"), found)
    assert found.parts["thesaurus"] > 0


def test_a_phrase_counts_only_where_all_its_words_stand_together(small_documents: Path, tmp_path: Path) -> None:
    index = index_with(small_documents, tmp_path, "鉛筆,無線通信の設備,試験のための組")
    found = first(index, "鉛筆")
    assert "無線通信の設備" in found.best_unit.unit.text
    assert sum(candidate.parts["thesaurus"] > 0 for candidate in index.search("鉛筆", terms("鉛筆"))) == 1


def test_near_words_count_less_than_equal_ones(small_documents: Path, tmp_path: Path) -> None:
    index = index_with(small_documents, tmp_path, "鉛筆｜押印,堆肥,試験")
    strengths = {one.terms: one.strength for one in index._thesaurus.substitutes(["鉛筆"])}
    assert strengths["押印",] > strengths["堆肥",] > 0


def test_the_longest_phrase_of_a_question_counts(small_documents: Path, tmp_path: Path) -> None:
    index = index_with(small_documents, tmp_path, "避難所,無線通信,試験", "避難所の設備,堆肥,試験")
    found = {one.terms for one in index._thesaurus.substitutes(list(terms("避難所の設備").words))}
    assert terms("堆肥").words in found and terms("無線通信").words not in found


def test_phrases_without_a_word_are_left_out() -> None:
    made = make_phrases((Group(("こと", "押印"), (), ""), Group(("はんこ", "押印"), (), "")))
    assert len(made.groups) == 1


def test_a_group_of_one_word_is_named(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("同じ,近い,理由\nはんこ,,ひとつだけ\n", "utf-8")
    with pytest.raises(InputError, match="2行目には語が2つ要ります"):
        read_thesaurus(path)


def test_the_shipped_thesaurus_is_whole() -> None:
    groups = read_thesaurus(SHIPPED_THESAURUS)
    assert len(groups) >= 1500
    assert all(group.reason for group in groups)
    words = [word for group in groups for word in group.same]
    assert len(words) == len(set(words)), "a word has one group"
    by_word = {word: group for group in groups for word in group.same}
    assert "押印" in by_word["はんこ"].near + by_word["はんこ"].same
    assert "転居" in by_word["引っ越し"].near + by_word["引っ越し"].same
