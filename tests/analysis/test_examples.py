from functools import partial

import pytest

from experiments.analysis import scores, severity
from experiments.analysis.assignment import Reservation, next_report
from experiments.analysis.ranking import FEWEST_REVIEWS, Z90, Standing
from tests.analysis.rounds import EXAMPLES, TOLERANCE, rank_example

CASES = [
    pytest.param(example, category, id=f"{example['id']}-{category}")
    for example in EXAMPLES["vectors"]
    for category in example["categories"]
]
JURORS = [
    pytest.param(example, juror, id=f"{example['id']}-{juror}")
    for example in EXAMPLES["vectors"]
    for juror in example["expected"]["next_for"]
]


approx = partial(pytest.approx, abs=TOLERANCE, rel=0)


def test_constants_are_those_of_the_examples():
    assert EXAMPLES["constants"] == {
        "lambda_q": severity.EXTRA_SCORES,
        "lambda_b": severity.EXTRA_ZEROS,
        "nu0": severity.PRIOR_SCORES,
        "sigma0_sq": severity.PRIOR_VARIANCE,
        "z90": Z90,
        "min_reviews": FEWEST_REVIEWS,
    }


@pytest.mark.parametrize(("example", "category"), CASES)
def test_whole_category_is_as_in_the_example(example, category):
    expected = example["expected"]["categories"][category]

    ranking = rank_example(example)[category]

    assert _close(
        {
            "n_counted": ranking.reviews,
            "mu": ranking.level,
            "sigma2": ranking.variance,
            "components": ranking.components,
            "line": ranking.shortlist_line,
            "win_line": ranking.winner_line,
        },
        {key: value for key, value in expected.items() if key not in ("jurors", "submissions")},
    )


@pytest.mark.parametrize(("example", "category"), CASES)
def test_each_report_is_as_in_the_example(example, category):
    ranking = rank_example(example)[category]

    for expected, row in zip(
        example["expected"]["categories"][category]["submissions"],
        sorted(ranking.reports, key=lambda row: row.report),
        strict=True,
    ):
        is_unranked = row.standing in (Standing.PROVISIONAL, Standing.UNSCORED)
        assert _close(
            {
                "id": row.report,
                "n": row.reviews,
                "raw_mean": row.raw_mean,
                "adjusted": row.adjusted,
                "se": row.error,
                "low90": row.low,
                "high90": row.high,
                "p_shortlist": row.p_shortlist,
                "place": row.place,
                "state": row.standing.value if is_unranked else "ranked",
            },
            expected,
        )


@pytest.mark.parametrize(("example", "category"), CASES)
def test_each_juror_is_as_in_the_example(example, category):
    ranking = rank_example(example)[category]

    for expected, row in zip(
        example["expected"]["categories"][category]["jurors"], ranking.jurors, strict=True
    ):
        assert not row.is_flagged
        assert _close(
            {
                "id": row.juror,
                "n": row.reviews,
                "severity": row.severity,
                "se": row.error,
                "agreement": row.agreement,
            },
            expected,
        )


@pytest.mark.parametrize(("example", "juror"), JURORS)
def test_next_report_is_as_in_the_example(example, juror):
    reviewed = {row["submission"] for row in example["reviews"] if row["juror"] == juror}
    conflicts = {report for who, report in example["conflicts"] if who == juror}

    report = next_report(
        juror,
        list(rank_example(example).values()),
        award_round=example["round"],
        closed=reviewed | conflicts,
        reservations=[
            Reservation(report=held["submission"], juror=held["juror"])
            for held in example["reservations"]
        ],
        cap=example["max_reviews"],
    )

    assert report == example["expected"]["next_for"][juror]


def test_report_without_a_weighted_criterion_counts_in_the_other_category():
    example = next(vector for vector in EXAMPLES["vectors"] if vector["id"] == "P3")
    review = next(row for row in example["reviews"] if None in row["scores"].values())

    assert scores.composite(review["scores"], example["categories"]["revelation"]) == 2
    assert scores.composite(review["scores"], example["categories"]["wildest"]) is None


def _close(actual, expected):
    return actual.keys() == expected.keys() and all(
        actual[key] == (approx(value) if isinstance(value, float) else value)
        for key, value in expected.items()
    )
