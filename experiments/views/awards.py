"""The award: the shortlist and the winners of each round, once they are released."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from experiments.models import AwardRound, Nomination


@require_safe
def award(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """Show one round's shortlist and winners; without a year the newest that has anything out."""
    rounds = list(AwardRound.objects.announced())
    shown = next((one for one in rounds if year in (None, one.year)), None)
    if shown is None and year is not None:
        raise Http404
    nominations = Nomination.objects.announced().filter(category__award_round=shown)
    context = {
        "round": shown,
        "earlier": [one for one in rounds if one != shown],
        "nominations": nominations.for_cards().winners_first(),
    }
    return render(request, "award/award.html", context)
