from datetime import UTC, datetime, timedelta

import pytest

from experiments.actions.award import (
    add_usual_categories,
    nominate,
    release_shortlist,
    release_winners,
    take_back_release,
)
from experiments.enums import Kind, NominationResult
from experiments.exceptions import ActionRefusedError, NotReleasableError
from experiments.models import AwardRound, Nomination
from tests.actions.table import STATES, make_report
from tests.factories import (
    AwardCategoryFactory,
    AwardRoundFactory,
    NominationFactory,
    ReportFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

AT = datetime(2026, 11, 5, 12, 0, tzinfo=UTC)
LATER = AT + timedelta(days=1)


def _complete_round(**fields):
    """A round with nothing missing: one winner in each of two categories."""
    award_round = AwardRoundFactory(**fields)
    for is_revelation in (False, True):
        category = AwardCategoryFactory(award_round=award_round, revelation=is_revelation)
        NominationFactory(category=category, winner=True)
    return award_round


def test_new_round_gets_the_two_usual_prizes():
    award_round = AwardRoundFactory()

    add_usual_categories(award_round=award_round)

    assert list(award_round.categories.values_list("kind", "name_fi", "name_sv", "name_en")) == [
        ("revelation", "Rohkein paljastus", "Det modigaste avslöjandet", "Boldest revelation"),
        ("experiment", "Villein kokeilu", "Det vildaste försöket", "Wildest experiment"),
    ]


@pytest.mark.parametrize("kind", Kind)
def test_nominate_puts_a_report_into_the_category_of_its_kind(kind):
    award_round = AwardRoundFactory()
    add_usual_categories(award_round=award_round)
    report = ReportFactory(published=True, revelation=kind is Kind.REVELATION)

    nomination = nominate(report=report, award_round=award_round)

    assert list(Nomination.objects.all()) == [nomination]
    assert (nomination.report, nomination.category.award_round) == (report, award_round)
    assert (nomination.category.kind, nomination.result) == (kind, NominationResult.NOMINEE)


@pytest.mark.parametrize("state", [state for state in STATES if state != "published"])
def test_nominate_refuses_what_is_not_published(state):
    category = AwardCategoryFactory()

    _assert_not_nominated(make_report(state), category.award_round, "Only published reports")


def test_nominate_refuses_what_somebody_unpublished_meanwhile():
    category = AwardCategoryFactory()
    stale = ReportFactory(published=True)
    type(stale).objects.update(state="unpublished")

    _assert_not_nominated(stale, category.award_round, "Only published reports")


def test_nominate_respects_an_author_who_does_not_take_part():
    category = AwardCategoryFactory()
    report = ReportFactory(published=True, takes_part_in_award=False)

    _assert_not_nominated(report, category.award_round, "does not want")


def test_nominate_refuses_a_kind_without_a_category():
    category = AwardCategoryFactory(revelation=True)
    report = ReportFactory(published=True)

    _assert_not_nominated(report, category.award_round, "no category")


def test_nominate_refuses_a_report_that_is_on_the_list():
    nomination = NominationFactory(winner=True)

    with pytest.raises(ActionRefusedError, match="already on the shortlist"):
        nominate(report=nomination.report, award_round=nomination.category.award_round)

    assert Nomination.objects.get().result == NominationResult.WINNER


def _assert_not_nominated(report, award_round, reason):
    with pytest.raises(ActionRefusedError, match=reason):
        nominate(report=report, award_round=award_round)

    assert not Nomination.objects.exists()


def test_shortlist_is_released_without_winners():
    nomination = NominationFactory()

    released = release_shortlist(award_round=nomination.category.award_round, at=AT)

    assert (released.shortlist_released_at, released.winners_released_at) == (AT, None)
    assert AwardRound.objects.values_list("shortlist_released_at", "winners_released_at").get() == (
        AT,
        None,
    )


def test_winners_are_released_with_the_shortlist():
    released = release_winners(award_round=_complete_round(), at=AT)

    assert (released.shortlist_released_at, released.winners_released_at) == (AT, AT)


def test_second_release_keeps_the_moment_of_the_first():
    award_round = _complete_round()
    release_shortlist(award_round=award_round, at=AT)

    release_winners(award_round=award_round, at=LATER)
    release_shortlist(award_round=award_round, at=LATER + timedelta(days=1))
    again = release_winners(award_round=award_round, at=LATER + timedelta(days=1))

    assert (again.shortlist_released_at, again.winners_released_at) == (AT, LATER)


def test_release_looks_at_its_own_round_only():
    AwardCategoryFactory()
    NominationFactory(report__published=False, report__unpublished=True)

    released = release_winners(award_round=_complete_round(), at=AT)

    assert released.has_winners_out


@pytest.mark.parametrize("release", [release_shortlist, release_winners])
def test_round_without_categories_is_not_released(release):
    _assert_not_released(release, AwardRoundFactory(), ["The round has no categories."])


def test_shortlist_is_not_released_with_every_reason_given():
    award_round = AwardRoundFactory()
    AwardCategoryFactory(award_round=award_round, name_en="Empty")
    NominationFactory(
        category__award_round=award_round,
        report__published=False,
        report__unpublished=True,
        report__title="Poistettu",
    )

    _assert_not_released(
        release_shortlist,
        award_round,
        [
            "There are no nominees in the category “Empty”.",
            "“Poistettu” is no longer published. Remove it from the shortlist.",
        ],
    )


def test_winners_are_not_released_with_every_reason_given():
    award_round = AwardRoundFactory()
    undecided = AwardCategoryFactory(award_round=award_round, name_en="Open", position=1)
    decided = AwardCategoryFactory(award_round=award_round, name_en="Decided", position=2)
    NominationFactory(category=undecided, mention=True, citation_sv="", report__title="Maininta")
    NominationFactory(category=decided, winner=True, citation_fi="", report__title="Voittaja")
    NominationFactory(category=decided)
    AwardCategoryFactory(award_round=award_round, name_en="Empty", position=3)

    _assert_not_released(
        release_winners,
        award_round,
        [
            "There are no nominees in the category “Empty”.",
            "The category “Open” has no winner.",
            "The category “Empty” has no winner.",
            "“Maininta” lacks a citation in Finnish or in Swedish.",
            "“Voittaja” lacks a citation in Finnish or in Swedish.",
        ],
    )


def _assert_not_released(release, award_round, reasons):
    with pytest.raises(NotReleasableError) as refusal:
        release(award_round=award_round, at=AT)

    assert refusal.value.reasons == reasons
    assert str(refusal.value) == " ".join(reasons)
    stored = AwardRound.objects.get(pk=award_round.pk)
    assert (stored.shortlist_released_at, stored.winners_released_at) == (None, None)


def test_taking_back_hides_all_again_and_keeps_the_results():
    award_round = _complete_round(winners_out=True)

    hidden = take_back_release(award_round=award_round)

    assert (hidden.has_shortlist_out, hidden.has_winners_out) == (False, False)
    assert not AwardRound.objects.announced().exists()
    assert not Nomination.objects.announced().exists()
    assert Nomination.objects.filter(result=NominationResult.WINNER).count() == 2
