"""``assistant eval``: ask the gold questions and the probes, print the figures, hold them against the gate."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from assistant import PlanAssistant
from assistant.commands.console import note, progress_bar, put
from eval.ablate import ablate
from eval.faults import NAMES as FAULTS
from eval.faults import count_faults
from eval.gate import BASELINE, Verdict, baseline_of, check, load_baseline
from eval.gold import SETS, GoldQuestion, load_sets
from eval.harness import run
from eval.measures.intervals import Figure
from eval.measures.summary import documents as by_document
from eval.measures.summary import kind as by_kind
from eval.measures.summary import summarise, summarise_by
from eval.passages import evaluate_passages
from eval.probes import ProbeQuestion, load_probes
from eval.record import Record, Run
from eval.tables import fault_line, print_ablation, print_tables
from index.build import Progress
from index.errors import InputError
from index.swap import swapped_in


@dataclass(frozen=True, slots=True)
class Options:
    """What to evaluate and what to leave behind. ``kinds`` empty is all; ``file`` replaces the gold sets."""

    only: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    file: Path | None = None
    as_json: bool = False
    report: Path | None = None
    baseline: Path = BASELINE
    update_baseline: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether every gold question and probe is asked."""
        return not self.kinds and self.file is None and set(self.only or SETS) == set(SETS)


def run_evaluation(options: Options) -> int:
    """Run, print and judge; 1 if the gate is failed.

    Probes are asked with the whole gold set only.

    Raises:
        InputError: an unknown set, a file that cannot be read, or a baseline to be made of a part.
    """
    if options.update_baseline and not options.is_whole:
        raise InputError("--update-baseline は全部の質問で実行してください（--only などを外してください）。")
    questions = choose(options)
    with progress_bar() as progress:
        assistant = PlanAssistant(progress=progress)
        done = evaluate(assistant, questions, load_probes() if options.is_whole else (), progress)
    if options.update_baseline:
        _write_baseline(options.baseline, done)
    verdict = check(done, load_baseline(options.baseline))
    if options.as_json:
        put(json.dumps(as_json(done, verdict), ensure_ascii=False))
    else:
        _print(done, verdict)
    if options.report:
        from eval.publish import publish, report_data

        titles = {edition.slug: edition.title for edition in assistant.index.editions}
        data = report_data(done, verdict, load_baseline(options.baseline), titles)
        note(f"報告: {publish(options.report, data, in_trend=options.is_whole)}")
    return 0 if verdict.passed else 1


def choose(options: Options) -> list[GoldQuestion]:
    """The questions that the options name.

    Raises:
        InputError: there are none, or a set is unknown.
    """
    unknown = [name for name in options.only if name not in SETS]
    if unknown:
        raise InputError(f"質問集「{unknown[0]}」はありません。{'・'.join(SETS)} から選んでください。")
    if options.file:
        from assistant.settings import load_settings
        from eval.questions import read_questions

        questions = read_questions(options.file, load_settings().documents)
    else:
        questions = load_sets(options.only or SETS)
    chosen = [question for question in questions if not options.kinds or question.kind in options.kinds]
    if not chosen:
        raise InputError("当てはまる質問がありません。--only や --kind の指定を確認してください。")
    return chosen


def evaluate(
    assistant: PlanAssistant,
    questions: Sequence[GoldQuestion],
    probes: Sequence[ProbeQuestion],
    progress: Progress,
) -> Run:
    """Ask everything."""
    total = len(questions) + len(probes)
    return run(
        assistant,
        questions,
        assistant.settings.documents,
        probes,
        lambda done: progress("質問しています", done, total),
    )


def as_json(done: Run, verdict: Verdict) -> dict[str, object]:
    """The figures and the verdict; no question's text."""
    return {
        "all": _rounded(summarise(done.records)),
        "kinds": {name: _rounded(row) for name, row in summarise_by(done.records, by_kind).items()},
        "documents": {name: _rounded(row) for name, row in summarise_by(done.records, by_document).items()},
        "faults": {fault.value: count for fault, count in count_faults(done.records).items()},
        "gate": {
            "passed": verdict.passed,
            "failures": [asdict(failure) for failure in verdict.failures],
            "change": asdict(verdict.change) if verdict.change else None,
        },
        "index": done.index,
        "program": done.program,
        "seconds": done.seconds,
    }


def _rounded(figures: Mapping[str, Figure]) -> dict[str, dict[str, float]]:
    return {name: {key: round(value, 4) for key, value in asdict(figure).items()} for name, figure in figures.items()}


def _print(done: Run, verdict: Verdict) -> None:
    judged = [record for record in done.records if record.judged]
    print_tables(summarise(judged), summarise_by(judged, by_kind), summarise_by(judged, by_document))
    if others := [record for record in done.records if not record.judged]:
        refused = sum(record.refused for record in others)
        put(f"根拠の分からない質問: {len(others)}問のうち{refused}問を断りました（正誤は測れません）。")
    put(fault_line(count_faults(done.records), FAULTS))
    if done.probes:
        passed = sum(probe.passed for probe in done.probes)
        put(f"探り質問: {len(done.probes)}問のうち{passed}問が合いました。")
    put(f"{len(done.records)}問・{done.seconds:.0f}秒・索引 {done.index}")
    if verdict.change:
        change = verdict.change
        put(
            f"基準との差（test の正答）: {change.difference.value:+.3f} "
            f"[{change.difference.low:+.3f}, {change.difference.high:+.3f}]、"
            f"失った{len(change.lost)}問・得た{len(change.won)}問（p = {change.p:.2f}）"
        )
    (put if verdict.passed else note)(verdict.line)


def _write_baseline(path: Path, done: Run) -> None:
    with swapped_in(path) as fresh:
        fresh.write_text(baseline_of(done).model_dump_json(indent=1) + "\n", "utf-8")
    note(f"基準「{path}」を書き換えました。")


def run_nightly(folder: Path) -> int:
    """The whole evaluation as the nightly run does it: alone, with its report swapped in and the last good one kept."""
    from eval import nightly
    from eval.publish import report_data
    from eval.report import ReportData

    def evaluate_all() -> ReportData:
        assistant = PlanAssistant()
        done = evaluate(assistant, load_sets(SETS), load_probes(), lambda what, done, total: None)
        baseline = load_baseline()
        titles = {edition.slug: edition.title for edition in assistant.index.editions}
        return report_data(done, check(done, baseline), baseline, titles)

    return nightly.run_nightly(folder, evaluate_all)


PART_NAMES = {
    "": "（なし）",
    "passage": "箇所の語の照合",
    "unit": "文の語の照合",
    "lexical": "BM25",
    "grams": "3文字の並び",
    "thesaurus": "言い換え辞書",
    "expected": "想定質問",
    "rerank": "並べ直しのモデル",
    "dense": "埋め込みモデル",
}


def run_ablation(options: Options) -> int:
    """Switch each part of the score off in turn and print what is left."""
    questions = choose(options)
    with progress_bar() as progress:
        assistant = PlanAssistant(progress=progress)

        def ask(chosen: Sequence[GoldQuestion]) -> list[Record]:
            return evaluate(assistant, chosen, (), progress).records

        rows = {part: summarise(records) for part, records in ablate(assistant, questions, ask).items()}
    if options.as_json:
        put(json.dumps({part or "all": {k: f.value for k, f in row.items()} for part, row in rows.items()}))
    else:
        print_ablation(rows, PART_NAMES)
    return 0


def run_passages(path: Path, *, text_only: bool, as_json: bool) -> int:
    """Evaluate the search alone on a retrieval set."""
    from assistant.settings import load_settings

    progress: Callable[[str, int, int], None]
    with progress_bar() as progress:
        found = evaluate_passages(path, load_settings().embedding_model, text_only=text_only, progress=progress)
    if as_json:
        put(json.dumps(asdict(found)))
    else:
        put(
            f"{found.questions}問・{found.passages}箇所: R@1 {found.recall_1:.3f}　R@5 {found.recall_5:.3f}　"
            f"MRR@10 {found.mrr_10:.3f}"
        )
    return 0
