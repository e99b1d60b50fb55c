import pytest
from django.utils.translation import override

from experiments.enums import NominationResult
from experiments.models import AwardCategory, AwardRound, Nomination
from tests.factories import (
    AwardCategoryFactory,
    AwardRoundFactory,
    NominationFactory,
    PictureFactory,
)

pytestmark = pytest.mark.django_db

RELEASES = [{}, {"shortlist_out": True}, {"winners_out": True}]


def test_rounds_of_which_something_is_public_come_newest_first():
    old = AwardRoundFactory(year=2024, winners_out=True)
    new = AwardRoundFactory(year=2025, shortlist_out=True)
    secret = AwardRoundFactory(year=2026)

    assert list(AwardRound.objects.announced()) == [new, old]
    assert list(AwardRound.objects.in_preparation()) == [secret, new]
    assert [award_round.has_shortlist_out for award_round in (old, new, secret)] == [
        True,
        True,
        False,
    ]
    assert [award_round.has_winners_out for award_round in (old, new, secret)] == [
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("release", "expected"),
    [
        ({}, []),
        ({"shortlist_out": True}, ["nominee", "nominee", "nominee"]),
        ({"winners_out": True}, ["winner", "mention", "nominee"]),
    ],
)
def test_announced_result_says_no_more_than_is_released(release, expected):
    category = _category(**release)
    for result in ({"winner": True}, {"mention": True}, {}):
        NominationFactory(category=category, **result)

    announced = Nomination.objects.announced().order_by("pk")

    assert [nomination.announced_result for nomination in announced] == expected


@pytest.mark.parametrize("release", RELEASES[1:])
@pytest.mark.parametrize(
    "state", ["submitted", "more_information", "not_published", "withdrawn", "unpublished"]
)
def test_report_that_is_not_public_is_not_announced(release, state):
    winner = NominationFactory(category=_category(**release), winner=True)
    winner.report.state = state
    winner.report.save()

    assert not Nomination.objects.announced().exists()


def test_order_of_the_shortlist_gives_no_winner_away():
    category = _category(shortlist_out=True)
    for title, result in [("C", {"winner": True}), ("B", {}), ("A", {"mention": True})]:
        NominationFactory(category=category, report__title=title, **result)

    shortlist = Nomination.objects.announced().winners_first()

    assert [nomination.report.title for nomination in shortlist] == ["A", "B", "C"]


def test_winners_come_first_once_they_are_out_category_by_category():
    award_round = AwardRoundFactory(winners_out=True)
    later = AwardCategoryFactory(award_round=award_round, position=2)
    first = AwardCategoryFactory(award_round=award_round, position=1)
    for category in (later, first):
        for title, result in [("A", {}), ("B", {"mention": True}), ("C", {"winner": True})]:
            NominationFactory(category=category, report__title=title, **result)

    order = Nomination.objects.announced().winners_first()

    assert [(nomination.category, nomination.report.title) for nomination in order] == [
        (category, title) for category in (first, later) for title in ("C", "B", "A")
    ]


def test_latest_round_is_the_newest_that_is_announced():
    shown = NominationFactory(
        category__award_round__year=2025, category__award_round__shortlist_out=True
    )
    NominationFactory(category__award_round__year=2024, category__award_round__winners_out=True)
    NominationFactory(category__award_round__year=2026, winner=True)

    assert list(Nomination.objects.announced().of_latest_round()) == [shown]


@pytest.mark.parametrize("count", [1, 10])
def test_for_cards_reads_badges_in_a_constant_number_of_queries(count, django_assert_num_queries):
    category = _category(winners_out=True)
    for _n in range(count):
        PictureFactory(report=NominationFactory(category=category).report)

    with django_assert_num_queries(3):  # nominations with reports, themes, pictures
        shown = [
            (
                str(nomination),
                nomination.report.agency.name,
                nomination.report.themes,
                nomination.report.picture.width,
            )
            for nomination in Nomination.objects.announced().for_cards()
        ]

    assert len(shown) == count


@pytest.mark.parametrize(
    ("language", "name", "citation"),
    [("fi", "Sarja", "Perustelu"), ("sv", "Klass", "Perustelu"), ("en", "Sarja", "Reason")],
)
def test_texts_come_in_the_language_of_the_page_else_in_finnish(language, name, citation):
    category = AwardCategory(name_fi="Sarja", name_sv="Klass", name_en="")
    nomination = Nomination(citation_fi="Perustelu", citation_sv="", citation_en="Reason")

    with override(language):
        assert (category.name, nomination.citation) == (name, citation)


def test_results_are_known():
    assert set(NominationResult.values) == {"nominee", "mention", "winner"}


def _category(**release):
    return AwardCategoryFactory(award_round=AwardRoundFactory(**release))
