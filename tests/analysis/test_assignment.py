from dataclasses import replace
from hashlib import sha256
from statistics import fmean

import pytest

from experiments.analysis.assignment import Reservation, next_report
from experiments.analysis.ranking import rank
from experiments.analysis.scores import ReviewScore
from tests.analysis.rounds import reviews_of
from tests.analysis.simulation import read_as_told, read_evenly, recall, simulate_round

# The shortlist takes two, so its line is between B and C; A is clearly in, E clearly out.
READ = {"A": "5 5 5 5", "B": "4 3 4 3", "C": "3 4 3 3", "D": "2 2 2 2", "E": "1 1 1 1"}


def ask(rankings, **changes):
    return next_report(
        changes.pop("juror", "J9"),
        rankings if isinstance(rankings, list) else [rankings],
        **{"award_round": 2026, "closed": [], "reservations": [], "cap": 9} | changes,
    )


def ranked(scores, *, size=2, reports=()):
    return rank(reviews_of(scores), shortlist_size=size, reports=reports)


def held(reports, juror="J8"):
    return [Reservation(report, juror) for report in reports]


def first_by_hash(reports, juror="J9", award_round=2026):
    return min(
        reports,
        key=lambda report: sha256(f"{award_round}:{juror}:{report}".encode()).hexdigest(),
    )


def test_report_with_fewest_readings_is_first_while_any_has_fewer_than_three():
    ranking = ranked(READ | {"F": "3 3 - -", "G": "5 - - -"}, reports=["H"])

    assert ask(ranking) == "H"
    assert ask(ranking, closed=["H"]) == "G"
    assert ask(ranking, closed=["H", "G"]) == "F"


def test_three_readings_are_enough_to_be_left_to_the_lines():
    ranking = ranked(READ | {"F": "1 1 1 -"})

    assert ask(ranking) in {"B", "C"}


def test_others_reservations_count_as_readings():
    ranking = ranked(READ | {"F": "3 3 - -", "G": "5 - - -"})

    assert ask(ranking, reservations=held("GG") + held("G", juror="J7")) in {"F", "G"}
    assert (
        ask(ranking, reservations=held("G") + held("G", juror="J7") + held("G", juror="J6")) == "F"
    )


def test_same_reservation_twice_counts_once():
    ranking = ranked({"A": "5 5 5"}, size=1)

    assert ask(ranking, reservations=held("AA"), cap=5) == "A"
    assert ask(ranking, reservations=held("A") + held("A", juror="J7"), cap=5) is None


def test_report_the_juror_has_open_is_not_offered_again():
    ranking = ranked(READ, reports=["F", "G"])

    assert ask(ranking, reservations=held("F", juror="J9")) == "G"


def test_nothing_is_left_when_all_is_reviewed_in_conflict_open_or_full():
    ranking = ranked({"A": "5 5 5 -", "B": "4 4 4 -", "C": "3 3 3 3", "D": "2 2 2 -"})

    offered = ask(
        ranking,
        closed=["A"],
        reservations=held("B", juror="J9") + held("D"),
        cap=4,
    )

    assert offered is None
    assert ask([]) is None


def test_report_on_a_line_is_next():
    ranking = ranked(READ | {"F": "3.4 3.4 3.4 3.4"})
    rows = {row.report: row for row in ranking.reports}
    nearest = min(
        rows,
        key=lambda report: min(
            abs(rows[report].adjusted - line) / rows[report].error for line in ranking.lines
        ),
    )

    assert ask(ranking) == nearest


def test_winner_line_counts_as_much_as_the_shortlist_line():
    ranking = ranked({"A": "5 5 5", "B": "5 5 5", "C": "3 3 3", "D": "1 1 1"}, size=3)
    on_winner_line = replace(ranking.reports[0], adjusted=ranking.winner_line)

    moved = replace(ranking, reports=(on_winner_line, *ranking.reports[1:]))

    assert ask(moved) == on_winner_line.report


def test_reserved_readings_make_a_report_less_urgent():
    ranking = ranked(READ)
    first = ask(ranking)

    many = [Reservation(first, f"K{number}") for number in range(4)]

    assert ask(ranking, cap=20) == first
    assert ask(ranking, cap=20, reservations=many) != first


def test_equally_urgent_reports_go_by_readings():
    ranking = ranked({"A": "3 3 3", "B": "3 3 3", "C": "3 3 3"})
    more = tuple(replace(row, reviews=5 if row.report == "A" else 4) for row in ranking.reports)
    fewest = replace(more[2], reviews=3)

    assert ask(replace(ranking, reports=(*more[:2], fewest))) == fewest.report


@pytest.mark.parametrize("juror", ["J5", "J6", "J7", 8])
@pytest.mark.parametrize("award_round", [2025, 2026])
def test_ties_go_by_the_hash_of_round_juror_and_report(juror, award_round):
    unread = ranked({}, reports="ABCDEFGH")
    equal = ranked(dict.fromkeys("ABCDEFGH", "3 3 3"))

    for ranking in (unread, equal):
        offered = ask(ranking, juror=juror, award_round=award_round)
        assert offered == first_by_hash("ABCDEFGH", juror, award_round)


def test_what_is_a_millionth_nearer_is_not_nearer():
    ranking = ranked(dict.fromkeys("ABCDEFGH", "3 3 3"))
    first = first_by_hash("ABCDEFGH")

    further = tuple(
        replace(row, adjusted=row.adjusted - 1e-8) if row.report == first else row
        for row in ranking.reports
    )

    assert ask(replace(ranking, reports=further)) == first


def test_without_a_line_all_reports_are_equally_urgent():
    few = ranked({"A": "5 5 -", "B": "1 1 -"})
    none = ranked({}, reports="AB")
    thrice = [Reservation(report, f"K{number}") for report in "AB" for number in range(3)]

    assert few.lines == none.lines == ()
    assert ask(few, reservations=held("AB")) == first_by_hash("AB")
    assert ask(none, reservations=thrice) == first_by_hash("AB")


def test_report_that_three_are_reading_for_the_first_time_is_expected_to_be_ordinary():
    weak = dict.fromkeys("CDF", "2 2 2")
    ranking = ranked({"A": "5 5 5", "B": "4 4 4"} | weak, size=1, reports="E")
    thrice = [Reservation("E", f"K{number}") for number in range(3)]

    assert ask(ranking, reservations=thrice) in {"A", "B"}
    assert ask(ranking, reservations=thrice, closed="AB") == "E"


def test_category_with_fewest_counted_reviews_decides_on_readings():
    complete = rank(reviews_of(READ), shortlist_size=2)
    incomplete = rank(
        [review for review in reviews_of(READ) if review.report != "E" or review.juror < "J3"],
        shortlist_size=2,
    )

    assert ask([complete, incomplete]) == "E"


def test_report_near_a_line_in_either_category_is_next():
    one = ranked(READ)
    other = ranked({"A": "1 1 1 1", "B": "5 5 5 5", "C": "5 5 5 5", "D": "3 4 3 4", "E": "4 3 3 3"})

    offered = {ask([one, other], closed=closed) for closed in ([], ["B", "C"], ["D", "E"])}

    assert offered & {"B", "C"}
    assert offered & {"D", "E"}


def test_report_that_one_category_does_not_take_is_judged_by_the_other():
    experiments = ranked(READ)
    revelations = ranked({"X": "4 4 4", "Y": "4 4 4", "Z": "4 4 -"}, size=1)

    assert ask([experiments, revelations]) == "Z"


def test_numbers_serve_as_ids():
    ranking = rank(
        [ReviewScore(report, juror, 3) for report in (11, 12) for juror in (1, 2, 3)],
        shortlist_size=1,
        reports=[11, 12, 13],
    )

    assert ask(ranking, juror=4) == 13


def test_rule_finds_more_of_the_best_than_equal_readings_for_all():
    """Over 200 rounds the gain was 10.6 ± 1.6 points of recall; 15 are here, for speed."""
    rounds = [(simulate_round(seed), seed) for seed in range(15)]

    by_rule = fmean(recall(drawn, read_as_told(drawn, seed)) for drawn, seed in rounds)
    evenly = fmean(recall(drawn, read_evenly(drawn, seed)) for drawn, seed in rounds)

    assert by_rule >= evenly + 0.05
