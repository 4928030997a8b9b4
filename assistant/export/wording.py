"""What the files say in the assistant's own words, and text that an Office file can hold."""

from assistant.answer import Answer
from assistant.compose import EXTRACTIVE
from assistant.visible import visible

AUTHOR = "計画アシスタント"
TITLE = "想定問答"
GUIDE = (
    "資料の記載から機械で作った下書きです。根拠の原文と照らし合わせ、確認欄に記入してから使ってください。"
    "[1] などの番号は根拠の番号です。"
)
SOURCES = "【根拠】"
RELATED = "【関連する箇所】（近い記載のある箇所。回答の根拠ではありません）"
MODEL = "この回答の文は対話モデル（{model}）が作ったものです。根拠の原文を確かめてください。"
ANSWERED = "回答あり"
NOT_FOUND = "見つからず"
_EXTRACT = "資料の抜き書き"
_BY_MODEL = "対話モデル（{model}）"
_NOT_CHARACTERS = dict.fromkeys([0xFFFE, 0xFFFF])  # no XML file may hold them


def plain(text: str) -> str:
    """Text as a file can hold it: nothing that cannot be seen but line ends and tabs."""
    return visible(text.replace("\r\n", "\n").replace("\r", "\n")).translate(_NOT_CHARACTERS)


def quoted_lines(quote: str) -> list[str]:
    """The lines of a quote that hold anything; lines end as those of files do, at nothing else."""
    return [line.strip() for line in plain(quote).split("\n") if line.strip()]


def status_of(answer: Answer) -> str:
    """回答あり or 見つからず."""
    return ANSWERED if answer.status == "answered" else NOT_FOUND


def composed_by(answer: Answer) -> str:
    """Who made the sentences: the document alone, or which chat model."""
    return _EXTRACT if answer.composer == EXTRACTIVE else _BY_MODEL.format(model=plain(answer.composer))


def label_of_places(answer: Answer) -> str:
    """What the places under an answer are called: 根拠, or 関連する箇所 under a refusal."""
    return "根拠" if answer.citations else "関連する箇所"
