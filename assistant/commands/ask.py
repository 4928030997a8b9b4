"""``assistant ask``: one question on the command line, or one a line on standard input."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from assistant.answer import Answer
    from assistant.plan import PlanAssistant


def ask(
    question: Annotated[str, typer.Argument(help="質問文。- なら標準入力から1行に1問ずつ読みます。")],
    as_json: Annotated[bool, typer.Option("--json", help="JSONで出力します。")] = False,
    conversation: Annotated[
        bool,
        typer.Option("--conversation", help="（- と共に）各行を会話の続きとして扱います。空行で会話を改めます。"),
    ] = False,
    document: Annotated[
        list[str] | None, typer.Option("--document", help="この資料だけから答えます（複数指定できます）。")
    ] = None,
    top: Annotated[int, typer.Option("--top", min=1, max=20, help="引用の数の上限。")] = 5,
    explain: Annotated[bool, typer.Option("--explain", help="得点の内訳を表示します。")] = False,
    export: Annotated[
        Path | None,
        typer.Option("--export", metavar="ファイル", help="想定問答の形でも書き出します（.docx・.xlsx）。"),
    ] = None,
) -> int:
    """質問に、根拠の箇所つきで答えます。

    例: assistant ask "公共サービスメッシュはいつまでに整備しますか"
    """
    from assistant.commands.console import progress_bar
    from assistant.plan import PlanAssistant

    if export is not None:
        _check_export(export)
    with progress_bar() as progress:
        assistant = PlanAssistant(progress=progress)
        if question != "-":
            answer = assistant.ask(question, documents=document or [], most=top, explain=explain)
            _print(answer, as_json)
            if export is not None:
                _export([answer], export)
            return 0 if answer.status == "answered" else 1
        answers: list[Answer] | None = None if export is None else []
        try:
            _ask_lines(
                assistant, document or [], top, answers, as_json=as_json, conversation=conversation, explain=explain
            )
        finally:  # what was answered is written, whatever ends the run
            if export is not None and answers:
                _export(answers, export)
        return 0


def _check_export(path: Path) -> None:
    from assistant.export import ready_for_export

    ready_for_export(path)


def _export(answers: "list[Answer]", path: Path) -> None:
    from assistant.commands.console import note
    from assistant.export import export_answers

    export_answers(answers, path)
    note(f"{len(answers)}問の回答を「{path}」に書き出しました。")


def _ask_lines(
    assistant: "PlanAssistant",
    documents: list[str],
    top: int,
    answers: "list[Answer] | None",
    *,
    as_json: bool,
    conversation: bool,
    explain: bool,
) -> None:
    """Answer each line of standard input; a bad line is reported and work goes on.

    Answers are added to ``answers`` where that is a list: a long run need not hold what nobody exports.
    """
    from index.errors import AssistantError, DocumentsError, IndexUnusable

    turns: list[str] = []
    for raw in sys.stdin.buffer:
        try:
            line = raw.decode("utf-8").rstrip("\r\n")
        except UnicodeDecodeError:
            _print_error("文字コードがUTF-8ではありません。UTF-8に変換してください。", as_json)
            sys.stdout.flush()
            continue
        if not line.strip():
            if conversation:
                turns = []
                continue
            if not as_json:
                continue
        try:
            asked = _read_line(line)
            earlier = asked.get("conversation") or (turns if conversation else [])
            answer = assistant.ask(
                asked["question"],
                documents=asked.get("documents") or documents,
                conversation=earlier,
                most=top,
                explain=explain,
            )
        except (IndexUnusable, DocumentsError):
            raise
        except AssistantError as error:
            _print_error(str(error), as_json)
        else:
            turns.append(answer.question)
            _print(answer, as_json)
            if answers is not None:
                answers.append(answer)
        sys.stdout.flush()


def _read_line(line: str) -> dict[str, Any]:
    """A line as {"question", "documents", "conversation"}."""
    from index.errors import InputError

    if not line.lstrip().startswith("{"):
        return {"question": line}
    wrong = InputError('1行は {"question": "…", "documents": ["…"], "conversation": ["…"]} の形で書いてください。')
    try:
        asked: dict[str, Any] = json.loads(line)
    except (ValueError, RecursionError):
        raise wrong from None
    lists = [asked.get("documents") or [], asked.get("conversation") or []]
    if not isinstance(asked.get("question"), str) or not all(
        isinstance(values, list) and all(isinstance(value, str) for value in values) for values in lists
    ):
        raise wrong
    return asked


def _print_error(message: str, as_json: bool) -> None:
    from assistant.commands.console import put

    put(json.dumps({"status": "error", "error": message}, ensure_ascii=False) if as_json else f"エラー: {message}\n")


def _put_answer(answer: "Answer") -> None:
    """The answer; editions that it compares side by side, frames without a column under them."""
    from assistant.commands.console import put
    from assistant.commands.table import put_table

    columns = sorted({said.column for said in answer.statements if said.column is not None})
    if len(columns) < 2:
        put(answer.answer)
        return
    cells = [[said.marked for said in answer.statements if said.column == column] for column in columns]
    put_table([cell[0] for cell in cells], [["\n".join(cell[1:]) for cell in cells]])
    for said in answer.statements:
        if said.column is None:
            put(said.marked)


def _print(answer: "Answer", as_json: bool) -> None:
    from assistant.commands.console import put
    from assistant.visible import visible

    if as_json:
        put(answer.to_json())
        return
    _put_answer(answer)
    for title, places in (
        ("根拠", answer.citations),
        ("関連する箇所", answer.related if not answer.citations else []),
    ):
        if places:
            put(f"\n{title}")
        for place in places:
            section = " > ".join(place.section)
            put(visible(f"[{place.number}] {place.name} {section} {place.place}"))
            for line in place.quote.splitlines():
                if line.strip():
                    put(f"    {visible(line.strip())}")  # nothing of a document turns the terminal's direction
    for notice in answer.notices:
        put(f"\n※ {notice}")
    for found in answer.explain or []:
        parts = " ".join(f"{name}={value:.2f}" for name, value in found.parts.items())
        words = " ".join(f"{word}={value:.2f}" for word, value in found.matches.items())
        beside = f"\n  辞書: {'、'.join(found.substitutes)}" if found.substitutes else ""
        beside += f"\n  想定質問: {found.expected}" if found.expected else ""
        put(
            f"\n{found.score:.3f} {found.document} L{found.lines[0] if found.lines else '?'} {parts}"
            f"\n  {words}{beside}\n  {found.text[:80]}"
        )
    put(f"\n確からしさ {answer.confidence:.2f}・索引 {answer.index}")
