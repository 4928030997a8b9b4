"""A question as it is asked: cleaned, folded, and what kind of answer it wants."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from index.errors import EmptyQuestion, QuestionTooLong
from index.normalise import fold

LONGEST = 2000  # characters


class Wants(StrEnum):
    """The kind of answer that a question wants."""

    DATE = "date"
    NUMBER = "number"
    LIST = "list"
    DEFINITION = "definition"
    REASON = "reason"
    YESNO = "yesno"
    OTHER = "other"


# The first kind that matches wins. Patterns see the question in search form.
_WANTS: tuple[tuple[Wants, re.Pattern[str]], ...] = tuple(
    (wants, re.compile(pattern))
    for wants, pattern in (
        (Wants.REASON, r"なぜ|何故|なんで|どうして|理由|わけは|背景は"),
        (
            Wants.LIST,
            r"全部|すべて|全て|一覧|一通り|ひととおり|列挙|挙げて|並べて|それぞれ|[0-9一二三四五六七八九十]+(?:つ|個|項目|点|本柱|原則|箇条|分野|本)(?:の|は|を|と|って|、)"
            r"(?!.*(?:番目|第[0-9]+条))|(?:どんな|どういう|どのような)(?:項目|もの|取組|取り組み|施策|原則|種類|方針|分野|柱|課題|内容|テーマ)"
            r"|何が(?:ある|挙|並|含)|何と何|メンバー|構成員|項目は|内訳|中身",
        ),
        (
            Wants.DATE,
            r"いつ|何年|何月|何日(?!間|で)|時期|期限|期日|年度は|スケジュール|締め?切|日付|日程|何時",
        ),
        (
            Wants.NUMBER,
            r"いくつ|いくら|何(?:人|件|本|条|割|%|パーセント|円|個|つ|種類|業務|回|項目|倍|時間|日間|ヶ月|か月|社|団体|都道府県|日|段階|世帯|名)"
            r"|どれ(?:くらい|ぐらい|だけ|ほど)|どの(?:くらい|ぐらい|程度)|割合|人数|件数|金額|規模|予算|総額|数を|数は|目標値|[額率]は",
        ),
        (
            Wants.DEFINITION,
            r"とは(?:何|なに|、?$|\?|どう)|って(?:何|なに|どういう)|何(?:の|を指す)(?:こと|略)|意味|定義|どういう(?:もの|こと|意味)",
        ),
        (
            Wants.YESNO,
            r"(?:ます|です|る|た|ない|ん|の)か[?。]?$|(?:の|だっけ|っけ|なの|よね|かな|ある|いる|する|できる)\?$",
        ),
    )
)


@dataclass(frozen=True, slots=True)
class Question:
    """A cleaned question. ``folded`` is its search form."""

    text: str
    folded: str
    wants: Wants


def read_question(raw: str) -> Question:
    """Clean a question and find what it wants.

    Zero-width, BOM and control characters are removed.

    Raises:
        EmptyQuestion: nothing is left.
        QuestionTooLong: more than ``LONGEST`` characters.
    """
    text = "".join(
        " " if character in "\t\n\r\f\v" else character
        for character in raw
        if character in "\t\n\r\f\v" or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co")
    ).strip()
    if not text:
        raise EmptyQuestion("質問が空です。質問文を入力してください。")
    if len(text) > LONGEST:
        raise QuestionTooLong(f"質問は{LONGEST:,}字までです（{len(text):,}字あります）。短くしてください。")
    folded = fold(text)
    wants = next((wants for wants, pattern in _WANTS if pattern.search(folded)), Wants.OTHER)
    return Question(text, folded, wants)
