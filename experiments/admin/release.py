"""The releases of an award round, each behind a page that shows what will become public."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import F, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from experiments.actions.award import release_shortlist, release_winners, take_back_release
from experiments.enums import State
from experiments.exceptions import NotReleasableError
from experiments.forms.guarded import fingerprint
from experiments.forms.staff import ReleaseForm
from experiments.models import AwardCategory, AwardRound, Nomination

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin


@dataclass(frozen=True, slots=True)
class Release:
    """One of the buttons on a round's page, and the words of its confirmation."""

    act: Callable[[AwardRound], Any]
    button: Any
    explanation: Any
    done: Any
    shows_results: bool = False
    shows_list: bool = True


KINDS: Final = {
    "release-shortlist": Release(
        lambda award_round: release_shortlist(award_round=award_round, at=timezone.now()),
        button=_("Release the shortlist"),
        explanation=_("Everybody will see these nominees at once. Results stay hidden."),
        done=_("The shortlist is public."),
    ),
    "release-winners": Release(
        lambda award_round: release_winners(award_round=award_round, at=timezone.now()),
        button=_("Release the winners"),
        explanation=_("Everybody will see these results and citations at once."),
        done=_("The winners are public."),
        shows_results=True,
    ),
    "take-back": Release(
        lambda award_round: take_back_release(award_round=award_round),
        button=_("Take back the release"),
        explanation=_(
            "The shortlist and the winners of this round will be hidden from the public again. "
            "Whoever has seen them has seen them."
        ),
        done=_("Nothing of this round is public any more."),
        shows_list=False,
    ),
}


def confirm(
    request: HttpRequest, number: int, *, model_admin: "ModelAdmin", kind: Release
) -> HttpResponse:
    """Show what would become public and, when that is confirmed, do it."""
    if not request.user.has_perm("experiments.organise_award"):
        raise PermissionDenied
    award_round = get_object_or_404(AwardRound, pk=number)
    categories = list(shortlist_of(award_round, only_published=True))
    shown = _mark(categories)
    reasons: list[str] = []
    if request.method == "POST":
        reasons = _release(award_round, kind, ReleaseForm(request.POST, shown=shown))
        if not reasons:
            model_admin.log_change(request, award_round, str(kind.done))
            messages.success(request, kind.done)
            return redirect("admin:experiments_awardround_change", number)
    context = model_admin.admin_site.each_context(request) | {
        "opts": model_admin.opts,
        "title": kind.button,
        "subtitle": None,
        "award_round": award_round,
        "kind": kind,
        "categories": categories,
        "form": ReleaseForm(shown=shown),
        "reasons": reasons,
    }
    return TemplateResponse(request, "admin/experiments/awardround/release.html", context)


def shortlist_of(
    award_round: AwardRound, *, only_published: bool = False
) -> QuerySet[AwardCategory]:
    """Return the round's categories with their nominations, in the order of the public page."""
    nominations = (
        Nomination.objects.handled().annotate(announced_result=F("result")).winners_first()
    )
    if only_published:
        nominations = nominations.filter(report__state=State.PUBLISHED)
    shown = Prefetch("nominations", nominations.select_related("report__agency"))
    return award_round.categories.prefetch_related(shown)


def _release(award_round: AwardRound, kind: Release, form: ReleaseForm) -> list[str]:
    """Do it, and return no reasons; or return every reason why it was not done."""
    if not form.is_valid():
        return [str(error) for error in form.errors["seen"]]
    try:
        kind.act(award_round)
    except NotReleasableError as refusal:
        return refusal.reasons
    return []


def _mark(categories: list[AwardCategory]) -> str:
    """Return the mark of all that the page of confirmation shows."""
    return fingerprint(
        *(
            (
                *(category.pk, category.name_fi, one.report_id, one.report.title, one.result),
                *(one.citation_fi, one.citation_sv, one.citation_en),
            )
            for category in categories
            for one in category.nominations.all()
        )
    )
