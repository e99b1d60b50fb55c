"""The report form: start, one page a topic, check and receipt."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from experiments.actions.report import begin_report
from experiments.enums import Kind
from experiments.exceptions import (
    ActionRefusedError,
    AlreadySentError,
    MoveNotAllowedError,
    ReportIncompleteError,
    StaleAnswersError,
)
from experiments.forms.steps import STEPS, filled_pages, send_pages
from experiments.forms.topics import TopicForm
from experiments.models import Report, User
from experiments.views.limits import BEGINNING, SENDING, network_of
from experiments.views.opened import open_report, opened_kind, signed_in, ticket_for
from experiments.views.refusals import too_many, wait_text

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
        wait = BEGINNING.wait(network_of(request), at=timezone.now())
        if wait:
            return too_many(request, wait)
        key = uuid.uuid4()
        open_report(request, key=key, kind=Kind(kind))
        return redirect("reporting:step", key, 1)
    return render(request, f"reporting/start_{kind}.html")


@never_cache
@page_or_post
def step(request: HttpRequest, key: uuid.UUID, number: int) -> HttpResponse:
    """Ask the questions of one topic. Whatever is sent is saved: accepted, or as it was typed."""
    report = opened_or_404(request, key)
    if not 1 <= number <= len(STEPS[Kind(report.kind)]):
        raise Http404
    if not report.is_being_written:
        return redirect("reporting:receipt", key)
    page = STEPS[Kind(report.kind)][number - 1]
    today = timezone.localdate()
    if request.method != "POST":
        return step_page(request, report, number, page.left(report, today=today))
    report = begin_report(
        key=key, kind=Kind(report.kind), language=report.language, by=signed_in(request)
    )
    form = page(request.POST, request.FILES, instance=report, today=today)
    stamp = request.POST.get("stamp", "")
    try:
        is_accepted = form.is_valid()
        if is_accepted:
            form.keep(at=timezone.now(), stamp=stamp)
        else:
            form.keep_unfinished(stamp=stamp)
    except AlreadySentError:  # in another tab, meanwhile
        return redirect("reporting:receipt", key)
    except StaleAnswersError as conflict:
        return step_page(request, report, number, form, conflict=conflict)
    if is_accepted or "later" in request.POST:
        return redirect(_next(request, report, number, form))
    return step_page(request, report, number, form)


def shown_again(request: HttpRequest, key: uuid.UUID, number: int) -> HttpResponse:
    """Draw a page that came without a token that counts, with what was typed, saving nothing."""
    report = opened_or_404(request, key)
    pages = STEPS[Kind(report.kind)]
    if not 1 <= number <= len(pages) or not report.is_being_written:
        raise Http404
    form = pages[number - 1](request.POST, instance=report, today=timezone.localdate())
    return step_page(request, report, number, form, was_open_too_long=True)


def _next(request: HttpRequest, report: Report, number: int, form: TopicForm) -> str:
    """Return the address that follows a saved page, by the button that was pressed."""
    check = "?check" if "check" in request.GET else ""
    if "later" in request.POST:
        return reverse("reporting:later", args=[report.key])
    if form.stays_at:
        return f"{request.path}{check}#{form.stays_at}"
    if check or number == len(STEPS[Kind(report.kind)]):
        return reverse("reporting:check", args=[report.key])
    return reverse("reporting:step", args=[report.key, number + 1])


@never_cache
@require_POST
def autosave(request: HttpRequest, key: uuid.UUID, number: int) -> JsonResponse:
    """Save a page as it is being typed; the answer is the words for the page's status line."""
    report = opened_or_404(request, key)
    pages = STEPS[Kind(report.kind)]
    if not 1 <= number <= len(pages):
        raise Http404
    now = timezone.localtime()
    report = begin_report(
        key=key, kind=Kind(report.kind), language=report.language, by=signed_in(request)
    )
    form = pages[number - 1](request.POST, instance=report, today=now.date())
    form.is_valid()
    try:
        form.keep_unfinished(stamp=request.POST.get("stamp", ""))
    except ActionRefusedError as refusal:
        return JsonResponse({"text": str(refusal)}, status=409)
    text = gettext("Draft saved at %(time)s") % {"time": time_format(now, "TIME_FORMAT")}
    saved = pages[number - 1].left(_stored(key, report.kind), today=now.date())
    return JsonResponse({"text": text, "stamp": saved.stamp})


@never_cache
@page_or_post
def check(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Show all answers, and send them."""
    report = opened_or_404(request, key)
    if not report.is_being_written:
        return redirect("reporting:receipt", key)
    if report.pk is None:
        return redirect("reporting:step", key, 1)
    now = timezone.now()
    pages = filled_pages(report, today=timezone.localdate(now))
    is_complete = all(page.is_valid() for page in pages)
    refusal, status = "", 200
    if request.method == "POST" and is_complete:
        refusal, status = _why_not_now(request, report, now)
        if not refusal:
            return _send(report, pages, by=signed_in(request), at=now)
    context = {
        "report": report,
        "pages": [
            (reverse("reporting:step", args=[key, n]), page) for n, page in enumerate(pages, 1)
        ],
        "steps": _steps(report, current=len(pages) + 1),
        "is_complete": is_complete,
        "refusal": refusal,
        "was_pressed": request.method == "POST",
    }
    return render(request, "reporting/check.html", context, status=status)


def _send(
    report: Report, pages: list[TopicForm], *, by: User | None, at: dt.datetime
) -> HttpResponse:
    try:
        send_pages(report, pages, by=by, at=at)
    except ReportIncompleteError:  # changed in another tab meanwhile: the page says what lacks
        return redirect("reporting:check", report.key)
    except (MoveNotAllowedError, AlreadySentError):
        pass  # the first of two presses has sent it
    return redirect("reporting:receipt", report.key)


def _why_not_now(request: HttpRequest, report: Report, now: dt.datetime) -> tuple[str, int]:
    """Return why a complete report cannot be sent at this moment, with the HTTP status.

    Signs of a program at work stop the sending once, with words; nothing typed is lost.
    """
    if request.POST.get("website"):
        return gettext("Leave the field “Website” empty and send again."), 200
    if (now - report.created_at).total_seconds() < settings.QUICKEST_REPORT_SECONDS:
        return gettext("That was quick. Read through your answers and send again."), 200
    wait = SENDING.wait(network_of(request), at=now)
    return (wait_text(wait), 429) if wait else ("", 200)


@never_cache
@require_safe
def receipt(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Confirm that the report arrived, with its reference number."""
    report = opened_or_404(request, key)
    if not report.has_been_sent:
        return redirect("reporting:step", key, 1)
    return render(request, "reporting/receipt.html", {"report": report})


def opened_or_404(request: HttpRequest, key: uuid.UUID) -> Report:
    """Return the report under the key, or one not saved yet; 404 unless this browser opened it."""
    kind = opened_kind(request, key)
    if kind is None:
        raise Http404
    return _stored(key, kind)


def _stored(key: uuid.UUID, kind: str) -> Report:
    """Return the report with the key as it is stored, or one that is not stored yet."""
    stored = Report.objects.filter(key=key).first()
    return stored or Report(key=key, kind=kind, language=get_language() or "fi")


def step_page(
    request: HttpRequest,
    report: Report,
    number: int,
    form: TopicForm,
    **notes: Any,
) -> HttpResponse:
    """Draw one page of the form, with the stamp of what is saved and the ticket to save more.

    `notes` go into the template: `conflict`, `was_open_too_long`.
    """
    steps = _steps(report, current=number)
    back = steps[number - 2].url if number > 1 else reverse(f"reporting:{report.kind}")
    if "check" in request.GET:
        back = reverse("reporting:check", args=[report.key])
    # A bound form has put its answers into the report at hand: the stamp is of what is stored.
    if form.is_bound:
        stamp = type(form).left(_stored(report.key, report.kind), today=form.today).stamp
    else:
        stamp = form.stamp
    context = {
        "report": report,
        "form": form,
        "number": number,
        "last": len(steps) - 1,
        "steps": steps,
        "back": back,
        "stamp": stamp,
        "ticket": ticket_for(report.key, report.kind),
    }
    return render(request, "reporting/step.html", context | notes)


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
