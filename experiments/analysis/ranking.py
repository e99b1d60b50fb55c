"""The jury's ranking of one award category, corrected for each juror's severity."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from experiments.analysis.agreement import ASK_BELOW, agreements
from experiments.analysis.lines import line_for, probability_above
from experiments.analysis.scores import (
    JurorId,
    ReportId,
    ReviewScore,
    ScoreTable,
    count_components,
    score_table,
)
from experiments.analysis.severity import Fit, fit_severity

# The method's name, to be kept with a closed result; change it with any number of the method.
METHOD: Final = "R1"
FEWEST_REVIEWS: Final = 3  # a report with fewer has no place yet
Z90: Final = 1.6448536269514722  # standard errors on each side of a 90 % interval
SURELY_IN: Final = 0.95
SURELY_OUT: Final = 0.05
# Adjusted scores equal to six decimals are a tie: the jury decides it, not the last bit of a sum.
TIE_DECIMALS: Final = 6


class Standing(StrEnum):
    """Where a report stands beside the shortlist, in one word."""

    IN = "in"
    OPEN = "open"
    OUT = "out"
    PROVISIONAL = "provisional"  # too few reviews for a place
    UNSCORED = "unscored"


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One report in the ranking. Scores are in points of the jury's scale; None: not known yet.

    reviews: how many count. raw_mean: their plain mean. adjusted: the mean of the scores without
    the jurors' severity and one extra score at the general level, so few scores stay near the
    middle. error: standard error of `adjusted`. low, high: 90 % interval for the score a very large
    jury like this one would give; it may reach past the scale, so clip it on screen.
    p_shortlist: probability, 0–1, of being above the shortlist line. place: 1 is best; equal scores
    share a place; None unless the report has three reviews.
    """

    report: ReportId
    reviews: int = 0
    raw_mean: float | None = None
    adjusted: float | None = None
    error: float | None = None
    low: float | None = None
    high: float | None = None
    p_shortlist: float | None = None
    place: int | None = None
    standing: Standing = Standing.UNSCORED


@dataclass(frozen=True, slots=True)
class JurorRow:
    """One juror in the ranking.

    reviews: how many count. severity: points above (+, lenient) or below (-, severe) the adjusted
    scores; error: its standard error. agreement: correlation with the others, -1 to 1, None with
    fewer than eight shared reports. is_flagged: agreement so low that the juror should be asked.
    """

    juror: JurorId
    reviews: int
    severity: float
    error: float
    agreement: float | None
    is_flagged: bool


@dataclass(frozen=True, slots=True)
class Ranking:
    """The state of one award category.

    level: general level, the mean of the adjusted scores. variance: of chance in one score, in
    squared points. components: groups of jurors that share no reports; above 1, places across
    groups are little more than a guess. shortlist_line, winner_line: the score above which as many
    reports are expected to be as the shortlist takes, and one; None until more are ranked.
    reports: best first, those without a place after them. jurors: by id.
    """

    reviews: int
    level: float | None
    variance: float
    components: int
    shortlist_line: float | None
    winner_line: float | None
    reports: tuple[ReportRow, ...]
    jurors: tuple[JurorRow, ...]

    @property
    def lines(self) -> tuple[float, ...]:
        """The lines that exist."""
        return tuple(line for line in (self.shortlist_line, self.winner_line) if line is not None)


def rank(
    reviews: Iterable[ReviewScore], *, shortlist_size: int, reports: Iterable[ReportId] = ()
) -> Ranking:
    """Rank the reports of one award category by their scores without the jurors' severity.

    `reports` are those of the category; the ones without a counted review are listed as unscored.
    Reviews that are excluded or incomplete have no effect at all. Raises ValueError if the
    shortlist takes nobody or if a juror reviewed a report twice.
    """
    if shortlist_size < 1:
        raise ValueError("A shortlist takes at least one report.")
    table = score_table(reviews)
    fit = fit_severity(table)
    ranked = [
        (fit.adjusted[report], fit.report_errors[report])
        for report, scores in table.items()
        if len(scores) >= FEWEST_REVIEWS
    ]
    line = line_for(ranked, places=shortlist_size)
    rounded = sorted(round(adjusted, TIE_DECIMALS) for adjusted, _ in ranked)
    rows = [_report_row(report, table, fit, line, rounded) for report in table]
    rows += [ReportRow(report) for report in set(reports) - table.keys()]
    return Ranking(
        reviews=sum(row.reviews for row in rows),
        level=fit.level,
        variance=fit.variance,
        components=count_components(table),
        shortlist_line=line,
        winner_line=line_for(ranked, places=1),
        reports=tuple(sorted(rows, key=_best_first)),
        jurors=_juror_rows(table, fit),
    )


def _report_row(
    report: ReportId, table: ScoreTable, fit: Fit, line: float | None, rounded: Sequence[float]
) -> ReportRow:
    """Describe a scored report; `rounded` holds the ranked scores, ascending, as ties see them."""
    scores = table[report]
    adjusted, error = fit.adjusted[report], fit.report_errors[report]
    place = p_shortlist = None
    if len(scores) >= FEWEST_REVIEWS:
        place = 1 + len(rounded) - bisect_right(rounded, round(adjusted, TIE_DECIMALS))
        p_shortlist = 1.0 if line is None else probability_above(line, adjusted, error)
    return ReportRow(
        report=report,
        reviews=len(scores),
        raw_mean=sum(scores.values()) / len(scores),
        adjusted=adjusted,
        error=error,
        low=adjusted - Z90 * error,
        high=adjusted + Z90 * error,
        p_shortlist=p_shortlist,
        place=place,
        standing=_standing(p_shortlist),
    )


def _standing(p_shortlist: float | None) -> Standing:
    if p_shortlist is None:
        return Standing.PROVISIONAL
    if p_shortlist >= SURELY_IN:
        return Standing.IN
    return Standing.OUT if p_shortlist <= SURELY_OUT else Standing.OPEN


def _best_first(row: ReportRow) -> tuple[bool, bool, float, str]:
    score = round(row.adjusted or 0, TIE_DECIMALS)
    return row.place is None, row.adjusted is None, -score, str(row.report)


def _juror_rows(table: ScoreTable, fit: Fit) -> tuple[JurorRow, ...]:
    counts = Counter(juror for scores in table.values() for juror in scores)
    return tuple(
        JurorRow(
            juror=juror,
            reviews=counts[juror],
            severity=fit.severity[juror],
            error=fit.juror_errors[juror],
            agreement=agreement,
            is_flagged=agreement is not None and agreement < ASK_BELOW,
        )
        for juror, agreement in agreements(table, fit.severity).items()
    )
