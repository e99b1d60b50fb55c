"""The lines of a ranking: the score to beat for the shortlist, or for the win."""

from collections.abc import Sequence
from math import erfc, sqrt
from typing import Final

ACCURACY: Final = 1e-9  # points
REACH: Final = 10  # standard errors; the chance of being further away is below 1e-22


def line_for(ranked: Sequence[tuple[float, float]], *, places: int) -> float | None:
    """Return the score t above which as many reports are expected to be as there are places.

    Solves Σ Φ((s - t) / e) = places over the (adjusted score s, standard error e) of the ranked
    reports, by bisection; Φ is the normal distribution. None unless more reports are ranked than
    there are places. As it counts with the errors, it promises less than a line drawn midway
    between the last report in and the first one out.
    """
    if len(ranked) <= places:
        return None
    low = min(score - REACH * error for score, error in ranked)
    high = max(score + REACH * error for score, error in ranked)
    while high - low > ACCURACY:
        middle = (low + high) / 2
        if sum(probability_above(middle, score, error) for score, error in ranked) > places:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def probability_above(line: float, score: float, error: float) -> float:
    """Return Φ((score - line) / error): how likely the true score is above the line, 0–1."""
    return 0.5 * erfc((line - score) / (error * sqrt(2)))
