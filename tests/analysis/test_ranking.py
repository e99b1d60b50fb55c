from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.analysis.lines import line_for, probability_above
from experiments.analysis.ranking import ReportRow, Standing, rank
from experiments.analysis.scores import ReviewScore
from tests.analysis.rounds import reviews_of, some_reviews

# What is known of nobody.
NOTHING = {"level": None, "shortlist_line": None, "winner_line": None, "components": 0}
AGREED = {"A": "5 5 5", "B": "4 4 4", "C": "3 3 3", "D": "2 2 2", "E": "1 1 1"}


def rows_of(ranking):
    return {row.report: row for row in ranking.reports}


def test_round_without_scores_has_no_level_and_no_lines():
    ranking = rank([], shortlist_size=2, reports=["B", "A"])

    assert {name: getattr(ranking, name) for name in NOTHING} == NOTHING
    assert (ranking.reviews, ranking.jurors, ranking.lines) == (0, (), ())
    assert ranking.reports == (ReportRow("A"), ReportRow("B"))
    assert ranking.reports[0].standing == Standing.UNSCORED


def test_one_juror_keeps_the_order_of_the_raw_scores_and_gives_no_places():
    ranking = rank(reviews_of({"A": "2", "B": "5", "C": "3.3", "D": "3.2"}), shortlist_size=2)

    assert [row.report for row in ranking.reports] == ["B", "C", "D", "A"]
    assert {row.standing for row in ranking.reports} == {Standing.PROVISIONAL}
    assert {(row.place, row.p_shortlist) for row in ranking.reports} == {(None, None)}
    assert ranking.jurors[0].severity == 0
    assert ranking.lines == ()


def test_when_all_scores_are_equal_all_tie_and_chance_is_not_ruled_out():
    ranking = rank(reviews_of({"A": "3 3 3", "B": "3 3 3", "C": "3 3 3"}), shortlist_size=1)

    assert [row.place for row in ranking.reports] == [1, 1, 1]
    assert [row.adjusted for row in ranking.reports] == pytest.approx([3, 3, 3])
    assert [row.severity for row in ranking.jurors] == pytest.approx([0, 0, 0])
    assert ranking.variance == pytest.approx(5 * 0.36 / (9 - 1 + 5))
    assert [row.p_shortlist for row in ranking.reports] == pytest.approx([1 / 3] * 3)


def test_one_perfect_score_is_pulled_half_way_to_the_general_level():
    reviews = [*reviews_of(AGREED), ReviewScore("F", "J1", 5)]

    ranking = rank(reviews, shortlist_size=2)

    perfect = rows_of(ranking)["F"]
    severity = ranking.jurors[0].severity
    assert perfect.adjusted == pytest.approx((ranking.level + 5 - severity) / 2)
    assert (perfect.raw_mean, perfect.place) == (5, None)
    assert perfect.standing == Standing.PROVISIONAL


def test_groups_that_share_no_reports_are_counted():
    reviews = reviews_of({"A": "3 4 - -", "B": "4 5 - -", "C": "- - 1 2", "D": "- - 2 2"})

    assert rank(reviews, shortlist_size=1).components == 2


def test_juror_of_whom_nothing_counts_is_absent():
    reviews = [*reviews_of(AGREED), ReviewScore("A", "J9", None)]
    reviews.append(ReviewScore("B", "J8", 4, is_excluded=True))

    assert [row.juror for row in rank(reviews, shortlist_size=2).jurors] == ["J1", "J2", "J3"]


def test_conflict_declared_later_takes_the_review_and_the_place_away():
    reviews = reviews_of(AGREED)
    before = rank(reviews, shortlist_size=2)

    after = rank([replace(reviews[0], is_excluded=True), *reviews[1:]], shortlist_size=2)

    assert rows_of(before)["A"].place == 1
    assert (rows_of(after)["A"].reviews, rows_of(after)["A"].place) == (2, None)
    assert after == rank(reviews[1:], shortlist_size=2)


def test_ties_share_a_place_and_the_next_place_is_left_out():
    scores = {"A": "4 4 4", "B": "5 5 5", "C": "4 4 4", "D": "2 2 2"}

    ranking = rank(reviews_of(scores), shortlist_size=2)

    assert [(row.report, row.place) for row in ranking.reports] == [
        ("B", 1),
        ("A", 2),
        ("C", 2),
        ("D", 4),
    ]


def test_reports_without_a_place_come_after_the_ranked_ones():
    reviews = [*reviews_of(AGREED), ReviewScore("Y", "J1", 3), ReviewScore("X", "J1", 5)]

    ranking = rank(reviews, shortlist_size=2, reports=["A", "Z"])

    assert "".join(str(row.report) for row in ranking.reports) == "ABCDEXYZ"


def test_standing_says_who_is_surely_in_or_out():
    stairs = {f"R{step}": " ".join([str(1 + step / 40)] * 3) for step in range(161)}

    rows = rank(reviews_of(stairs), shortlist_size=40).reports

    surely_in = {row.p_shortlist for row in rows if row.standing == Standing.IN}
    surely_out = {row.p_shortlist for row in rows if row.standing == Standing.OUT}
    still_open = {row.p_shortlist for row in rows if row.standing == Standing.OPEN}
    assert 0.95 <= min(surely_in) < 0.96
    assert 0.05 >= max(surely_out) > 0.04
    assert 0.05 < min(still_open) < 0.06
    assert 0.95 > max(still_open) > 0.94
    assert len(surely_in | surely_out | still_open) == len(rows)


def test_interval_holds_nine_tenths_on_both_sides_of_the_adjusted_score():
    row = rank(reviews_of(AGREED), shortlist_size=2).reports[0]

    assert (row.low + row.high) / 2 == pytest.approx(row.adjusted)
    assert 1 - 2 * probability_above(row.high, row.adjusted, row.error) == pytest.approx(0.9)


@pytest.mark.parametrize("shortlist_size", [5, 6])
def test_all_are_in_when_the_shortlist_takes_all_the_ranked(shortlist_size):
    ranking = rank(reviews_of(AGREED), shortlist_size=shortlist_size)

    assert ranking.shortlist_line is None
    assert ranking.winner_line is not None
    assert {(row.p_shortlist, row.standing) for row in ranking.reports} == {(1, Standing.IN)}


def test_lone_ranked_report_has_no_winner_line():
    ranking = rank(reviews_of({"A": "5 5 5", "B": "4 4 -"}), shortlist_size=1)

    assert ranking.lines == ()


@pytest.mark.parametrize("places", [1, 2, 3, 4])
def test_as_many_are_expected_above_a_line_as_there_are_places(places):
    ranked = [(4.2, 0.3), (4.1, 0.01), (3.9, 0.4), (3.0, 0.2), (1.0, 2.0)]

    line = line_for(ranked, places=places)

    above = sum(probability_above(line, score, error) for score, error in ranked)
    assert above == pytest.approx(places, abs=1e-6)


@pytest.mark.parametrize("shortlist_size", [0, -1])
def test_shortlist_takes_at_least_one(shortlist_size):
    with pytest.raises(ValueError, match="at least one"):
        rank(reviews_of(AGREED), shortlist_size=shortlist_size)


@given(some_reviews(), st.data())
def test_raising_a_score_raises_its_report_more_than_any_other(reviews, data):
    place = data.draw(st.integers(0, len(reviews) - 1))
    raised = replace(reviews[place], score=reviews[place].score + 1)

    before = rows_of(rank(reviews, shortlist_size=2))
    after = rows_of(rank([*reviews[:place], raised, *reviews[place + 1 :]], shortlist_size=2))

    rises = {report: after[report].adjusted - before[report].adjusted for report in before}
    own = rises.pop(raised.report)
    assert own > 0.126
    assert all(own - rise > 0.084 for rise in rises.values())


@given(some_reviews(), st.floats(-5, 5))
def test_adding_the_same_to_all_scores_adds_it_to_all_results(reviews, shift):
    plain = rank(reviews, shortlist_size=2)
    shifted = rank(
        [replace(review, score=review.score + shift) for review in reviews], shortlist_size=2
    )

    assert shifted.level == pytest.approx(plain.level + shift)
    assert shifted.variance == pytest.approx(plain.variance)
    assert shifted.lines == pytest.approx([line + shift for line in plain.lines])
    moved = rows_of(shifted)
    for report, row in rows_of(plain).items():
        assert moved[report].adjusted == pytest.approx(row.adjusted + shift)
        assert moved[report].place == row.place
    for row, other in zip(plain.jurors, shifted.jurors, strict=True):
        assert other.severity == pytest.approx(row.severity)


@given(some_reviews(), st.randoms(use_true_random=False))
def test_order_of_the_reviews_changes_not_a_bit(reviews, random):
    shuffled = random.sample(reviews, len(reviews))

    assert rank(shuffled, shortlist_size=2) == rank(reviews, shortlist_size=2)


@given(some_reviews(), some_reviews(), st.booleans(), st.randoms(use_true_random=False))
def test_reviews_that_do_not_count_change_not_a_bit(reviews, others, is_incomplete, random):
    excluded = [
        replace(review, score=None) if is_incomplete else replace(review, is_excluded=True)
        for review in others
    ]
    mixed = random.sample([*reviews, *excluded], len(reviews) + len(excluded))

    assert rank(mixed, shortlist_size=2) == rank(reviews, shortlist_size=2)


@given(some_reviews(), st.integers(1, 4))
def test_places_and_probabilities_follow_the_adjusted_scores(reviews, shortlist_size):
    ranked = [
        row for row in rank(reviews, shortlist_size=shortlist_size).reports if row.place is not None
    ]

    assert all(row.reviews >= 3 for row in ranked)
    for better, worse in combinations(ranked, 2):
        assert better.place <= worse.place
        assert round(better.adjusted, 6) >= round(worse.adjusted, 6)
    for row in ranked:
        higher = [other for other in ranked if round(other.adjusted, 6) > round(row.adjusted, 6)]
        assert row.place == 1 + len(higher)
