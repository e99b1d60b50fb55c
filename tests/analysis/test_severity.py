from statistics import fmean

import pytest
from hypothesis import given, settings

from experiments.analysis.scores import score_table
from experiments.analysis.severity import fit_severity
from tests.analysis.dense import DenseFit
from tests.analysis.rounds import reviews_of, some_reviews


@settings(max_examples=50)
@given(some_reviews())
def test_fit_is_that_of_the_whole_system_solved_at_once(reviews):
    dense = DenseFit(reviews)

    fit = fit_severity(score_table(reviews))

    assert fit.level == pytest.approx(float(dense.solution[0]), abs=1e-12)
    assert fit.variance == pytest.approx(float(dense.variance), abs=1e-12)
    for report in dense.reports:
        assert fit.adjusted[report] == pytest.approx(float(dense.adjusted(report)), abs=1e-12)
        assert fit.report_errors[report] == pytest.approx(dense.report_error(report), abs=1e-12)
    for juror in dense.jurors:
        assert fit.severity[juror] == pytest.approx(float(dense.severity(juror)), abs=1e-12)
        assert fit.juror_errors[juror] == pytest.approx(dense.juror_error(juror), abs=1e-12)


@given(some_reviews())
def test_fit_can_be_checked_by_hand(reviews):
    table = score_table(reviews)

    fit = fit_severity(table)

    for report, scores in table.items():
        corrected = [score - fit.severity[juror] for juror, score in scores.items()]
        assert fit.adjusted[report] == pytest.approx(fmean([*corrected, fit.level]), abs=1e-12)
    for juror, severity in fit.severity.items():
        above = [
            scores[juror] - fit.adjusted[report]
            for report, scores in table.items()
            if juror in scores
        ]
        assert severity == pytest.approx(fmean([*above, 0, 0, 0, 0, 0]), abs=1e-12)


@given(some_reviews())
def test_severities_and_qualities_add_up_to_nothing(reviews):
    fit = fit_severity(score_table(reviews))

    assert sum(fit.severity.values()) == pytest.approx(0, abs=1e-12)
    assert sum(score - fit.level for score in fit.adjusted.values()) == pytest.approx(0, abs=1e-11)
    assert fit.level == pytest.approx(fmean(fit.adjusted.values()), abs=1e-12)


def test_lone_juror_is_neither_severe_nor_lenient():
    fit = fit_severity(score_table(reviews_of({"A": "4", "B": "2.2", "C": "3.7", "D": "1.1"})))

    assert fit.severity == {"J1": 0}


def test_juror_who_gives_less_than_the_others_is_severe():
    fit = fit_severity(score_table(reviews_of({"A": "2 4 4", "B": "1 3 3", "C": "3 5 5"})))

    assert fit.severity["J1"] < 0 < fit.severity["J2"] == pytest.approx(fit.severity["J3"])


def test_fit_without_scores_knows_nothing():
    fit = fit_severity({})

    assert (fit.level, fit.adjusted, fit.severity) == (None, {}, {})
    assert fit.variance == pytest.approx(0.45)  # 5 prior scores of 0.36, less one for the level
