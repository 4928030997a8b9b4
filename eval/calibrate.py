"""Fit the confidence model on dev questions and write ``assistant/data/confidence.json``.

Usage: ``python -m eval.calibrate``. Prints refusals against false refusals as cross-validation sees them
(eight folds, four shuffles), then fits on all. Only the sets ``sample`` and ``dev`` are read.
"""

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assistant import PlanAssistant
from assistant.compose.places import related_evidence
from assistant.confidence import CALIBRATION, Calibration, Calibrations, Features, Weights, features
from assistant.ground import cite
from assistant.settings import load_settings
from eval.gold import GoldQuestion, load_sets
from eval.scoring import Sources, holds_evidence

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline

STRENGTH = 1.0  # of scikit-learn's logistic regression: smaller holds the weights nearer to 0
FALSE_REFUSALS = 0.015  # share of answerable questions that the threshold may refuse on dev
FITTED = [name for name in Features.__dataclass_fields__ if name not in ("stands", "strange")]  # these are rules
SETS = ("sample", "dev")
Table = NDArray[np.float64]
Truth = NDArray[np.bool_]


def observe(assistant: PlanAssistant, questions: Sequence[GoldQuestion]) -> tuple[Table, Truth, Truth]:
    """Features of each question's surest side, whether the first place is right, whether it is answerable."""
    index, sources = assistant.index, Sources(assistant.settings.documents)
    rows, right, answerable = [], [], []
    for gold in questions:
        understood, sides = assistant.candidates(gold.question, conversation=gold.conversation)
        if understood.scope.absent or not all(side.candidates for side in sides):
            continue
        found = [features(index, understood, side, sides) for side in sides]
        best = max(found, key=lambda one: one.passage - one.details)
        rows.append([value for name, value in asdict(best).items() if name in FITTED])
        first = cite(index, related_evidence(sides[0].candidates[0]), 1)
        right.append(gold.answerable and holds_evidence(first, gold, sources))
        answerable.append(gold.answerable)
    return np.array(rows), np.array(right), np.array(answerable)


def fit(assistant: PlanAssistant) -> Calibration:
    """Fit on dev; prints what cross-validation says."""
    from sklearn.model_selection import StratifiedKFold, cross_val_predict

    table, right, answerable = observe(assistant, load_sets(SETS))

    def predicted(seed: int) -> Table:
        folds = StratifiedKFold(8, shuffle=True, random_state=seed)
        model = _model()
        return np.asarray(cross_val_predict(model, table, answerable, cv=folds, method="predict_proba")[:, 1])

    shuffles = [predicted(seed) for seed in range(4)]
    for rate in (0.02, 0.04, 0.05, 0.08):
        refused = [np.mean(p[~answerable] < np.quantile(p[answerable], rate)) for p in shuffles]
        print(f"false refusals {rate:.2f}: refused {np.mean(refused):.2f}")  # noqa: T201
    model = _model().fit(table, answerable)
    # From predictions of models that had not seen the question: its own model is surer of it than of a new one.
    refuse_below = float(np.mean([np.quantile(p[answerable], FALSE_REFUSALS) for p in shuffles]))
    answered = model.predict_proba(table)[:, 1] >= refuse_below
    return Calibration(
        answerable=_weights(model),
        right=_weights(_model().fit(table[answered], right[answered])),
        refuse_below=round(refuse_below, 3),
        fitted_on=f"{len(table)} questions of {' and '.join(SETS)}",
    )


def _model() -> "Pipeline":
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    return make_pipeline(StandardScaler(), LogisticRegression(C=STRENGTH, max_iter=1000))


def _weights(model: "Pipeline") -> Weights:
    """The weights for features as they are, not scaled."""
    scaler, fitted = model[0], model[1]
    weights = fitted.coef_[0] / scaler.scale_
    return Weights(
        intercept=round(float(fitted.intercept_[0] - weights @ scaler.mean_), 3),
        weights={n: round(float(w), 3) for n, w in zip(FITTED, weights, strict=True)},
    )


if __name__ == "__main__":
    fits = []
    for way in ("on", "off"):
        print(f"expected questions {way}")  # noqa: T201
        fits.append(fit(PlanAssistant(load_settings().model_copy(update={"expected_questions": way}))))
    fitted = Calibrations(expecting=fits[0], not_expecting=fits[1])
    CALIBRATION.write_text(fitted.model_dump_json(indent=1) + "\n", "utf-8")
    print(fitted.model_dump_json())  # noqa: T201
