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
        assert all(0 <= part <= 1.0001 for name, part in candidate.parts.items() if name != "neighbour")
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


def test_a_model_that_is_not_there_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(ModelError, match="ASSISTANT_EMBEDDING_MODEL"):
        EmbeddingModel(str(tmp_path / "empty")).encode_question("押印")
