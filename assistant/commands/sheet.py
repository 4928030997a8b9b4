"""``assistant sheet``: a table of questions in, the same table with answers out."""

from pathlib import Path
from typing import Annotated

import typer


def sheet(
    questions: Annotated[
        Path, typer.Argument(metavar="質問の表", help="「質問」の列のある表（.xlsx・.csv・.tsv）。「資料」の列で限定。")
    ],
    answers: Annotated[Path, typer.Argument(metavar="回答の表", help="書き出すファイル（.xlsx）。途中からの再開も。")],
) -> int:
    """表の質問に1行ずつ答え、元の列の後に答えと根拠を付けた表を書き出します。中断しても続きから再開できます。

    例: assistant sheet 質問.xlsx 回答.xlsx
    """
    from assistant.commands.console import note, progress_bar
    from assistant.compose.templates import REMOTE_MODEL
    from assistant.plan import PlanAssistant
    from assistant.sheet.work import answer_rows, take_up

    work = take_up(questions, answers)
    rows, done = len(work.answers), len(work.answers) - len(work.wanting)
    if not work.table.named:
        note("「質問」という列がないため、すべての行の1列目を質問として扱います。")
    with progress_bar() as progress:
        assistant = PlanAssistant(progress=progress)
        other = work.from_other_index(assistant.index.fingerprint)
        note(f"{rows}行のうち{done}行は回答済みです。残りに答えます。" if done else f"{rows}行の質問に答えます。")
        if model := assistant.settings.chat_model:
            note(REMOTE_MODEL.format(model=model))
        if other:
            note(f"{other}行は前の索引での回答です。答え直すには、その行の「状態」を消してください。")
        try:
            answer_rows(assistant, work, progress, lambda now, of: note(f"{now}/{of}行を書きました。"))
        except KeyboardInterrupt:
            note(f"{rows - len(work.wanting)}/{rows}行を「{answers}」に書きました。同じ指定で続きから再開できます。")
            raise
    failed = f"（答えられなかった行が{work.errors}行あります。「注」の列を見てください）" if work.errors else ""
    note(f"{work.counted}。「{answers}」に書きました{failed}。")
    return 0
