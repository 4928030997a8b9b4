import pytest

from assistant.compose.verdict import verdict
from assistant.question import read_question


@pytest.mark.parametrize(
    ("question", "unit", "said"),
    [
        ("在留カードとの一体化は検討されていますか", "在留カードとマイナンバーカードの一体化を検討", "はい。"),
        ("共通ネットワークは今後も使い続けますか", "共通ネットワークは廃止し、新たな網を構築する。", "いいえ。"),
        ("対象は新しい法令だけですか", "全ての法令について適合性を確認する。", "いいえ。"),
        ("報告しなくてもいいんですか", "進捗を報告することを求める。", "いいえ。"),
        ("例外なく共通基盤を使わないといけませんか", "原則として共通基盤を使う。", "条件付きです。"),
        ("個人でも提案できますか", "要件を満たす法人又は個人とする。", "条件付きです。"),
    ],
)
def test_the_sentence_that_decides_says_so(question: str, unit: str, said: str) -> None:
    assert verdict(read_question(question), unit, score=0.8) == said


@pytest.mark.parametrize(
    ("question", "unit"),
    [
        ("人材はもう足りているのですか", "人材が充実しているとは言い難い。"),  # a doubt that no rule decides
        ("いつ始まりますか", "令和6年度に始める。"),  # asks which, not whether
        ("使い続ける仕組みの名前は何ですか", "旧制度は廃止する。"),
        ("窓口はありますか", "窓口の設置について議論する。"),  # not decided yet
    ],
)
def test_nothing_is_said_where_it_cannot_be_told(question: str, unit: str) -> None:
    assert verdict(read_question(question), unit, score=0.8) == ""


def test_yes_wants_a_unit_that_fits() -> None:
    asked = read_question("在留カードとの一体化は検討されていますか")
    assert verdict(asked, "一体化を検討", score=0.2) == ""
