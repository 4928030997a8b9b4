"""What a reader says of an answer, and what the page tells readers of its keeping."""

from typing import Literal

from pydantic import BaseModel, field_validator, model_validator

from assistant.visible import visible

Rating = Literal["good", "bad"]
Reason = Literal["", "wrong_answer", "wrong_evidence", "incomplete", "other"]
REASONS: dict[Reason, str] = {
    "wrong_answer": "回答が違う",
    "wrong_evidence": "根拠が違う",
    "incomplete": "足りない",
    "other": "その他",
}  # what can be said of a bad answer, in the order to offer it
LONGEST_COMMENT = 2000  # characters

WHAT_IS_STORED = (
    "評価を送ると、評価とコメント、質問（会話の前の質問を含む）、回答とその根拠、索引の識別番号、回答の作り方、日時、"
    "ログインしている場合は利用者名を、このプログラムが動く機械の中だけに保存します。回答の改善に使います。"
)


def kept_for(days: int) -> str:
    """One sentence on how long it is kept (``ASSISTANT_FEEDBACK_DAYS``, ``ASSISTANT_CONVERSATION_DAYS``)."""
    return f"{days:,}日たつと消えます。" if days else "消すまで残ります。"


class Opinion(BaseModel, frozen=True):
    """👍 (``good``) or 👎 (``bad``), of a bad answer why, and a comment, cut to 2,000 visible characters."""

    rating: Rating
    reason: Reason = ""
    comment: str = ""

    @field_validator("comment")
    @classmethod
    def _clean(cls, comment: str) -> str:
        return visible(comment).strip()[:LONGEST_COMMENT]

    @model_validator(mode="after")
    def _no_reason_for_praise(self) -> "Opinion":
        if self.rating == "good" and self.reason:
            raise ValueError("only a bad answer has a reason")
        return self

    @property
    def text(self) -> str:
        """The opinion in words: 良い, or 悪い（根拠が違う）."""
        if self.rating == "good":
            return "良い"
        return f"悪い（{REASONS[self.reason]}）" if self.reason else "悪い"
