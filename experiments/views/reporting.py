"""The report form: start, one page a topic, check, receipt, and the way back by a mailed link."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from experiments.actions.links import report_behind
from experiments.actions.report import begin_report, send_report
from experiments.enums import Kind
from experiments.exceptions import AlreadySentError, MoveNotAllowedError, ReportIncompleteError
from experiments.forms.steps import STEPS, filled_pages
from experiments.models import Report
from experiments.views.opened import open_report, opened_kind

page_or_post = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True, slots=True)
class StepLink:
    """One step in the list above the form; without an address it cannot be gone to yet."""

    heading: Any
    url: str
    is_current: bool
    is_done: bool


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Explain the two kinds of report and let the reader choose."""
    return render(request, "reporting/choose.html")


@never_cache
@page_or_post
def start(request: HttpRequest, kind: str) -> HttpResponse:
    """Tell what the form asks for, and begin."""
    if request.method == "POST":
        key = uuid.uuid4()
        open_report(request, key=key, kind=Kind(kind))
        return redirect("reporting:step", key, 1)
    return render(request, f"reporting/start_{kind}.html")


@never_cache
@page_or_post
def step(request: HttpRequest, key: uuid.UUID, number: int) -> HttpResponse:
    """Ask the questions of one topic; what is accepted is saved at once."""
    report = _opened(request, key)
    pages = STEPS[Kind(report.kind)]
    if not 1 <= number <= len(pages):
        raise Http404
    if not report.is_being_written:
        return redirect("reporting:receipt", key)
    now = timezone.now()
    today = timezone.localdate(now)
    if request.method != "POST":
        return _step_page(request, report, number, pages[number - 1](instance=report, today=today))
    report = begin_report(key=key, kind=Kind(report.kind), language=report.language)
    form = pages[number - 1](request.POST, request.FILES, instance=report, today=today)
    try:
        if not form.is_valid():
            form.rescue()
            return _step_page(request, report, number, form)
        form.keep(at=now)
    except AlreadySentError:  # in another tab, meanwhile
        return redirect("reporting:receipt", key)
    if "check" in request.GET or number == len(pages):
        return redirect("reporting:check", key)
    return redirect("reporting:step", key, number + 1)


@never_cache
@page_or_post
def check(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Show all answers, and send them."""
    report = _opened(request, key)
    if not report.is_being_written:
        return redirect("reporting:receipt", key)
    if report.pk is None:
        return redirect("reporting:step", key, 1)
    pages = filled_pages(report, today=timezone.localdate())
    is_complete = all(page.is_valid() for page in pages)
    if request.method == "POST" and is_complete:
        try:
            send_report(report=report, by=None, at=timezone.now())
        except ReportIncompleteError:  # changed in another tab meanwhile: the page says what lacks
            return redirect("reporting:check", key)
        except MoveNotAllowedError:  # the first of two presses has sent it
            pass
        return redirect("reporting:receipt", key)
    context = {
        "report": report,
        "pages": [
            (reverse("reporting:step", args=[key, n]), page) for n, page in enumerate(pages, 1)
        ],
        "steps": _steps(report, current=len(pages) + 1),
        "is_complete": is_complete,
        "was_pressed": request.method == "POST",
    }
    return render(request, "reporting/check.html", context)


@never_cache
@require_safe
def receipt(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Confirm that the report arrived, with its reference number."""
    report = _opened(request, key)
    if not report.has_been_sent:
        return redirect("reporting:step", key, 1)
    return render(request, "reporting/receipt.html", {"report": report})


@never_cache
@page_or_post
def resume(request: HttpRequest, secret: str) -> HttpResponse:
    """Open a report by its mailed link.

    Looking at the address only shows a button, so programs that scan mails open nothing; pressing
    it leads to addresses without the secret.
    """
    report = report_behind(secret=secret, at=timezone.now())
    if report is None:
        return render(request, "reporting/link_expired.html", status=404)
    if request.method == "POST":
        open_report(request, key=report.key, kind=Kind(report.kind))
        return redirect("reporting:check", report.key)
    return render(request, "reporting/resume.html", {"report": report})


def _opened(request: HttpRequest, key: uuid.UUID) -> Report:
    """Return the report under the key, or one not saved yet; 404 unless this browser opened it."""
    kind = opened_kind(request, key)
    if kind is None:
        raise Http404
    stored = Report.objects.filter(key=key).first()
    return stored or Report(key=key, kind=kind, language=get_language() or "fi")


def _step_page(request: HttpRequest, report: Report, number: int, form: Any) -> HttpResponse:
    steps = _steps(report, current=number)
    back = steps[number - 2].url if number > 1 else reverse(f"reporting:{report.kind}")
    if "check" in request.GET:
        back = reverse("reporting:check", args=[report.key])
    context = {"report": report, "form": form, "number": number, "steps": steps, "back": back}
    return render(request, "reporting/step.html", context | {"last": len(steps) - 1})


def _steps(report: Report, *, current: int) -> list[StepLink]:
    pages = STEPS[Kind(report.kind)]
    links = [
        StepLink(
            heading=page.heading,
            url=reverse("reporting:step", args=[report.key, place]),
            is_current=place == current,
            is_done=place < current,
        )
        for place, page in enumerate(pages, 1)
    ]
    check_url = reverse("reporting:check", args=[report.key])
    return [*links, StepLink("", check_url, is_current=current > len(pages), is_done=False)]
