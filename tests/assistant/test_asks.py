import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.asks import asks_for
from index.normalise import fold


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("自治体ピッチの会場はどこでしたか", {"where"}),
        ("座長を務めているのはどなたですか", {"who"}),
        ("補助の上限はいくらまでですか", {"amount"}),
        ("参加した自治体はいくつですか", {"count"}),
        ("なぜ2026年になったのですか", {"why"}),
        ("何か所に設置しますか", {"count"}),
        ("応募の条件を教えて", {"condition"}),
        ("紙の官報はなくなりますか", {"whether"}),
        ("どの分野が対象か", {"which"}),
        ("担当の電話番号", {"contact"}),
    ],
)
def test_what_a_question_asks_for(question: str, kinds: set[str]) -> None:
    assert kinds <= asks_for(fold(question))


@pytest.mark.parametrize(
    "question", ["オンライン診療 基本方針", "国は何か支援してくれますよね", "計画には何が書かれていますか"]
)
def test_what_asks_for_nothing_in_particular(question: str) -> None:
    assert asks_for(fold(question)) == frozenset()


@given(st.text(max_size=60))
def test_whatever_stands_before_it_a_time_is_asked_for(text: str) -> None:
    assert "when" in asks_for(fold(f"{text}はいつですか"))
