"""Which report a juror should read next."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from math import sqrt
from typing import Final

from experiments.analysis.ranking import Ranking, ReportRow
from experiments.analysis.scores import JurorId, ReportId

FIRST_READINGS: Final = 3  # every report gets these before any gets more
DISTANCE_DECIMALS: Final = 6


@dataclass(frozen=True, slots=True)
class Reservation:
    """A juror has opened a report and is expected to score it soon."""

    report: ReportId
    juror: JurorId


def next_report(
    juror: JurorId,
    rankings: Collection[Ranking],
    *,
    award_round: int | str,
    closed: Collection[ReportId],
    reservations: Iterable[Reservation],
    cap: int,
) -> ReportId | None:
    """Return the report whose reading by this juror tells the jury most; None if nothing is left.

    rankings: one for each award category of the round, listing all its reports, unscored ones too.
    closed: reports that this juror has reviewed, drafts included, or must not see because of a
    conflict of interest. reservations: the live ones of all jurors; the juror's own are not offered
    again. cap: the most readings a report may get, usually the number of jurors.

    Readings of a report are its counted reviews (in the category with fewest) and the other
    jurors' reservations. While some report has fewer than three, the one with fewest is next.
    After that it is the one nearest to a line, the shortlist's or the winner's, in standard errors:
    there one more score decides most, and nobody's time goes to what is already clear. Ties go to
    the one with fewer readings, then by a hash of round, juror and report, which spreads the jurors
    and can be repeated.
    """
    reservations = set(reservations)
    reserved = Counter(held.report for held in reservations)
    own = {held.report for held in reservations if held.juror == juror}.union(closed)
    readings = _readings(rankings, reserved)
    candidates = [report for report in readings.keys() - own if readings[report] < cap]
    is_early = any(readings[report] < FIRST_READINGS for report in candidates)
    distances = {} if is_early else _distances(rankings, reserved)

    def urgency(report: ReportId) -> tuple[float, int, str]:
        tie = sha256(f"{award_round}:{juror}:{report}".encode()).hexdigest()
        return distances.get(report, 0.0), readings[report], tie

    return min(candidates, key=urgency, default=None)


def _readings(rankings: Iterable[Ranking], reserved: Mapping[ReportId, int]) -> dict[ReportId, int]:
    readings: dict[ReportId, int] = {}
    for ranking in rankings:
        for row in ranking.reports:
            count = row.reviews + reserved.get(row.report, 0)
            readings[row.report] = min(count, readings.get(row.report, count))
    return readings


def _distances(
    rankings: Iterable[Ranking], reserved: Mapping[ReportId, int]
) -> dict[ReportId, float]:
    """Return each report's distance from its nearest line in any category, in standard errors.

    A report is absent if none of its categories has a line yet: all such are equally urgent.
    """
    distances: dict[ReportId, float] = {}
    for ranking in rankings:
        for row in ranking.reports:
            for distance in _from_lines(row, ranking, reserved.get(row.report, 0)):
                distances[row.report] = min(distance, distances.get(row.report, distance))
    return distances


def _from_lines(row: ReportRow, ranking: Ranking, reserved: int) -> list[float]:
    """Return |s - t| / e for each line t, with the error e that the reserved readings will leave.

    Each of them adds 1/σ² to the precision 1/e², where σ² is the variance of one score. Until a
    report has a score, the general level is what to expect of it, with the variance of the
    qualities, which the fit takes to be σ² too.
    """
    score, error = row.adjusted, row.error
    if score is None or error is None:
        score, error = ranking.level or 0.0, sqrt(ranking.variance)  # no level, no lines
    error /= sqrt(1 + reserved * error**2 / ranking.variance)
    return [round(abs(score - line) / error, DISTANCE_DECIMALS) for line in ranking.lines]
