"""Fit the weights of the score on dev questions and write ``index/data/weights.json``.

Usage: ``python -m eval.fit``. Only the sets ``sample`` and ``dev`` are read. The loss is that of the evidence among the
candidates (softmax over a question's candidates, several may be right), held near where it starts; figures are
those of ten-fold cross-fitting: each question is judged by weights that did not see it. For each part it prints what
the questions lose without it, the others fitted anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant import PlanAssistant
from assistant.compose.places import related_evidence
from assistant.ground import cite
from assistant.settings import load_settings
from eval.gold import load_sets
from eval.scoring import Sources, holds_evidence
from index.search.fusion import SHIPPED, Weights, read_weights

SETS = ("sample", "dev")
FITTED = tuple(name for name in Weights.model_fields if name not in ("dense", "rerank"))  # those are other models'
HELD = 0.3  # how strongly the weights are held near START
SHARPNESS = 10.0  # of the softmax: scores differ by tenths
FOLDS = 10
START = {"passage": 0.5, "unit": 0.5, "thesaurus": 0.5, "expected": 1.2, "lexical": 0.1, "grams": 0.7}
STEPS, RATE = 300, 0.02
Table = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ranking:
    """The candidates of one question: their parts, what else counts (``fixed``), and whether they hold evidence."""

    kind: str
    parts: Table
    fixed: Table
    right: NDArray[np.bool_]


def observe(assistant: PlanAssistant) -> list[Ranking]:
    """The candidates of every answerable question, one ranking for each side of it."""
    index, sources = assistant.index, Sources(assistant.settings.documents)
    rankings = []
    for gold in load_sets(SETS):
        if not (gold.answerable and gold.evidence):
            continue
        for side in assistant.candidates(gold.question, conversation=gold.conversation)[1]:
            parts = [[candidate.parts[name] for name in FITTED] for candidate in side.candidates]
            places = [cite(index, related_evidence(candidate), 1) for candidate in side.candidates]
            right = [holds_evidence(place, gold, sources) for place in places]
            fixed = [candidate.parts["detail"] for candidate in side.candidates]
            if any(right):
                rankings.append(Ranking(gold.kind, np.array(parts), np.array(fixed), np.array(right)))
    return rankings


def fit(rankings: Sequence[Ranking], start: Table, free: NDArray[np.bool_]) -> Table:
    """Weights that put evidence first; those not ``free`` stay 0, none falls below 0."""
    import torch

    held = torch.tensor(np.where(free, start, 0.0))
    weights = held.clone().requires_grad_()
    optimizer = torch.optim.Adam([weights], lr=RATE)
    parts, fixed, right = map(torch.tensor, _stacked(rankings))
    for _ in range(STEPS):
        scores = SHARPNESS * (parts @ weights + fixed)
        good = torch.logsumexp(scores.masked_fill(~right, -torch.inf), 1)
        loss = HELD * ((weights - held) ** 2).sum() - (good - torch.logsumexp(scores, 1)).mean()
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        with torch.no_grad():
            weights.clamp_(min=0)
            weights *= torch.tensor(free)
    return np.asarray(weights.detach().numpy())


def _stacked(rankings: Sequence[Ranking]) -> tuple[Table, Table, NDArray[np.bool_]]:
    """All rankings as tables of one length; what fills them up never counts."""
    most = max(len(one.right) for one in rankings)
    parts = np.zeros((len(rankings), most, len(FITTED)))
    fixed = np.full((len(rankings), most), -1e9)
    right = np.zeros((len(rankings), most), bool)
    for row, one in enumerate(rankings):
        count = len(one.right)
        parts[row, :count], fixed[row, :count], right[row, :count] = one.parts, one.fixed, one.right
    return parts, fixed, right


def hits(rankings: Sequence[Ranking], weights: Table) -> NDArray[np.bool_]:
    """For each question whether evidence comes first, and whether it is among the first three."""
    rows = []
    for one in rankings:
        order = np.argsort(-(one.parts @ weights + one.fixed), kind="stable")[:3]
        rows.append((one.right[order[0]], one.right[order].any()))
    return np.array(rows)


def cross_fit(rankings: Sequence[Ranking], start: Table, free: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The hits of each question by weights fitted to the other folds."""
    folds = np.random.default_rng(0).permutation(len(rankings)) % FOLDS
    found = np.zeros((len(rankings), 2), bool)
    for fold in range(FOLDS):
        weights = fit([one for one, of in zip(rankings, folds, strict=True) if of != fold], start, free)
        found[folds == fold] = hits([one for one, of in zip(rankings, folds, strict=True) if of == fold], weights)
    return found


def main() -> None:
    """Fit, say what each part is worth, and write the weights."""
    without = load_settings().model_copy(update={"expected_questions": "off"})
    for settings in (without, load_settings()):
        print(f"expected questions {settings.expected_questions}")  # noqa: T201
        fitted = _fit_and_tell(observe(PlanAssistant(settings)))
    SHIPPED.write_text(fitted.model_dump_json(indent=1) + "\n", "utf-8")


def _fit_and_tell(rankings: Sequence[Ranking]) -> Weights:
    shipped = read_weights()
    start = np.array([START[name] for name in FITTED])
    everything = np.ones(len(FITTED), bool)
    whole = cross_fit(rankings, start, everything)
    print(f"{len(rankings)} questions; cross-fitted first/among 3: {whole.mean(axis=0).round(3)}")  # noqa: T201
    for place, name in enumerate(FITTED):
        lost = whole.sum(axis=0) - cross_fit(rankings, start, np.arange(len(FITTED)) != place).sum(axis=0)
        print(f"without {name}: {-lost[0]:+d} first, {-lost[1]:+d} among 3")  # noqa: T201
    fitted = fit(rankings, start, everything)
    print(f"fitted to all: {hits(rankings, fitted).mean(axis=0).round(3)}")  # noqa: T201
    values = {name: round(float(value), 2) for name, value in zip(FITTED, fitted, strict=True)}
    print(values)  # noqa: T201
    return shipped.model_copy(update=values)


if __name__ == "__main__":
    main()
