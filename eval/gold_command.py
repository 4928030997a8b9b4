"""``assistant eval check`` and ``assistant eval add``: the gold questions themselves, looked after."""

import json
from collections.abc import Sequence
from pathlib import Path

from assistant import PlanAssistant
from assistant.commands.console import note, progress_bar, put
from assistant.settings import load_settings
from eval.add import Given, add_question
from eval.anchor import Anchored, reanchor, rewrite
from eval.check import Finding, check_gold
from eval.gold import OWN, OWN_SET, SETS, GoldQuestion, Piece, load_sets
from eval.questions import read_questions
from eval.scoring import Sources
from index.build import is_stale
from index.errors import InputError

STALE = "資料が索引より新しくなっています。assistant index で索引を更新してから、もう一度確認してください。"


def run_check(only: Sequence[str], file: Path | None, *, fix: bool, as_json: bool) -> int:
    """Check the committed sets and the user's own questions, or a file alone; 1 if there is an error.

    Raises:
        InputError: an unknown set, or a file that cannot be read or written.
    """
    unknown = [name for name in only if name not in (*SETS, OWN_SET)]
    if unknown:
        raise InputError(f"質問集「{unknown[0]}」はありません。{'・'.join((*SETS, OWN_SET))} から選んでください。")
    settings = load_settings()
    path = file or OWN
    own = read_questions(path, settings.documents) if file or path.exists() else []
    found = reanchor(own, Sources(settings.documents))
    if fix:
        own = _fix(path, own, found, settings.documents)
    committed = load_sets(SETS)
    checked = own if file else [one for one in [*committed, *own] if not only or one.set in only]
    beside = [question for question in [*committed, *own] if question not in checked]
    with progress_bar() as progress:
        assistant = PlanAssistant(settings, progress)
        findings = check_gold(
            checked, assistant, beside=beside, progress=lambda done: progress("確認しています", done, len(checked))
        )
    if is_stale(settings.documents, settings.index, settings.enrichment):
        note(STALE)
    if as_json:
        put(json.dumps(_as_json(checked, findings, found), ensure_ascii=False))
    else:
        _print(checked, findings, found, fixed=fix)
    return 1 if any(finding.error for finding in findings) else 0


def _fix(path: Path, own: list[GoldQuestion], found: Sequence[Anchored], documents: Path) -> list[GoldQuestion]:
    if not any(one.new for one in found):
        return own
    if path.suffix.lower() != ".jsonl":
        raise InputError(f"「{path}」は書き直せません。根拠の欄を手で直すか、JSONLのファイルにしてください。")
    rewrite(path, own, found)
    return read_questions(path, documents)


def _print(
    checked: Sequence[GoldQuestion], findings: Sequence[Finding], found: Sequence[Anchored], fixed: bool
) -> None:
    for one in found:
        _print_anchored(one, fixed)
    for finding in findings:
        put(f"{'×' if finding.error else '△'} {finding.line}")
    errors = sum(finding.error for finding in findings)
    put(f"{len(checked)}問を確認しました。誤り {errors}件（×）、見てほしい点 {len(findings) - errors}件（△）")


def _print_anchored(one: Anchored, fixed: bool) -> None:
    done = "直しました" if fixed else "--fix で直せます"
    if one.new is None:
        put(f"△ {one.id}: 根拠の文に近い文が「{one.old.document}」にありません。質問ごと見直してください。")
    elif one.moved:
        put(f"→ {one.id}: 根拠の行が {_lines(one.old)} から {_lines(one.new)} に移りました。{done}。")
    else:
        put(f"→ {one.id}: 根拠の文が変わったようです（近さ {one.likeness:.2f}）。{done}。正解も確かめてください。")
        put(f"    旧: {' '.join(one.old.text.split())}\n    新: {' '.join(one.new.text.split())} {_lines(one.new)}")


def _lines(piece: Piece) -> str:
    lines = piece.lines
    return f"L{lines[0]}-{lines[1]}" if lines else ""


def _as_json(
    checked: Sequence[GoldQuestion], findings: Sequence[Finding], found: Sequence[Anchored]
) -> dict[str, object]:
    return {
        "questions": len(checked),
        "findings": [
            {
                "id": finding.id,
                "set": finding.set,
                "problem": finding.problem,
                "error": finding.error,
                "place": finding.place,
                "what": finding.what if finding.ok_to_show else "",
            }
            for finding in findings
        ],
        "anchored": [
            {
                "id": one.id,
                "old": one.old.model_dump(mode="json"),
                "new": one.new.model_dump(mode="json") if one.new else None,
                "likeness": round(one.likeness, 3),
            }
            for one in found
        ],
    }


def run_add(file: Path | None, given: Given) -> int:
    """Add one question to the user's own file.

    Raises:
        InputError: what was given or typed cannot be used.
    """
    path = file or OWN
    with progress_bar() as progress:
        assistant = PlanAssistant(progress=progress)
        own = read_questions(path, assistant.settings.documents) if path.exists() else []
        _ = assistant.index  # its building shows on the terminal before the first question is asked
    question = add_question(assistant, path, [*load_sets(SETS), *own], given, _prompt, put)
    put(f"\n{question.id} を「{path}」に追加しました。assistant eval check で確認できます。")
    return 0


def _prompt(name: str, offered: str) -> str:
    try:
        typed = input(f"{name}{f' [{offered}]' if offered else ''}: ")
    except EOFError:
        raise InputError(f"「{name.partition('（')[0]}」が入力されていません。オプションでも指定できます。") from None
    return typed.strip() or offered
