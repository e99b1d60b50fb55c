"""Leaving a draft for later, and the way back to a report by a mailed link."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from experiments.actions.links import report_behind
from experiments.actions.report import mail_draft_link
from experiments.enums import Kind
from experiments.forms.draft_link import DraftLinkForm
from experiments.views.limits import LINKS_OF_DRAFT, LINKS_TO_ADDRESS
from experiments.views.opened import open_report
from experiments.views.refusals import wait_text
from experiments.views.reporting import opened_or_404, page_or_post


@never_cache
@page_or_post
def later(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Mail a link that opens the draft on any device; of anonymous ones no address is taken."""
    report = opened_or_404(request, key)
    if report.pk is None or not report.is_being_written:
        return redirect("reporting:receipt", key)
    if report.is_anonymous:
        return redirect("reporting:check", key)
    form = DraftLinkForm(request.POST or None, initial={"email": report.author_email})
    context = {"report": report, "form": form}
    if not form.is_valid():
        return render(request, "reporting/later.html", context)
    now, email = timezone.now(), form.cleaned_data["email"]
    wait = LINKS_OF_DRAFT.wait(str(key), at=now) or LINKS_TO_ADDRESS.wait(email, at=now)
    if wait:
        form.add_error("email", wait_text(wait))
        return render(request, "reporting/later.html", context, status=429)
    mail_draft_link(report=report, to=email, at=now)
    return render(request, "reporting/later_sent.html", context | {"email": email})


@never_cache
@page_or_post
def resume(request: HttpRequest, secret: str) -> HttpResponse:
    """Open a report by its mailed link.

    Looking at the address only shows a button, so programs that scan mails open nothing; pressing
    it leads to addresses without the secret.
    """
    report = report_behind(secret=secret, at=timezone.now())
    if report is None or report.is_anonymous:
        return render(request, "reporting/link_expired.html", status=404)
    if report.is_transferred:
        return render(request, "reporting/transferred.html", {"report": report})
    if request.method == "POST":
        open_report(request, key=report.key, kind=Kind(report.kind))
        return redirect("reporting:check", report.key)
    return render(request, "reporting/resume.html", {"report": report})
