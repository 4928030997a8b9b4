"""The gate: whether tomorrow's answers may be shown. Blocks with exit status 1, each failure with its fault class.

Two sorts of test, against a committed baseline (``eval/baseline.json``):

- exact, with no tolerance: every citation exists (document, place, quote), every number of a statement stands in its
  quotes, every probe passes;
- paired: over the test questions that baseline and run share, the lower bound of the 95 % interval of the
  difference in right answers (bootstrap clustered by section) stays at or above −0.05; and the same where expected
  questions are left out of account, as a document that has none is found by its text alone.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ValidationError

from eval.faults import NAMES as FAULTS
from eval.gold import HIDDEN
from eval.measures.compare import mcnemar
from eval.measures.intervals import Figure, bootstrap_mean
from eval.record import Fault, Probe, Record, Run
from index.errors import InputError

BASELINE = Path(__file__).parent / "baseline.json"
LOWEST_DIFFERENCE = -0.05
SAME_SCORE = 0.01  # of the best score: what differs by more is not what was found before
SUITES = {"eras": "元号", "sections": "節", "refusals": "拒否", "editions": "版"}
VALID, NUMBERS, PROBED, DIFFERENCE = "引用の実在", "数字の一致", "探り質問「{}」", "基準との差"
UNAIDED = "想定質問なしの差"


class Outcome(BaseModel, frozen=True):
    """How a question of the baseline did: no texts, so that it may be read by anyone."""

    right: bool
    facts: float | None
    cluster: str
    score: float | None = None  # of the passage that the search had first; None in older baselines


class Baseline(BaseModel, frozen=True):
    """What a run is compared with: the outcomes of its questions by set and id; ``unaided`` as those of a run."""

    program: str
    index: str
    started: str
    outcomes: dict[str, dict[str, Outcome]]
    unaided: dict[str, Outcome] = {}


@dataclass(frozen=True, slots=True)
class GateFailure:
    """One reason to block: which condition, one Japanese line, and the station that is most at fault."""

    name: str
    line: str
    fault: Fault
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """Right answers against the baseline, over the shared questions: ``difference`` is run − baseline.

    ``lost`` and ``won`` are ids; ``p`` is McNemar's.
    """

    difference: Figure
    lost: tuple[str, ...]
    won: tuple[str, ...]
    p: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate says: no failure, no block.

    ``change`` (and ``unaided``, without expected questions) is None where there is nothing to compare with.
    """

    failures: tuple[GateFailure, ...]
    change: Change | None
    unaided: Change | None = None

    @property
    def passed(self) -> bool:
        """Whether the answers may be shown."""
        return not self.failures

    @property
    def line(self) -> str:
        """The verdict in one Japanese line."""
        if self.passed:
            return "合格: 回答を公開できます。"
        return "不合格: " + " ".join(failure.line for failure in self.failures)


def conditions(verdict: Verdict) -> list[tuple[str, str]]:
    """The names of all conditions, and what is said of each that is met."""
    met = [(VALID, "すべての引用の資料・場所・原文が実在します。"), (NUMBERS, "すべての数字が引用の原文と合います。")]
    met += [(PROBED.format(name), f"探り質問「{name}」はすべて合いました。") for name in SUITES.values()]
    for name, change in ((DIFFERENCE, verdict.change), (UNAIDED, verdict.unaided)):
        if change:
            met.append((name, f"正答の差の下限 {change.difference.low:+.3f} は {LOWEST_DIFFERENCE} 以上です。"))
    return met


def baseline_of(run: Run) -> Baseline:
    """The baseline that a run makes."""
    outcomes: dict[str, dict[str, Outcome]] = {}
    for record in run.records:
        outcomes.setdefault(record.set, {})[record.id] = _outcome(record)
    unaided = {record.id: _outcome(record) for record in run.unaided}
    return Baseline(program=run.program, index=run.index, started=run.started, outcomes=outcomes, unaided=unaided)


def _outcome(record: Record) -> Outcome:
    return Outcome(right=record.right, facts=record.facts, cluster=record.cluster, score=record.score)


def load_baseline(path: Path = BASELINE) -> Baseline | None:
    """The committed baseline, if there is one.

    Raises:
        InputError: the file cannot be read.
    """
    if not path.exists():
        return None
    try:
        return Baseline.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise InputError(f"基準「{path}」を読めません。--update-baseline で作り直してください。") from error


def check(run: Run, baseline: Baseline | None) -> Verdict:
    """Hold a run against the gate."""
    failures = [*_invalid_citations(run.records), *_wrong_numbers(run.records), *_failed_probes(run.probes)]
    if baseline is None:
        return Verdict(tuple(failures), None)
    records = {record.id: record for record in run.records if record.set == HIDDEN}
    change = changed(records, baseline.outcomes.get(HIDDEN, {}))
    failures += _fallen(records, baseline.outcomes.get(HIDDEN, {}), change, DIFFERENCE, "正答")
    plain = {record.id: record for record in run.unaided}
    unaided = changed(plain, baseline.unaided)
    failures += _fallen(plain, baseline.unaided, unaided, UNAIDED, "想定質問を使わない正答")
    return Verdict(tuple(failures), change, unaided)


def changed(records: Mapping[str, Record], before: Mapping[str, Outcome]) -> Change | None:
    """How many right answers were lost and won; None if run and baseline share no question."""
    shared = [name for name in records if name in before]
    if not shared:
        return None
    steps = [float(records[name].right) - float(before[name].right) for name in shared]
    lost = tuple(name for name, step in zip(shared, steps, strict=True) if step < 0)
    won = tuple(name for name, step in zip(shared, steps, strict=True) if step > 0)
    difference = bootstrap_mean(steps, [before[name].cluster for name in shared])
    return Change(difference, lost, won, mcnemar(len(lost), len(won)))


def _invalid_citations(records: Sequence[Record]) -> list[GateFailure]:
    bad = tuple(record.id for record in records if record.citations_valid is False)
    line = f"引用{len(bad)}件の資料・場所・原文が実在しません（{FAULTS[Fault.CHOOSING]}）。"
    return [GateFailure(VALID, line, Fault.CHOOSING, bad)] if bad else []


def _wrong_numbers(records: Sequence[Record]) -> list[GateFailure]:
    bad = tuple(record.id for record in records if record.numbers_agree is False)
    line = f"回答{len(bad)}件の数字が引用の原文と合いません（{FAULTS[Fault.SAYING]}）。"
    return [GateFailure(NUMBERS, line, Fault.SAYING, bad)] if bad else []


def _failed_probes(probes: Sequence[Probe]) -> list[GateFailure]:
    failures = []
    for suite, name in SUITES.items():
        bad = [probe for probe in probes if probe.suite == suite and not probe.passed]
        if bad:
            fault = _most(probe.fault for probe in bad)
            line = f"探り質問「{name}」{len(bad)}問が外れました（主に{FAULTS[fault]}）。"
            failures.append(GateFailure(PROBED.format(name), line, fault, tuple(probe.id for probe in bad)))
    return failures


def _fallen(
    records: Mapping[str, Record], before: Mapping[str, Outcome], change: Change | None, name: str, what: str
) -> list[GateFailure]:
    if change is None or change.difference.low >= LOWEST_DIFFERENCE:
        return []
    fault = _most(_station(records[lost], before[lost]) for lost in change.lost)
    line = (
        f"{what}が基準より下がりました（差 {change.difference.value:+.3f}、下限 {change.difference.low:+.3f} < "
        f"{LOWEST_DIFFERENCE}、主に{FAULTS[fault]}）。"
    )
    return [GateFailure(name, line, fault, change.lost)]


def _station(record: Record, before: Outcome) -> Fault | None:
    """The station that lost a question.

    One that is refused or answered now because other things were found was not lost where refusals are decided.
    """
    was = before.score
    if record.fault is Fault.REFUSING and was is not None and abs(record.score - was) > SAME_SCORE * abs(was):
        return Fault.FINDING
    return record.fault


def _most(faults: Iterable[Fault | None]) -> Fault:
    counted = Counter(fault for fault in faults if fault is not None)
    return counted.most_common(1)[0][0] if counted else Fault.FINDING
