import pytest

from experiments.analysis.agreement import agreements
from experiments.analysis.ranking import rank
from experiments.analysis.scores import score_table
from tests.analysis.rounds import reviews_of

NO_SEVERITY = {"J1": 0.0, "J2": 0.0, "J3": 0.0}
RISING = [1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5]


def test_agreement_is_one_with_the_same_order_and_minus_one_upside_down():
    table = _table(RISING, [score / 2 + 2 for score in RISING], [6 - score for score in RISING])

    with_same, upside_down = (
        agreements({report: _only(scores, pair) for report, scores in table.items()}, NO_SEVERITY)
        for pair in (("J1", "J2"), ("J1", "J3"))
    )

    assert with_same == {"J1": pytest.approx(1), "J2": pytest.approx(1), "J3": None}
    assert upside_down == {"J1": pytest.approx(-1), "J2": None, "J3": pytest.approx(-1)}


def test_others_severity_is_taken_off_before_comparing():
    table = score_table(
        reviews_of(
            {f"A{score}": f"{score} {score - 1} -" for score in (2, 2.5, 3, 3.5)}
            | {f"B{score}": f"{score} - {score + 1}" for score in (2.2, 2.7, 3.2, 3.7)}
        )
    )

    agreement = agreements(table, {"J1": 0.0, "J2": -1.0, "J3": 1.0})

    assert agreement == {"J1": pytest.approx(1), "J2": None, "J3": None}


def test_agreement_needs_eight_shared_reports():
    shared = {f"A{score}": f"{score} {score}" for score in RISING[:7]}
    alone = {"B1": "5 -", "B2": "4 -", "B3": "- 1"}

    seven = agreements(score_table(reviews_of(shared | alone)), NO_SEVERITY)
    eight = agreements(score_table(reviews_of(shared | alone | {"C": "5 5"})), NO_SEVERITY)

    assert seven == {"J1": None, "J2": None, "J3": None}
    assert eight == {"J1": pytest.approx(1), "J2": pytest.approx(1), "J3": None}


@pytest.mark.parametrize("same", [3, 3.3])
def test_agreement_of_a_juror_who_gives_all_the_same_is_zero(same):
    table = _table(RISING, [same] * 8)

    assert agreements(table, NO_SEVERITY) == {"J1": 0, "J2": 0, "J3": None}


def test_ranking_flags_who_disagrees_and_only_them():
    table = _table(RISING, RISING, RISING, [6 - score for score in RISING])
    reviews = reviews_of(
        {report: " ".join(map(str, scores.values())) for report, scores in table.items()}
    )

    jurors = rank(reviews, shortlist_size=2).jurors

    assert {row.juror: row.is_flagged for row in jurors} == {
        "J1": False,
        "J2": False,
        "J3": False,
        "J4": True,
    }


def _table(*jurors):
    return {
        f"R{number}": {f"J{who}": score for who, score in enumerate(scores, start=1)}
        for number, scores in enumerate(zip(*jurors, strict=True))
    }


def _only(scores, jurors):
    return {juror: scores[juror] for juror in jurors}
