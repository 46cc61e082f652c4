"""Fitting weights to labelled examples: which of several is the right one, and whether any is. Pure, numpy alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
STEPS = 60
ENOUGH = 1e-6


def fit_choice(examples: Sequence[tuple[Floats, Floats]], penalty: float) -> Floats:
    """(f,): weights under which the right ones of each example stand out, by a conditional logistic regression.

    An example is (candidates × signs) and a one for each right candidate; all right ones together count as the answer.
    `penalty` is on the squared weights, so the signs should be of one scale.
    """
    most, count = max(len(right) for _, right in examples), examples[0][0].shape[1]
    signs = np.zeros((len(examples), most, count))
    right, open_ = np.zeros((len(examples), most)), np.full((len(examples), most), -1e9)
    for index, (rows, marks) in enumerate(examples):
        signs[index, : len(marks)], right[index, : len(marks)], open_[index, : len(marks)] = rows, marks, 0.0

    def look(weights: Floats) -> tuple[float, Floats, Floats]:
        scores = signs @ weights + open_
        shares = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        held = np.maximum((shares * right).sum(axis=1), 1e-12)
        loss = float(-np.log(held).sum() + penalty * weights @ weights)
        slope = np.einsum("nk,nkf->f", shares - shares * right / held[:, None], signs) + 2 * penalty * weights
        means = np.einsum("nk,nkf->nf", shares, signs)
        bend = np.einsum("nk,nkf,nkg->fg", shares, signs, signs, optimize=True) - means.T @ means
        return loss, slope, bend + 2 * penalty * np.eye(count)

    return _descend(look, np.zeros(count))


def fit_yes_no(signs: Floats, yes: Floats, penalty: float) -> Floats:
    """(1 + f,): a bias and weights for the signs (n, f), by logistic regression; the bias goes free."""
    rows = np.column_stack([np.ones(len(signs)), signs])
    held = penalty * np.eye(rows.shape[1])
    held[0, 0] = 0.0

    def look(weights: Floats) -> tuple[float, Floats, Floats]:
        shares = 1 / (1 + np.exp(-rows @ weights))
        loss = -np.log(np.where(yes > 0, shares, 1 - shares) + 1e-12).sum() + weights @ held @ weights
        bend = (rows * (shares * (1 - shares))[:, None]).T @ rows
        return float(loss), rows.T @ (shares - yes) + 2 * held @ weights, bend + 2 * held

    return _descend(look, np.zeros(rows.shape[1]))


def _descend(look: Callable[[Floats], tuple[float, Floats, Floats]], weights: Floats) -> Floats:
    """Newton's method, a step halved until it leads down."""
    loss, slope, bend = look(weights)
    for _ in range(STEPS):
        step = np.linalg.solve(bend, slope)
        while (found := look(weights - step))[0] > loss and np.abs(step).max() > ENOUGH:
            step = step / 2
        if loss - found[0] < ENOUGH:
            break
        weights, (loss, slope, bend) = weights - step, found
    return weights


def area(chances: Sequence[float] | Floats, of_others: Sequence[float] | Floats) -> float:
    """The area under the curve: how often a chance given where it is true is above one given where it is not."""
    above = np.subtract.outer(np.asarray(chances), np.asarray(of_others))
    return round(float((above > 0).mean() + 0.5 * (above == 0).mean()), 3)


def reliability(chances: Floats, came: Floats, bins: int = 10) -> list[dict[str, float]]:
    """By tenths of the chances given: how many, the chance given on average, and how often it came true."""
    edges = np.linspace(0, 1, bins + 1)
    which = np.clip(np.digitize(chances, edges) - 1, 0, bins - 1)
    return [
        {
            "from": round(float(edges[index]), 2),
            "questions": int((which == index).sum()),
            "given": round(float(chances[which == index].mean()), 3),
            "true": round(float(came[which == index].mean()), 3),
        }
        for index in range(bins)
        if (which == index).any()
    ]
