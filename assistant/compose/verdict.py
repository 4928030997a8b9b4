"""Whether the sentence that decides a yes/no question says はい, いいえ or 条件付き; silent where that cannot be told.

Rules over the question and one unit in search form: a word of the question (left) meets a word of the unit (right).
A wrong はい is worse than none: a question that carries a doubt (だけ, もう, そのまま) is never answered so.
"""

import re

from assistant.compose.templates import CONDITIONAL, NO, YES
from assistant.question import Question
from index.normalise import fold

AGREES = 0.5  # score of the unit (late interaction, or its nearest expected question) from which it says はい
_ENDS = re.compile(
    r"(?:ます|です|でしょう|る|た|ない|い|ん|の|なの)か[?。]?$|(?:の|だっけ|っけ|よね|かな|んだ|る|た|い|ok|あり|いいん)\?$"
)
_ASKS_WHICH = re.compile(
    r"いつ|どこ|誰|だれ|なぜ|何(?!か)|いくら|いくつ|どの(?!くらい)|どれ|どんな|どう(?!か|せ)|教えて"
)
_ENDS_IT = r"廃止|撤廃|一掃|なくす|無くす|終了|やめ|移行|改め|切り替え"
# (what the question supposes, what the unit says against it, the verdict)
_AGAINST: tuple[tuple[re.Pattern[str], re.Pattern[str], str], ...] = tuple(
    (re.compile(supposes), re.compile(says), verdict)
    for supposes, says, verdict in (
        (
            r"そのまま|使い続け|続くの|続ける|続きます|これからも|今後も|引き続き|残る|変わらない|従来どおり",
            _ENDS_IT,
            NO,
        ),
        (
            r"だけ(?:です|な|でしょう|です|か|\?|を|が)|のみ|に限(?:られ|定)|しか",
            r"全て|すべて|あらゆる|以外|のほか|に加え|だけでな",
            NO,
        ),
        (
            r"しなくて(?:も)?(?:いい|よい|良い|大丈夫)|不要|必要(?:は|が)?な(?:い|し)|なくても|なしで",
            r"求め|義務|必要|必須|前提|しなければ|不可欠",
            NO,
        ),
        (r"対象外|除外|含まれない|含まない", r"含む|含め|対象", NO),
        (r"目的", r"目的ではな|手段に過ぎ|自己目的(?:と|化)", NO),
        (
            r"必ず|全部|すべて|例外なく|絶対|義務|ないといけ|なければ(?:なら|いけ)|最初から",
            r"努力義務|実情に応じ|任意|スモールスタート|順次",
            NO,
        ),
        (
            r"必ず|全部|すべて|例外なく|絶対|義務|じゃないとダメ|でないとだめ",
            r"原則(?:として)?(?![0-9一二三四五六七八九十①-⑳])|できる限り",
            CONDITIONAL,
        ),
        (
            r"でき|可能|ok|いい|使え|受けられ|なれ|もらえ|認め",
            r"を前提|に限り|場合に(?:は|限)|条件|要件|を満たす|希望者|を除き",
            CONDITIONAL,
        ),
    )
)
_DENIES = re.compile(
    r"(?:し|でき|含ま|設け|行わ|とら|使え|認め|あり|なら|おら|てい)(?:ない|ません|ず)(?:[。、とこも]|$)|ではな|難い|見送|中止|禁止|廃止|撤廃"
)
_UNDECIDED = re.compile(r"検討|目指|見直|議論")
# Whether there is such a thing: a unit that fits says はい by being there.
_ASKS_EXISTENCE = re.compile(
    r"(?:話|決まり|規定|記載|予定|計画|仕組み|制度|取組|取り組み|検討|動き|方針|支援)(?:は|が|も|って)?(?:ある|あり|され|して|し)|書いて|書かれ|載って"
    r"|入って|含まれ|検討|(?:作|つく|造)られ|設け|創設|整備|(?:できる|出来る|られる|る)よう|出来るん|見られ|確認でき"
)
# A question with one of these may as well be answered いいえ: only a rule above may answer it.
_DOUBTS = re.compile(
    r"だけ|のみ|しか|必ず|全部|すべて|例外なく|絶対|義務|そのまま|ずっと|今後も|これからも|もう|すでに|既に|でも(?:いい|よい|でき|ok)|じゃない|でない"
    r"|ない(?:の|ん|です|か|\?|と)|ません(?:か|よね)|ダメ|だめ|禁止|いけない|対象外|不要|目的|主役|決まって|決まった|固まって|最初から|なくて|なしで"
)


def verdict(question: Question, unit_text: str, score: float) -> str:
    """はい, いいえ, 条件付き or nothing, as a unit with this score answers a question."""
    asked = question.folded
    if not _ENDS.search(asked) or _ASKS_WHICH.search(asked):
        return ""
    text = fold(unit_text)
    for supposes, says, answer in _AGAINST:
        if supposes.search(asked) and says.search(text) and not says.search(asked):
            return answer
    if not _ASKS_EXISTENCE.search(asked) or _DOUBTS.search(asked) or _DENIES.search(text) or score < AGREES:
        return ""
    return "" if _UNDECIDED.search(text) and not _UNDECIDED.search(asked) else YES
