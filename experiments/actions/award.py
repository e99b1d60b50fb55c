"""What organisers do: open a round, nominate, release, take back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from experiments.enums import Kind, NominationResult, State
from experiments.exceptions import ActionRefusedError, NotReleasableError
from experiments.models import AwardCategory, AwardRound, Nomination, Report


def add_usual_categories(*, award_round: AwardRound) -> None:
    """Give a new round the two prizes that ValtioExpo has always given."""
    AwardCategory.objects.bulk_create(
        [
            AwardCategory(
                award_round=award_round,
                kind=Kind.REVELATION,
                name_fi="Rohkein paljastus",
                name_sv="Det modigaste avslöjandet",
                name_en="Boldest revelation",
                position=1,
            ),
            AwardCategory(
                award_round=award_round,
                kind=Kind.EXPERIMENT,
                name_fi="Villein kokeilu",
                name_sv="Det vildaste försöket",
                name_en="Wildest experiment",
                position=2,
            ),
        ]
    )


@transaction.atomic
def nominate(*, report: Report, award_round: AwardRound) -> Nomination:
    """Put a published report on the shortlist, in the round's category for its kind.

    Raises ActionRefusedError if it is not published, its author opted out, the round has no
    category for its kind, or it is on the list already.
    """
    report = Report.objects.select_for_update().get(pk=report.pk)
    if not report.is_published:
        raise ActionRefusedError(_("Only published reports can be nominated."))
    if not report.takes_part_in_award:
        raise ActionRefusedError(
            _("The author does not want this report to take part in the award.")
        )
    category = award_round.categories.filter(kind=report.kind).first()
    if category is None:
        raise ActionRefusedError(
            _("%(round)s has no category for reports of this kind.") % {"round": award_round}
        )
    nomination, is_new = Nomination.objects.get_or_create(category=category, report=report)
    if not is_new:
        raise ActionRefusedError(_("This report is already on the shortlist of this category."))
    return nomination


@transaction.atomic
def release_shortlist(*, award_round: AwardRound, at: datetime) -> AwardRound:
    """Make the shortlist public. Raises NotReleasableError with all that is still missing."""
    award_round = AwardRound.objects.select_for_update().get(pk=award_round.pk)
    _refuse(_shortlist_gaps(award_round))
    award_round.shortlist_released_at = award_round.shortlist_released_at or at
    award_round.save(update_fields=["shortlist_released_at"])
    return award_round


@transaction.atomic
def release_winners(*, award_round: AwardRound, at: datetime) -> AwardRound:
    """Make winners, mentions and citations public, and the shortlist if it was not.

    Raises NotReleasableError with everything that is still missing: a winner in each category, and
    a citation in Finnish and in Swedish for all who are honoured (Language Act 423/2003: both at
    once).
    """
    award_round = AwardRound.objects.select_for_update().get(pk=award_round.pk)
    _refuse([*_shortlist_gaps(award_round), *_winner_gaps(award_round)])
    award_round.shortlist_released_at = award_round.shortlist_released_at or at
    award_round.winners_released_at = award_round.winners_released_at or at
    award_round.save(update_fields=["shortlist_released_at", "winners_released_at"])
    return award_round


@transaction.atomic
def take_back_release(*, award_round: AwardRound) -> AwardRound:
    """Hide the round from the public again, as if nothing had been released."""
    award_round = AwardRound.objects.select_for_update().get(pk=award_round.pk)
    award_round.shortlist_released_at = award_round.winners_released_at = None
    award_round.save(update_fields=["shortlist_released_at", "winners_released_at"])
    return award_round


def _refuse(gaps: list[str]) -> None:
    if gaps:
        raise NotReleasableError(gaps)


def _shortlist_gaps(award_round: AwardRound) -> list[str]:
    nominations = Nomination.objects.handled().filter(category__award_round=award_round)
    gaps = [
        _("There are no nominees in the category “%(category)s”.") % {"category": category.name}
        for category in award_round.categories.exclude(pk__in=nominations.values("category"))
    ]
    hidden = nominations.exclude(report__state=State.PUBLISHED)
    gaps += [
        _("“%(title)s” is no longer published. Remove it from the shortlist.")
        % {"title": nomination.report.title}
        for nomination in hidden.select_related("report")
    ]
    return gaps or ([] if award_round.categories.exists() else [_("The round has no categories.")])


def _winner_gaps(award_round: AwardRound) -> list[str]:
    nominations = (
        Nomination.objects.handled()
        .filter(category__award_round=award_round)
        .select_related("report")
    )
    won = set(
        nominations.filter(result=NominationResult.WINNER).values_list("category_id", flat=True)
    )
    gaps = [
        _("The category “%(category)s” has no winner.") % {"category": category.name}
        for category in award_round.categories.exclude(pk__in=won)
    ]
    gaps += [
        _("“%(title)s” lacks a citation in Finnish or in Swedish.")
        % {"title": nomination.report.title}
        for nomination in nominations.exclude(result=NominationResult.NOMINEE)
        if not (nomination.citation_fi and nomination.citation_sv)
    ]
    return gaps
