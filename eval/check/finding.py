"""What a check of gold questions found."""

from dataclasses import dataclass
from enum import StrEnum

from eval.gold import HIDDEN, GoldQuestion


class Problem(StrEnum):
    """What is wrong, or (from ``UNJUDGED`` on) only worth a look."""

    ID = "番号が重なっています"
    FIELDS = "項目が正しくありません"
    DOCUMENT = "資料がありません"
    EVIDENCE = "根拠の文が資料にありません"
    FACTS = "必須の語が正解にありません"
    REPEAT = "ほかの質問とほぼ同じです"
    REPOSITORY = "リポジトリの文とほぼ同じです"
    UNJUDGED = "根拠がないので、断ったかどうかと時間だけを測ります"
    SECTION = "節名が根拠の場所の見出しにありません"
    ANSWERED = "資料にないはずが、語と尋ねる事柄のそろう箇所があります"


NOTES = frozenset({Problem.UNJUDGED, Problem.SECTION, Problem.ANSWERED})


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found about the question ``id`` of ``set``.

    ``what`` tells it with the texts; where ``ok_to_show`` is false these are texts of the held-out set, and only
    ``line`` may be shown. ``place`` is a place in a document or file (never a text), empty where there is none.
    """

    id: str
    set: str
    problem: Problem
    what: str
    ok_to_show: bool
    place: str = ""

    @property
    def error(self) -> bool:
        """Whether it must be put right; else it is a note, which a person should look at."""
        return self.problem not in NOTES

    @property
    def line(self) -> str:
        """The finding in one Japanese line that anyone may read."""
        what = f"（{self.what}）" if self.ok_to_show and self.what else f"（{self.place}）" if self.place else ""
        return f"{self.set or '質問'} {self.id}: {self.problem}{what}"


def found(question: GoldQuestion, problem: Problem, what: str = "", place: str = "") -> Finding:
    """A finding about a question; of the held-out set only the place is shown."""
    return Finding(question.id, question.set, problem, what, question.set != HIDDEN, place)
