import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.analysis.scores import ReviewScore, composite, count_components, score_table
from tests.analysis.rounds import reviews_of, some_reviews

SCORES = {"boldness": 5, "impact": 2, "lessons": 1}


def test_composite_is_the_weighted_mean():
    assert composite(SCORES, {"boldness": 50, "impact": 30, "lessons": 20}) == pytest.approx(3.3)


def test_composite_leaves_out_a_criterion_without_weight():
    scores = {"boldness": 4, "impact": 2, "lessons": None}

    assert composite(scores, {"boldness": 1, "impact": 1, "lessons": 0}) == 3


@pytest.mark.parametrize("scores", [{"boldness": 4, "impact": None}, {"boldness": 4}, {}])
def test_composite_of_an_incomplete_review_is_none(scores):
    assert composite(scores, {"boldness": 1, "impact": 1}) is None


@pytest.mark.parametrize("weights", [{}, {"boldness": 0}])
def test_composite_needs_a_weight(weights):
    with pytest.raises(ValueError, match="above zero"):
        composite(SCORES, weights)


@given(
    scores=st.lists(st.integers(1, 5), min_size=4, max_size=4),
    weights=st.lists(st.integers(1, 100), min_size=4, max_size=4),
    factor=st.floats(0.01, 1000),
)
def test_composite_does_not_change_when_all_weights_are_scaled(scores, weights, factor):
    names = ["boldness", "impact", "lessons", "reusability"]
    said = dict(zip(names, scores, strict=True))
    plain = dict(zip(names, weights, strict=True))
    scaled = {name: factor * weight for name, weight in plain.items()}

    assert composite(said, scaled) == pytest.approx(composite(said, plain), abs=1e-12)


def test_score_table_keeps_what_counts_in_the_order_of_the_ids():
    reviews = [
        ReviewScore("B", "J2", 4),
        ReviewScore("A", "J3", 2),
        ReviewScore("B", "J1", 3),
        ReviewScore("B", "J3", 5, is_excluded=True),
        ReviewScore("C", "J1", None),
    ]

    table = score_table(reviews)

    assert table == {"A": {"J3": 2}, "B": {"J1": 3, "J2": 4}}
    assert [list(table), list(table["B"])] == [["A", "B"], ["J1", "J2"]]


def test_score_table_refuses_two_reviews_by_one_juror_of_one_report():
    with pytest.raises(ValueError, match="two reviews"):
        score_table([ReviewScore("A", "J1", 3), ReviewScore("A", "J1", 4)])


@pytest.mark.parametrize(
    ("scores", "components"),
    [
        ({}, 0),
        ({"A": "3", "B": "4"}, 1),
        ({"A": "3 4 -", "B": "- - 4"}, 2),
        ({"A": "3 4 - -", "B": "- - 4 4"}, 2),
        ({"A": "3 4 - -", "B": "- - 4 4", "C": "4 - - 2"}, 1),
        ({"A": "3 - - -", "B": "- 3 - -", "C": "- - 3 -", "D": "- - - 3"}, 4),
    ],
)
def test_components_of_a_known_round(scores, components):
    assert count_components(score_table(reviews_of(scores))) == components


@given(some_reviews())
def test_components_are_counted_as_by_joining_pairs_one_by_one(reviews):
    labels = {name: name for review in reviews for name in (review.report, review.juror)}
    for review in reviews:
        old, new = labels[review.report], labels[review.juror]
        labels = {name: new if label == old else label for name, label in labels.items()}

    assert count_components(score_table(reviews)) == len(set(labels.values()))
