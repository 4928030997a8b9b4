"""The closed list of sentences that the assistant says in its own words (statements of kind ``frame``)."""

import re

NOT_FOUND = "ご質問に答える記載は、資料の中に見つかりませんでした。"
SMALL_TALK = "資料の記載を探してお答えします。知りたいことを、ふだんの言葉で質問してください。"
NOT_FOUND_NEAR = "近い記載のある箇所を「関連する箇所」に示します。"
NOT_FOUND_DETAIL = "「{topic}」の{detail}の記載は、資料の中に見つかりませんでした。"
NO_SUCH_DETAIL = "お尋ねの{detail}の記載は、資料の中に見つかりませんでした。"
NO_SUCH_NUMBER = "{asked}の記載は、資料の中に見つかりませんでした（近い記載にあるのは{known}までです）。"
NO_SUCH_EDITION = "「{name}」は資料の中にありません。あるのは{others}です。"

YES = "はい。"
NO = "いいえ。"
CONDITIONAL = "条件付きです。"

READING = "{written}は{other}"
READINGS = "（{readings}）"

EDITION = "{name}:"
OLD = "旧 {name}:"
NEW = "新 {name}:"

STALE = "資料が索引の作成後に変わっています。assistant index で索引を更新してください。"

CHAT_UNSUPPORTED = "対話モデルの回答は引用で裏付けられなかったため、資料の記載をそのまま示します。"
CHAT_FAILED = "対話モデルから回答を得られなかったため、資料の記載をそのまま示します。"
CHAT_DROPPED = "引用で裏付けられない文（{count}文）を除きました。"
REMOTE_MODEL = "回答の組み立てに対話モデル（{model}）を使っています。質問と引用箇所がモデルに送られます。"
CHAT_CUT = "対話モデルの回答が途中で終わったため、引用で裏付けられた文だけを示します。"
CHAT_CONVERSATION = "会話の前の質問も対話モデルに送られます。"

# What a statement of kind ``frame`` may be made of.
FRAMES = (
    NOT_FOUND,
    SMALL_TALK,
    NOT_FOUND_NEAR,
    NOT_FOUND_DETAIL,
    NO_SUCH_DETAIL,
    NO_SUCH_NUMBER,
    NO_SUCH_EDITION,
    YES,
    NO,
    CONDITIONAL,
    READINGS,
    EDITION,
    OLD,
    NEW,
)
_FRAME = re.compile("(?:" + "|".join(re.sub(r"\\{[a-z]+\\}", ".+?", re.escape(frame)) for frame in FRAMES) + ")+")


def is_frame(text: str) -> bool:
    """Whether a text is made of the templates above."""
    return _FRAME.fullmatch(text) is not None
