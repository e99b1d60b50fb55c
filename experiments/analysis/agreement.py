"""Whether a juror tells good reports from weak ones as the others do, however severe."""

from collections.abc import Mapping
from math import sqrt
from typing import Final

from experiments.analysis.scores import JurorId, ScoreTable

FEWEST_SHARED: Final = 8  # reports; with fewer, agreement is mostly chance
ASK_BELOW: Final = 0.20
EQUAL: Final = 1e-9  # points; composites that differ by less differ only by rounding


def agreements(table: ScoreTable, severity: Mapping[JurorId, float]) -> dict[JurorId, float | None]:
    """Return each juror's correlation with the others, from -1 to 1.

    It is Pearson's r between the juror's scores and the means of the others' scores without their
    severity (y - b), over the reports that someone else scored too. None with fewer than 8 such
    reports; 0 if either side gave the same score to all. Below 0.20 the juror should be asked
    whether the scale was read right: scores at random or upside down look like this.
    """
    pairs: dict[JurorId, list[tuple[float, float]]] = {juror: [] for juror in severity}
    for scores in table.values():
        if len(scores) == 1:
            continue
        total = sum(score - severity[juror] for juror, score in scores.items())
        for juror, score in scores.items():
            others = (total - (score - severity[juror])) / (len(scores) - 1)
            pairs[juror].append((score, others))
    return {
        juror: _correlation(shared) if len(shared) >= FEWEST_SHARED else None
        for juror, shared in pairs.items()
    }


def _correlation(pairs: list[tuple[float, float]]) -> float:
    own, others = [x for x, _ in pairs], [y for _, y in pairs]
    if max(own) - min(own) < EQUAL or max(others) - min(others) < EQUAL:
        return 0.0
    own_mean, others_mean = sum(own) / len(own), sum(others) / len(others)
    product = sum((x - own_mean) * (y - others_mean) for x, y in pairs)
    own_square = sum((x - own_mean) ** 2 for x in own)
    others_square = sum((y - others_mean) ** 2 for y in others)
    return product / sqrt(own_square * others_square)
