"""The end of the report form: check and send, and the receipt."""

import datetime as dt
import uuid

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from experiments.exceptions import (
    AlreadySentError,
    MoveNotAllowedError,
    ReportIncompleteError,
    StaleAnswersError,
)
from experiments.forms.steps import accept_unfinished, filled_pages, send_pages
from experiments.forms.topics import TopicForm
from experiments.models import Report
from experiments.views.limits import SENDING, network_of
from experiments.views.opened import carry, opened_kind, signed_in
from experiments.views.passes import pass_of, take_back_pass
from experiments.views.refusals import wait_text
from experiments.views.reporting import opened_or_404, page_or_post
from experiments.views.step_links import step_links


@never_cache
@page_or_post
def check(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Show all answers, and send them; of a published report, accept what was typed last."""
    report = opened_or_404(request, key)
    if not report.is_changeable_by_author or report.key != key:
        return redirect("reporting:receipt", key)
    if report.pk is None:
        return redirect("reporting:step", key, 1)
    now = timezone.now()
    pages = filled_pages(report, today=timezone.localdate(now))
    is_complete = all(page.is_valid() for page in pages)
    refusal, status = "", 200
    if request.method == "POST" and report.is_published:
        done = _accept(request, report, at=now)
        if done:
            return done
    elif request.method == "POST" and is_complete:
        refusal, status = _why_not_now(request, report, now)
        if not refusal:
            return _send(request, report, pages, at=now)
    context = {
        "report": report,
        "pages": [
            (reverse("reporting:step", args=[key, n]), page) for n, page in enumerate(pages, 1)
        ],
        "steps": step_links(report, current=len(pages) + 1),
        "is_complete": is_complete,
        "refusal": refusal,
        "was_pressed": request.method == "POST",
    }
    return render(request, "reporting/check.html", context, status=status)


def _send(
    request: HttpRequest, report: Report, pages: list[TopicForm], *, at: dt.datetime
) -> HttpResponse:
    """Send the report; a second press of the button leads where the first one did."""
    response = redirect("reporting:receipt", report.key)
    by, code = signed_in(request), ""
    if report.is_anonymous:
        by, code = None, carry(request, report.key, response).code
    try:
        send_pages(report, pages, by=by, at=at, code=code)
    except (ReportIncompleteError, StaleAnswersError):
        # Changed in another tab meanwhile: the page says what lacks.
        return redirect("reporting:check", report.key)
    except (MoveNotAllowedError, AlreadySentError):
        pass  # the first of two presses has sent it
    return response


def _accept(request: HttpRequest, report: Report, *, at: dt.datetime) -> HttpResponse | None:
    """Accept what was typed in a published report, and show it as readers see it; None if refused.

    The pages that are refused stay as they were typed.
    """
    today = timezone.localdate(at)
    try:
        if not accept_unfinished(report, by=signed_in(request), at=at, today=today):
            return None
    except (ReportIncompleteError, StaleAnswersError):
        return None
    except AlreadySentError:  # unpublished meanwhile
        return redirect("reporting:receipt", report.key)
    return redirect(Report.objects.get(pk=report.pk))


def _why_not_now(request: HttpRequest, report: Report, now: dt.datetime) -> tuple[str, int]:
    """Return why a complete report cannot be sent at this moment, with the HTTP status.

    Signs of a program at work stop the sending once, with words; nothing typed is lost.
    """
    if request.POST.get("website"):
        return gettext("Leave the field “Website” empty and send again."), 200
    if (now - report.created_at).total_seconds() < settings.QUICKEST_REPORT_SECONDS:
        return gettext("That was quick. Read through your answers and send again."), 200
    wait = SENDING.wait(network_of(request), at=now, is_private=report.is_anonymous)
    return (wait_text(wait), 429) if wait else ("", 200)


@never_cache
@require_safe
def receipt(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Confirm that the report arrived, with its reference number.

    To a browser that did not send it, or has seen a tracking code already, it says that much.
    """
    held = pass_of(request, key)
    if held is None and opened_kind(request, key) is None:
        return render(request, "reporting/receipt_gone.html", status=404)
    report = opened_or_404(request, key)
    if not report.has_been_sent or (held and report.key == key):
        return redirect("reporting:step", key, 1)
    if report.is_transferred:
        return render(request, "reporting/transferred.html", {"report": report})
    if held is None:
        return render(request, "reporting/receipt.html", {"report": report})
    response = render(request, "reporting/receipt_anonymous.html", {"report": report, "held": held})
    take_back_pass(response, key)
    return response
