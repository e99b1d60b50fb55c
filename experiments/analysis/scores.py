"""The jury's scores: each counted review as one number, in a table by report and juror."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

Criterion = TypeVar("Criterion")

# A primary key or any other short name. Do not mix the number 1 with the text "1".
ReportId: TypeAlias = int | str
JurorId: TypeAlias = int | str
# Every report and every juror in it has at least one score.
ScoreTable: TypeAlias = dict[ReportId, dict[JurorId, float]]


@dataclass(frozen=True, slots=True)
class ReviewScore:
    """One juror's review of one report in one award category, as one number.

    score: what `composite` returned, on the jury's scale (1–5); None if the review is incomplete.
    is_excluded: a draft, a conflict of interest, or left out by the chair.
    """

    report: ReportId
    juror: JurorId
    score: float | None
    is_excluded: bool = False


def composite(
    scores: Mapping[Criterion, float | None], weights: Mapping[Criterion, float]
) -> float | None:
    """Return the weighted mean Σ w·x / Σ w of the criteria that have a weight above zero.

    None if any of those has no score ("can't say"): half a review is not compared with whole ones.
    Multiplying all weights by the same number changes nothing. Raises ValueError if no weight is
    above zero.
    """
    total = weighted = 0.0
    for criterion, weight in weights.items():
        if weight <= 0:
            continue
        score = scores.get(criterion)
        if score is None:
            return None
        total += weight
        weighted += weight * score
    if not total:
        raise ValueError("An award category needs a criterion whose weight is above zero.")
    return weighted / total


def score_table(reviews: Iterable[ReviewScore]) -> ScoreTable:
    """Arrange the reviews that count by report, then by juror.

    The table is in the order of the ids, so that every sum over it is the same to the last bit
    whatever order the reviews came in. Raises ValueError if a juror scored a report twice.
    """
    table: ScoreTable = {}
    for review in sorted(reviews, key=lambda review: (str(review.report), str(review.juror))):
        if review.is_excluded or review.score is None:
            continue
        scores = table.setdefault(review.report, {})
        if review.juror in scores:
            raise ValueError(f"Juror {review.juror} has two reviews of report {review.report}.")
        scores[review.juror] = review.score
    return table


def count_components(table: ScoreTable) -> int:
    """Count the groups of jurors that no chain of shared reports connects; 0 without scores.

    With more than one group, nothing tells a strict group from a group that read weaker reports.
    """
    groups: list[set[JurorId]] = []
    for scores in table.values():
        joined = set(scores)
        apart = []
        for group in groups:
            if group.isdisjoint(joined):
                apart.append(group)
            else:
                joined |= group
        groups = [*apart, joined]
    return len(groups)
