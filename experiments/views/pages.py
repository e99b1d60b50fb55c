"""The front page, the information pages, and the machine's health."""

import datetime as dt
from typing import Final

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language, get_language_from_request, override
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from experiments.analysis.metrics import front_figures
from experiments.models import Nomination, Report

INFORMATION_PAGES: Final = {
    "about": _("About the service"),
    "accessibility": _("Accessibility statement"),
    "privacy": _("Privacy notice"),
    "publicity": _("Document publicity"),
}
NEWEST_ON_FRONT: Final = 6
NOMINEES_ON_FRONT: Final = 3


@require_safe
@vary_on_headers("Accept-Language")
def choose_language(request: HttpRequest) -> HttpResponse:
    """Lead from the bare address to the front page in the language the browser asks for."""
    with override(get_language_from_request(request)):
        return redirect("pages:front")


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    nominations = Nomination.objects.announced().of_latest_round().for_cards()
    context = {
        "figures": front_figures(),
        "nominations": list(nominations[:NOMINEES_ON_FRONT]),
        "newest": Report.objects.published().for_cards()[:NEWEST_ON_FRONT],
    }
    return render(request, "pages/front.html", context)


@require_safe
def information(request: HttpRequest, page: str) -> HttpResponse:
    """Show one page of long prose; each language has its own file, for its translator to read."""
    facts = {
        "service_url": settings.SERVICE_URL,
        "retention": settings.RETENTION,
        "accessibility": {
            "drawn_up_on": dt.date.fromisoformat(settings.ACCESSIBILITY["drawn_up_on"]),
            "updated_on": dt.date.fromisoformat(settings.ACCESSIBILITY["updated_on"]),
            "is_self_assessed": settings.ACCESSIBILITY["method"] == "self",
        },
        "privacy": {"updated_on": dt.date.fromisoformat(settings.PRIVACY_UPDATED_ON)},
    }
    body = render_to_string(f"pages/info/{page}/{get_language()}.html", facts, request)
    return render(
        request, "pages/information.html", {"title": INFORMATION_PAGES[page], "body": body}
    )


@never_cache
@require_safe
def health(_request: HttpRequest) -> HttpResponse:
    """Answer 200 when this process can reach its database, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("database unreachable\n", status=503, content_type="text/plain")
    return HttpResponse(f"ok {timezone.now():%Y-%m-%dT%H:%M:%S}Z\n", content_type="text/plain")
