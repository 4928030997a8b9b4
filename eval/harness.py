"""Ask gold questions and probes, and keep what came of it as a run."""

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from assistant import PlanAssistant
from eval.ablate import without_expected
from eval.gold import HIDDEN, GoldQuestion
from eval.probes import ProbeQuestion, run_probe
from eval.record import Probe, Record, Run
from eval.recording import record_of
from eval.scoring import Sources

ROOT = Path(__file__).parents[1]
PACKAGE = "plan-assistant"


def run(
    assistant: PlanAssistant,
    questions: Sequence[GoldQuestion],
    documents: Path,
    probes: Sequence[ProbeQuestion] = (),
    progress: Callable[[int], None] | None = None,
) -> Run:
    """Ask every question and probe, in order; ``progress`` hears how many are done.

    Held-out questions are asked a second time without expected questions.
    """
    started, clock = datetime.now(UTC), time.perf_counter()
    sources = Sources(documents)
    tell = progress or (lambda done: None)
    records: list[Record] = []
    for gold in questions:
        records.append(_ask(assistant, gold, sources))
        tell(len(records))
    with without_expected(assistant):
        unaided = [_ask(assistant, gold, sources) for gold in questions if gold.set == HIDDEN]
    asked: list[Probe] = []
    for probe in probes:
        asked.append(run_probe(assistant, probe))
        tell(len(records) + len(asked))
    return Run(
        started=started.isoformat(timespec="seconds"),
        seconds=round(time.perf_counter() - clock, 1),
        program=program(),
        index=assistant.index.fingerprint,
        embedding_model=assistant.settings.embedding_model,
        composer=assistant.settings.chat_model or "extractive",
        sets=sorted({gold.set for gold in questions}),
        records=records,
        unaided=unaided,
        probes=asked,
    )


def _ask(assistant: PlanAssistant, gold: GoldQuestion, sources: Sources) -> Record:
    answer = assistant.ask(gold.question, conversation=gold.conversation, explain=True)
    return record_of(gold, answer, sources, assistant.index)


def program() -> str:
    """The version, and the commit where the program runs from its repository."""
    try:
        name = version(PACKAGE)
    except PackageNotFoundError:
        name = "0"
    commit = _commit(ROOT / ".git")
    return f"{name}+{commit[:7]}" if commit else name


def _commit(git: Path) -> str:
    """The commit that is checked out, read from git's own files; empty where there is none."""
    try:
        head = (git / "HEAD").read_text("utf-8").strip()
        if not head.startswith("ref: "):
            return head
        reference = head.removeprefix("ref: ")
        if (git / reference).exists():
            return (git / reference).read_text("utf-8").strip()
        packed = (git / "packed-refs").read_text("utf-8").splitlines()
        return next((line.split()[0] for line in packed if line.endswith(f" {reference}")), "")
    except OSError:
        return ""
