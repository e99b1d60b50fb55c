"""Made-up award rounds, in which it is known which reports are the best."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import exp
from random import Random
from typing import Final

from experiments.analysis.assignment import Reservation, next_report
from experiments.analysis.ranking import Ranking, rank
from experiments.analysis.scores import ReviewScore, composite

REPORTS: Final = 200
JURORS: Final = 10
AGENCIES: Final = 12
SHORTLIST: Final = 10
EFFORT: Final = 4 * REPORTS  # readings
AT_ONCE: Final = 2  # reports that a juror opens before the ranking is made anew
SEVERITY: Final = 0.27  # points; beside the quality's 0.6 it is what NIPS 2014 measured
WEIGHTS: Final = {"boldness": 40, "impact": 30, "lessons": 20, "reusability": 10}


@dataclass(frozen=True)
class SimulatedRound:
    """What is true, and what every juror would say of every report."""

    best: frozenset[int]
    scores: dict[tuple[int, int], float]  # by report and juror
    conflicts: frozenset[tuple[int, int]]


def simulate_round(seed: int) -> SimulatedRound:
    """Draw a round: whole scores 1-5, jurors strict or lenient, and nobody reads the own agency."""
    random = Random(seed)  # noqa: S311 (chance, not secrets)
    truths = [_draw_truth(random) for _ in range(REPORTS)]
    tempers = [_draw_temper(random) for _ in range(JURORS)]
    report_agencies = [random.randrange(AGENCIES) for _ in range(REPORTS)]
    juror_agencies = [random.randrange(AGENCIES) for _ in range(JURORS)]
    pairs = [(report, juror) for report in range(REPORTS) for juror in range(JURORS)]
    true_scores = [composite(truth, WEIGHTS) for truth in truths]
    return SimulatedRound(
        best=frozenset(sorted(range(REPORTS), key=lambda report: -true_scores[report])[:SHORTLIST]),
        scores={
            (report, juror): _draw_score(random, truths[report], *tempers[juror])
            for report, juror in pairs
        },
        conflicts=frozenset(
            (report, juror)
            for report, juror in pairs
            if report_agencies[report] == juror_agencies[juror]
        ),
    )


def _draw_truth(random: Random) -> dict[str, float]:
    quality = random.gauss(3, 0.6)
    return {criterion: quality + random.gauss(0, 0.3) for criterion in WEIGHTS}


def _draw_temper(random: Random) -> tuple[dict[str, float], float, float]:
    """Draw a juror's severity for each criterion, stretch of the scale, and carelessness."""
    severity = random.gauss(0, SEVERITY)
    severities = {criterion: severity + random.gauss(0, 0.15) for criterion in WEIGHTS}
    return severities, exp(random.gauss(0, 0.15)), 0.5 * exp(random.gauss(0, 0.25))


def _draw_score(
    random: Random,
    truth: dict[str, float],
    severities: dict[str, float],
    stretch: float,
    carelessness: float,
) -> float:
    mood = random.gauss(0, carelessness)
    said = {
        criterion: 3 + stretch * (truth[criterion] - 3) + severities[criterion] + mood
        for criterion in WEIGHTS
    }
    return composite(
        {criterion: min(5, max(1, round(value))) for criterion, value in said.items()}, WEIGHTS
    )


def recall(drawn: SimulatedRound, read: Iterable[tuple[int, int]]) -> float:
    """Return the share of the truly best that the readings put on the shortlist."""
    shortlist = [row.report for row in _ranking(drawn, read).reports[:SHORTLIST]]
    return len(drawn.best.intersection(shortlist)) / SHORTLIST


def read_evenly(drawn: SimulatedRound, seed: int) -> set[tuple[int, int]]:
    """Give every report equally many readings, and every juror about as many as the others."""
    random = Random(seed)  # noqa: S311 (chance, not secrets)
    loads = [0] * JURORS
    read = set()
    for report in range(REPORTS):
        jurors = [juror for juror in range(JURORS) if (report, juror) not in drawn.conflicts]
        jurors.sort(key=lambda juror: (loads[juror], random.random()))
        for juror in jurors[: EFFORT // REPORTS]:
            loads[juror] += 1
            read.add((report, juror))
    return read


def read_as_told(drawn: SimulatedRound, seed: int) -> set[tuple[int, int]]:
    """Let all jurors ask for their next reports, read at the same time and ask again."""
    read: set[tuple[int, int]] = set()
    while len(read) < EFFORT:
        opened = _opened_at_once(drawn, read, seed)
        if not opened:
            break
        read.update(opened[: EFFORT - len(read)])
    return read


def _opened_at_once(
    drawn: SimulatedRound, read: set[tuple[int, int]], seed: int
) -> list[tuple[int, int]]:
    ranking = _ranking(drawn, read)
    closed: dict[int, set[int]] = {juror: set() for juror in range(JURORS)}
    for report, juror in read | drawn.conflicts:
        closed[juror].add(report)
    opened: list[tuple[int, int]] = []
    for juror in [*range(JURORS)] * AT_ONCE:
        report = next_report(
            juror,
            [ranking],
            award_round=seed,
            closed=closed[juror],
            reservations=[Reservation(*pair) for pair in opened],
            cap=JURORS,
        )
        if report is not None:
            opened.append((report, juror))
    return opened


def _ranking(drawn: SimulatedRound, read: Iterable[tuple[int, int]]) -> Ranking:
    return rank(
        (ReviewScore(*pair, drawn.scores[pair]) for pair in read),
        shortlist_size=SHORTLIST,
        reports=range(REPORTS),
    )
