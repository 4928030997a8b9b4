"""What a report shows, as plain frozen data: whoever measures and judges fills it in, the pages only read it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from eval.record import Record, Run

HIDDEN_SETS = ("test",)  # nobody who tunes reads these questions


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its 95% interval over ``n`` questions; ``None`` where nothing counts for it."""

    value: float | None
    low: float | None = None
    high: float | None = None
    n: int = 0


@dataclass(frozen=True, slots=True)
class Check:
    """One condition of the gate. ``text`` is one Japanese sentence: what was measured against which bar."""

    name: str
    passed: bool
    text: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate says: passed only if every check passed, and there was one."""

    checks: tuple[Check, ...]

    @property
    def passed(self) -> bool:
        """Whether the answers may be shown."""
        return bool(self.checks) and all(check.passed for check in self.checks)

    @property
    def fallen(self) -> list[Check]:
        """The checks that failed."""
        return [check for check in self.checks if not check.passed]

    @property
    def line(self) -> str:
        """The verdict and why, in one line."""
        if not self.checks:
            return "不合格：関門の検査が一つも行われていません。"
        if self.passed:
            return f"合格：関門の検査{len(self.checks)}件をすべて満たしています。"
        return "不合格：" + " ".join(" ".join(check.text.split()) for check in self.fallen)


@dataclass(frozen=True, slots=True)
class RiskPoint:
    """Of the surest ``coverage`` of all questions, ``risk`` were wrong; the least sure of them had ``confidence``."""

    coverage: float
    risk: float
    confidence: float


@dataclass(frozen=True, slots=True)
class ConfidenceBin:
    """The questions of one band of confidence: their mean confidence and the share that was right."""

    low: float
    high: float
    confidence: float
    right: Figure


@dataclass(frozen=True, slots=True)
class Past:
    """A run of the history. ``passed`` is ``None`` where no gate applied; ``why`` names the checks that failed."""

    started: str
    program: str
    index: str
    model: str
    sets: str
    passed: bool | None
    why: tuple[str, ...]
    figures: Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class ReportData:
    """A whole report.

    ``changes`` are paired differences to the baseline (this run minus the baseline, as fractions or milliseconds like
    the figure itself). ``kinds`` and ``documents`` hold the same figures for a part of the questions. ``history`` runs
    from old to new. ``lost`` are the ids that the baseline had right and this run has not. Curve and bins are computed
    from the records where they are left empty. ``verdict`` is ``None`` where no gate applies to the chosen questions.
    """

    run: Run
    verdict: Verdict | None
    figures: Mapping[str, Figure]
    changes: Mapping[str, Figure] = field(default_factory=dict)
    kinds: Mapping[str, Mapping[str, Figure]] = field(default_factory=dict)
    documents: Mapping[str, Mapping[str, Figure]] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)  # of the documents, by slug
    baseline: str = ""  # what is compared with, in words
    history: Sequence[Past] = ()
    curve: Sequence[RiskPoint] = ()
    bins: Sequence[ConfidenceBin] = ()
    lost: frozenset[str] = frozenset()
    show_test: bool = False

    def hides(self, record: Record) -> bool:
        """Whether the record's texts must not be shown."""
        return record.set in HIDDEN_SETS and not self.show_test


def missed(record: Record) -> bool:
    """Whether the record is a miss: filed under a fault, or simply not right."""
    return record.fault is not None or not record.right
