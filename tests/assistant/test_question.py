import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.asked import focus, missing
from assistant.question import LONGEST, Wants, read_question
from index.errors import EmptyQuestion, QuestionTooLong
from index.normalise import fold


@pytest.mark.parametrize(
    ("text", "wants"),
    [
        ("公共サービスメッシュはいつまでに整備しますか", Wants.DATE),
        ("改正された法律は何本ですか", Wants.NUMBER),
        ("10原則を全部教えてください", Wants.LIST),
        ("トラストとは何ですか", Wants.DEFINITION),
        ("なぜ国際標準にそろえるのですか", Wants.REASON),
        ("政府共通ネットワークは今後も使い続けますか", Wants.YESNO),
        ("デジタル人材の確保", Wants.OTHER),
    ],
)
def test_what_kind_of_answer_is_wanted(text: str, wants: Wants) -> None:
    assert read_question(text).wants is wants


@pytest.mark.parametrize("text", ["", "  \n\t", "\u200b\ufeff\x00\x1b", "　"])
def test_nothing_is_left_of_the_question(text: str) -> None:
    with pytest.raises(EmptyQuestion, match="質問が空です"):
        read_question(text)


def test_two_thousand_characters_and_not_one_more() -> None:
    assert len(read_question("押" * LONGEST).text) == LONGEST
    with pytest.raises(QuestionTooLong, match="2,001字"):
        read_question("押" * (LONGEST + 1))


def test_control_and_zero_width_characters_do_not_count() -> None:
    assert read_question("\ufeff押\u200b印\x07は?").text == "押印は?"


@given(st.text(max_size=80))
def test_any_text_is_a_question_or_empty(text: str) -> None:
    try:
        question = read_question(text)
    except EmptyQuestion:
        return
    assert question.text
    assert 0 <= missing(question.folded, "本文") <= 1
    focus(question.folded)


@pytest.mark.parametrize(
    ("question", "stated", "not_stated"),
    [
        ("補助金の上限額を教えて", "上限は50万円とする", "IT導入補助金を活用する"),
        ("何人が参加しましたか", "8万人を動員", "多くの人が集まった"),
        ("普及率は何%ですか", "カバー率は98.8%", "普及を進める"),
        ("いつ始まりますか", "令和6年度に開始", "順次開始できるよう検討"),
        ("第5回の議題は何ですか", "第5回会合では", "第4回会合では"),
        ("8番目は何ですか", "第8条 自分で作りすぎない", "第7条 溶け込む"),
        ("受講した人は何人ですか", "延べ3,000名", "2023年に始めた"),
        ("担当はどの省ですか", "総務省が所管する", "順次進める"),
        ("何月から使えますか", "10月に運用を開始", "運用を開始"),
        ("違反したときの罰則は", "30万円以下の過料", "使用を求める"),
    ],
)
def test_whether_a_text_states_the_detail_asked_for(question: str, stated: str, not_stated: str) -> None:
    assert missing(fold(question), fold(stated)) == 0
    assert missing(fold(question), fold(not_stated)) == 1


def test_a_count_of_items_is_no_ordinal() -> None:
    assert missing(fold("重点的に取り組む10項目を挙げて"), fold("以下の事項を記載")) == 0


def test_the_very_thing_asked_about() -> None:
    assert focus(fold("IT導入補助金の補助率を教えてください")) == ["補助", "率"]
