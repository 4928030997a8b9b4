from pathlib import Path

import numpy as np
import pytest

from assistant import PlanAssistant
from index.build import build_index
from index.embed.identity import FOLDER, model_identity
from index.embed.models import EmbeddingModel
from index.errors import ModelError, UnknownDocument
from index.language import terms
from index.search import Index
from index.search.fusion import WEIGHTS, read_weights


def search(index: Index, question: str, **options: object) -> list[str]:
    return [found.best_unit.unit.text for found in index.search(question, terms(question), **options)]  # type: ignore[arg-type]


def test_finds_what_is_asked_in_other_words(small: PlanAssistant) -> None:
    assert "押印を廃止する" in search(small.index, "はんこをやめる手続は何件ですか")[0]


def test_finds_in_spite_of_slips(small: PlanAssistant) -> None:
    assert "無線通信" in search(small.index, "避難書に無線つうしん")[0]


def test_a_year_never_finds_another_year_by_vector(five: PlanAssistant) -> None:
    asked = terms("2019年度").words
    late = five.index.late
    for found in late.similar(asked):
        assert set(found.values) <= {np.float32(1.0)}  # itself, or nothing
    (wanted,) = {term for term in asked if term.startswith("年度")}
    for candidate in five.index.search("2019年度", terms("2019年度")):
        if candidate.matches[asked.index(wanted)] > 0:
            text = " ".join(unit.unit.text for unit, _ in candidate.units)
            path = " ".join(five.index.section(candidate.passage.section).path)
            assert wanted in terms(f"{path} {text}").words


def test_documents_limit_the_search(five: PlanAssistant) -> None:
    numbers = five.index.document_numbers(["2020-11-26_digital-reform-wg-report"])
    found = five.index.search("デジタル庁", terms("デジタル庁"), numbers)
    assert found and {candidate.passage.document for candidate in found} == set(numbers)
    with pytest.raises(UnknownDocument, match="ありません"):
        five.index.document_numbers(["nai"])


def test_every_part_of_a_score_lies_between_nothing_and_all(five: PlanAssistant) -> None:
    for candidate in five.index.search("マイナンバーカード", terms("マイナンバーカードの普及")):
        assert all(0 <= part <= 1.0001 for part in candidate.parts.values())
        assert len(candidate.units) == candidate.passage.last - candidate.passage.first


def test_a_question_without_words_finds_nothing(small: PlanAssistant) -> None:
    assert search(small.index, "？！") == []


def test_any_other_model_is_one_setting_away(small_documents: Path, tmp_path: Path, pooled_model: Path) -> None:
    for model in (str(pooled_model), str(FOLDER)):  # one vector a passage, and one a token
        folder = tmp_path / model_identity(model).replace("/", "_")
        build_index(small_documents, folder, model)
        index = Index(folder, model)
        found = index.search("押印 廃止", terms("押印 廃止"))
        assert "押印を廃止する" in found[0].best_unit.unit.text
        assert max(candidate.parts["dense"] for candidate in found) == pytest.approx(1.0, abs=0.01)
        index.close()


def test_a_cross_encoder_is_one_setting_away(small_documents: Path, tmp_path: Path, cross_encoder: Path) -> None:
    build_index(small_documents, tmp_path / "index")
    found = Index(tmp_path / "index", reranker=str(cross_encoder)).search("押印 廃止", terms("押印 廃止"))
    assert all(0 <= candidate.parts["rerank"] <= 1 for candidate in found)
    assert len({candidate.parts["rerank"] for candidate in found}) > 1
    assert [c.score for c in found] == sorted((c.score for c in found), reverse=True)


def test_a_cross_encoder_that_is_not_there_is_said_in_one_line(small_documents: Path, tmp_path: Path) -> None:
    build_index(small_documents, tmp_path / "index")
    index = Index(tmp_path / "index", reranker=str(tmp_path / "documents"))
    with pytest.raises(ModelError, match="ASSISTANT_RERANKER"):
        index.search("押印", terms("押印"))


def test_one_word_finds_first_the_passage_that_speaks_of_it_most(tmp_path: Path) -> None:
    """What BM25 is kept for: by late interaction a word that is there is there."""
    folder = tmp_path / "documents"
    folder.mkdir()
    once = "・防災無線、広報車、掲示板、回覧板、電子メールなど多くの手段で市民に広く知らせることとする。"
    (folder / "a.txt").write_text(
        f"1. 広報\n\n{once}\n\n2. 無線\n\n・無線を増やす。無線の電池を替え、無線を使う訓練をする。\n", "utf-8"
    )
    build_index(folder, tmp_path / "index")
    assert "訓練" in search(Index(tmp_path / "index"), "無線")[0]


def test_the_title_of_a_document_counts_for_all_of_it(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    for name, title in (("a", "みどり市の憲章"), ("b", "あおば市の憲章")):
        (folder / f"{name}.md").write_text(f"# {title}\n\n- 花はあじさいである。\n", "utf-8")
    build_index(folder, tmp_path / "index")
    index = Index(tmp_path / "index")
    for slug, city in (("a", "みどり市"), ("b", "あおば市")):
        found = index.search(f"{city}の花は", terms(f"{city}の花は"))[0]
        assert index.editions[found.passage.document].slug == slug


def test_the_weights_of_the_score_lie_with_the_index(small_documents: Path, tmp_path: Path) -> None:
    build_index(small_documents, tmp_path / "index")
    index = Index(tmp_path / "index")
    assert read_weights(index.generation / WEIGHTS) == read_weights() == index.weights
    for candidate in index.search("押印", terms("押印")):
        assert candidate.score == pytest.approx(index.weights.fuse(candidate.parts))


def test_a_model_that_is_not_there_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(ModelError, match="ASSISTANT_EMBEDDING_MODEL"):
        EmbeddingModel(str(tmp_path / "empty")).encode_question("押印")
