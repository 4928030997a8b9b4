import numpy as np
import pytest

from index.embed.build_model import murmur_hash, verb_partner
from index.embed.bundled import BundledModel
from index.embed.identity import FOLDER
from index.language import is_exact, terms

WORDS = ["判子", "押印", "手続き", "引っ越し", "学校"]


@pytest.fixture(scope="module")
def model() -> BundledModel:
    return BundledModel()


def test_numpy_gives_the_vectors_that_sentence_transformers_gives(model: BundledModel) -> None:
    from sentence_transformers import MultiVectorEncoder

    encoder = MultiVectorEncoder(str(FOLDER), local_files_only=True, device="cpu")
    expected = encoder.encode([" ".join(WORDS)], convert_to_numpy=True, show_progress_bar=False)[0]
    np.testing.assert_allclose(model.vectors(WORDS), expected, atol=1e-6)


def test_the_folder_serves_with_pooling_as_a_sentence_transformer() -> None:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.base.modules import Normalize
    from sentence_transformers.sentence_transformer.modules import Pooling, WordEmbeddings

    modules = [WordEmbeddings.load(str(FOLDER)), Pooling(300, "mean"), Normalize()]
    encoder = SentenceTransformer(modules=modules, device="cpu")
    near, far = encoder.similarity(
        encoder.encode(["印鑑 廃止"], show_progress_bar=False),
        encoder.encode(["押印 見直し", "道路 自動 運転"], show_progress_bar=False),
    )[0]
    assert near > far


def test_like_words_are_near_and_unlike_ones_are_not(model: BundledModel) -> None:
    stamp, seal, procedure, _, school = model.vectors(WORDS)
    assert stamp @ seal > 0.4
    assert abs(stamp @ school) < 0.25
    assert abs(seal @ procedure) < 0.4


def test_words_that_merely_share_a_row_are_kept_apart(model: BundledModel) -> None:
    # In the source vectors these two are one vector.
    assert not model.has("マイナンバー") or model.vectors(["マイナンバー"])[0] @ model.vectors(["消費税"])[0] < 0.9


@pytest.mark.parametrize("exact", ["#2019", "年2019", "年度2021", "@kpi", "+個人_情報", "令和", "東京"])
def test_numbers_years_latin_words_and_names_have_no_vector(model: BundledModel, exact: str) -> None:
    assert not model.has(exact)


def test_every_word_of_the_vocabulary_is_a_term_that_may_have_a_vector(model: BundledModel) -> None:
    for word in list(model.vocabulary)[::500]:
        assert not is_exact(word)


def test_traps_are_looked_up_by_lemma_and_variant(model: BundledModel) -> None:
    for text in ("はんこ", "セキュリティ", "手続", "取組"):
        (term,) = terms(text).words
        assert model.has(term), text


def test_the_folder_is_small_and_holds_no_pickle() -> None:
    files = [path for path in FOLDER.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 20_000_000
    assert {path.suffix for path in files} <= {".json", ".npy", ".safetensors", ".md"}


def test_rarer_words_are_rarer(model: BundledModel) -> None:
    assert model.background_idf("判子") > model.background_idf("手続き") > model.background_idf("場合")


def test_the_hash_of_the_source_vectors() -> None:
    assert murmur_hash("coffee") == 3197928453018144401  # the example in spaCy's documentation


def test_pairs_of_verbs() -> None:
    assert verb_partner("育てる") == "育つ"
    assert verb_partner("繋がる") == "繋ぐ"
    assert verb_partner("見る") == ""
