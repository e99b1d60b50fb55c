"""How severe each juror is and what each report's score is without that: one least squares fit.

The model is: score = general level + quality of the report + severity of the juror + chance.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Final, TypeAlias

from experiments.analysis.scores import JurorId, ReportId, ScoreTable

Matrix: TypeAlias = list[list[float]]

# How strongly to pull towards the middle: the variance of chance over that of what is pulled. The
# NIPS 2014 conference measured quality 1.278, severity 0.240 and chance 1.268, which gives 0.99
# and 5.28. They are fixed, never tuned to a round, so that nobody can tune the result.
EXTRA_SCORES: Final = 1.0  # for each report, at the general level
EXTRA_ZEROS: Final = 5.0  # for each juror, as if neither severe nor lenient
# Before any score is seen, chance is taken to have variance 0.36, as if measured by five scores.
PRIOR_VARIANCE: Final = 0.36
PRIOR_SCORES: Final = 5.0


@dataclass(frozen=True, slots=True)
class Fit:
    """What the scores say of their reports and jurors; all on the scale of the scores.

    level: general level μ, the mean of `adjusted`; None without scores.
    variance: of chance (σ²), in squared points; from the prior alone without scores.
    adjusted: per report, the score without the jurors' severity.
    severity: per juror, how many points above (lenient) or below (severe) the adjusted scores the
    juror's are; their sum is 0.
    report_errors, juror_errors: standard errors of the two.
    """

    level: float | None
    variance: float
    adjusted: Mapping[ReportId, float]
    severity: Mapping[JurorId, float]
    report_errors: Mapping[ReportId, float]
    juror_errors: Mapping[JurorId, float]


def fit_severity(table: ScoreTable) -> Fit:
    """Separate the jurors' severity from the reports' quality.

    Minimises Σ (y_ij - μ - q_i - b_j)² + 1·Σ q_i² + 5·Σ b_j² over the general level μ, qualities q
    and severities b: regularised least squares, as Platt and Burges did for conference reviews. It
    has one answer, which can be checked by hand: with n_i scores for report i, n_j by juror j,

        adjusted score  s_i = μ + q_i = (μ + Σ_j (y_ij - b_j)) / (n_i + 1)
        severity        b_j = Σ_i (y_ij - s_i) / (n_j + 5)

    that is, the mean of the corrected scores and one extra score at the general level; and the
    juror's mean distance from the adjusted scores, with five extra zeros.

    Time grows with the number of scores and the cube of the number of jurors, not of reports.
    """
    if not table:
        return Fit(None, _variance(0.0, 0), {}, {}, {}, {})
    jurors = sorted({juror for scores in table.values() for juror in scores}, key=str)
    places = {juror: place for place, juror in enumerate(jurors, start=1)}
    matrix, right = _without_qualities(table, places)
    inverse = _inverse(matrix)
    level, *biases = [sum(a * b for a, b in zip(row, right, strict=True)) for row in inverse]
    off = sum(biases) / len(biases)  # zero but for rounding; a lone juror's severity is just zero
    severity = {juror: bias - off for juror, bias in zip(jurors, biases, strict=True)}
    adjusted = {report: _adjusted(scores, level, severity) for report, scores in table.items()}
    variance = _variance(_loss(table, level, adjusted, severity), sum(map(len, table.values())))
    spreads = {
        report: _spread(inverse, [places[juror] for juror in scores])
        for report, scores in table.items()
    }
    return Fit(
        level=level,
        variance=variance,
        adjusted=adjusted,
        severity=severity,
        report_errors={report: sqrt(variance * spread) for report, spread in spreads.items()},
        juror_errors={
            juror: sqrt(variance * inverse[place][place]) for juror, place in places.items()
        },
    )


def _without_qualities(
    table: ScoreTable, places: Mapping[JurorId, int]
) -> tuple[Matrix, list[float]]:
    """Return the equations for the general level (place 0) and the severities alone.

    At the minimum q_i = Σ_j (y_ij - μ - b_j) / (n_i + 1). Put into the equations for μ and b, this
    leaves as many equations as there are jurors, and one.
    """
    size = len(places) + 1
    matrix = [
        [EXTRA_ZEROS if row == column else 0.0 for column in range(size)] for row in range(size)
    ]
    matrix[0][0] = 0.0
    right = [0.0] * size
    for scores in table.values():
        share = 1 / (len(scores) + EXTRA_SCORES)
        mean = share * sum(scores.values())
        matrix[0][0] += EXTRA_SCORES * share * len(scores)
        right[0] += EXTRA_SCORES * mean
        own = [places[juror] for juror in scores]
        for place, score in zip(own, scores.values(), strict=True):
            matrix[0][place] += EXTRA_SCORES * share
            matrix[place][0] += EXTRA_SCORES * share
            matrix[place][place] += 1
            right[place] += score - mean
            for other in own:
                matrix[place][other] -= share
    return matrix, right


def _inverse(matrix: Matrix) -> Matrix:
    """Invert by Gauss and Jordan; a symmetric positive definite matrix needs no row exchanges."""
    size = len(matrix)
    rows = [[*row, *(float(i == k) for k in range(size))] for i, row in enumerate(matrix)]
    for step in range(size):
        pivot = [value / rows[step][step] for value in rows[step]]
        rows = [
            pivot
            if i == step
            else [value - row[step] * above for value, above in zip(row, pivot, strict=True)]
            for i, row in enumerate(rows)
        ]
    return [row[size:] for row in rows]


def _adjusted(
    scores: Mapping[JurorId, float], level: float, severity: Mapping[JurorId, float]
) -> float:
    corrected = sum(score - severity[juror] for juror, score in scores.items())
    return (EXTRA_SCORES * level + corrected) / (EXTRA_SCORES + len(scores))


def _loss(
    table: ScoreTable,
    level: float,
    adjusted: Mapping[ReportId, float],
    severity: Mapping[JurorId, float],
) -> float:
    """Return what was minimised, in squared points."""
    residuals = sum(
        (score - adjusted[report] - severity[juror]) ** 2
        for report, scores in table.items()
        for juror, score in scores.items()
    )
    qualities = sum((score - level) ** 2 for score in adjusted.values())
    return (
        residuals
        + EXTRA_SCORES * qualities
        + EXTRA_ZEROS * sum(bias**2 for bias in severity.values())
    )


def _variance(loss: float, count: int) -> float:
    """Estimate the variance of chance; the prior keeps it above zero when all scores agree."""
    return (loss + PRIOR_SCORES * PRIOR_VARIANCE) / (count - 1 + PRIOR_SCORES)


def _spread(inverse: Matrix, own: list[int]) -> float:
    """Return the variance of μ + q_i, for the jurors at the places `own`, in units of σ².

    This is c'A⁻¹c of the whole system, without inverting it. Given μ and b, q_i varies by
    1 / (n_i + 1), and μ + q_i moves with them as (μ - Σ_j b_j) / (n_i + 1).
    """
    share = 1 / (len(own) + EXTRA_SCORES)
    total = EXTRA_SCORES**2 * inverse[0][0]
    for place in own:
        row = inverse[place]
        total += sum(row[other] for other in own) - 2 * EXTRA_SCORES * row[0]
    return share + share**2 * total
