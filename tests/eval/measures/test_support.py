from pathlib import Path

import pytest
from langchain_core.language_models import FakeListChatModel

from eval.measures.support import chat_model, covers, cross_encoder
from index.errors import ChatModelError, ModelError
from tests.eval.measures.examples import QUOTE

NICE = "次期マイナンバーカードは、令和8年中の導入を目指して検討される。"


@pytest.mark.parametrize(
    ("statement", "quotes"),
    [
        ("2026年（令和8年）中を視野に次期マイナンバーカードの導入を目指し、必要事項を検討", [QUOTE]),
        (NICE, [QUOTE]),
        (
            "令和6年度に百二十件の手続で押印を廃止する",
            ["押印を求める手続のうち120件について、2024年度に押印を廃止する。"],
        ),
        ("デジタル庁が押印を廃止する手続は120件", ["デジタル庁は手続の押印を廃止する。", "手続は120件"]),
    ],
)
def test_what_quotes_support(statement: str, quotes: list[str]) -> None:
    assert covers(statement, quotes)


@pytest.mark.parametrize(
    ("statement", "quotes"),
    [
        (NICE, []),
        (NICE.replace("8", "9"), [QUOTE]),
        ("マイナンバーカードの導入を目指し、スマートフォンに電子証明書を搭載する。", [QUOTE]),
        ("総務省は次期マイナンバーカードの導入を目指す。", [QUOTE]),
        ("東京で次期マイナンバーカードの導入を目指し必要事項を検討", [QUOTE]),
        ("「マイナポータル」で次期マイナンバーカードの導入を目指し必要事項を検討", [QUOTE]),
        ("次期マイナンバーカードの導入を目指しません。", [QUOTE]),
        ("120件を廃止", ["1120件を廃止"]),
    ],
)
def test_what_they_do_not(statement: str, quotes: list[str]) -> None:
    assert not covers(statement, quotes)


def test_a_chat_model_says_yes_or_no() -> None:
    judge = chat_model(FakeListChatModel(responses=["はい", "「はい」。", "いいえ", "いいえ、はいとは言えません"]))
    assert [judge(NICE, [QUOTE]) for _ in range(4)] == [True, True, False, False]
    assert not judge(NICE, [])


def test_a_chat_model_that_says_neither_or_is_down() -> None:
    with pytest.raises(ChatModelError, match="はい"):
        chat_model(FakeListChatModel(responses=["わかりません"]))(NICE, [QUOTE])
    with pytest.raises(ChatModelError, match="判定"):
        chat_model(FakeListChatModel(responses=[]))(NICE, [QUOTE])


def _save_cross_encoder(folder: Path, labels: dict[int, str]) -> str:
    """A tiny cross-encoder whose scores are the biases of its last layer."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizer

    folder.mkdir()
    (folder / "vocab.txt").write_text("[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n次\n期\n", "utf-8")
    config = BertConfig(
        vocab_size=7, hidden_size=8, num_hidden_layers=1, num_attention_heads=1, intermediate_size=8,
        id2label=labels, label2id={label: number for number, label in labels.items()},
    )  # fmt: skip
    model = BertForSequenceClassification(config)
    with torch.no_grad():
        model.classifier.weight.zero_()
        model.classifier.bias.copy_(torch.tensor([-2.0, 3.0, -1.0][: len(labels)]))
    model.save_pretrained(folder)
    BertTokenizer(str(folder / "vocab.txt")).save_pretrained(folder)
    return str(folder)


def test_a_cross_encoder_by_its_label_or_its_only_score(tmp_path: Path) -> None:
    says = {0: "contradiction", 1: "entailment", 2: "neutral"}
    assert cross_encoder(_save_cross_encoder(tmp_path / "a", says))(NICE, [QUOTE])
    denies = {0: "entailment", 1: "neutral", 2: "contradiction"}
    assert not cross_encoder(_save_cross_encoder(tmp_path / "b", denies))(NICE, [QUOTE])
    single = _save_cross_encoder(tmp_path / "c", {0: "LABEL_0"})
    assert not cross_encoder(single)(NICE, [QUOTE])
    assert cross_encoder(single, enough=0.1)(NICE, [QUOTE])
    with pytest.raises(ModelError, match="entailment"):
        cross_encoder(_save_cross_encoder(tmp_path / "d", {0: "a", 1: "b"}))(NICE, [QUOTE])


def test_a_cross_encoder_is_loaded_when_first_asked(tmp_path: Path) -> None:
    judge = cross_encoder(str(tmp_path))
    assert not judge(NICE, [])
    with pytest.raises(ModelError, match="読み込めません"):
        judge(NICE, [QUOTE])
