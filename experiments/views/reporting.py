"""The report form: start, and one page a topic."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from experiments.actions.anonymity import report_followed
from experiments.actions.report import begin_report
from experiments.enums import Authorship, Kind
from experiments.exceptions import (
    ActionRefusedError,
    AlreadySentError,
    ReportIncompleteError,
    StaleAnswersError,
)
from experiments.forms.steps import pages_of
from experiments.forms.topics import TopicForm
from experiments.models import Report
from experiments.views.limits import BEGINNING, network_of
from experiments.views.opened import (
    open_report,
    opened_kind,
    remember_writer,
    signed_in,
    ticket_for,
)
from experiments.views.passes import pass_of
from experiments.views.refusals import too_many
from experiments.views.step_links import step_links

page_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Explain the two kinds of report and let the reader choose."""
    return render(request, "reporting/choose.html")


@never_cache
@page_or_post
def start(request: HttpRequest, kind: str) -> HttpResponse:
    """Tell what the form asks for, and begin."""
    if request.method == "POST":
        # Who reveals something has not said yet whether anybody may know.
        is_private = kind == Kind.REVELATION
        wait = BEGINNING.wait(network_of(request), at=timezone.now(), is_private=is_private)
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
    if not report.is_changeable_by_author or report.key != key:
        return redirect("reporting:receipt", key)
    page = _page_or_404(report, number)
    today = timezone.localdate()
    if request.method != "POST":
        return step_page(request, report, number, page.left(report, today=today))
    report = _begun(request, report)
    form = page(request.POST, request.FILES, instance=report, today=today)
    try:
        is_accepted = _save(request, form)
    except AlreadySentError:  # in another tab, meanwhile
        return redirect("reporting:receipt", key)
    except StaleAnswersError as conflict:
        return step_page(request, report, number, form, conflict=conflict)
    if is_accepted or _is_left(request, form):
        answer: HttpResponse = redirect(_next(request, number, form))
    else:
        answer = step_page(request, report, number, form)
    # A refused choice stands in the report at hand, and is not what is stored.
    return remember_writer(request, report if is_accepted else _stored(key, report.kind), answer)


def _save(request: HttpRequest, form: TopicForm) -> bool:
    """Accept the page, or keep it as it was typed; return whether it was accepted."""
    stamp, by, now = request.POST.get("stamp", ""), signed_in(request), timezone.now()
    refusal = ""
    if form.is_valid():
        try:
            form.keep(at=now, by=by, stamp=stamp)
        except ReportIncompleteError as error:  # of a published report, whatever its pages allow
            refusal = str(error)
        else:
            return True
    form.keep_unfinished(at=now, by=by, stamp=stamp)
    if refusal:
        form.add_error(None, refusal)
    return False


def shown_again(request: HttpRequest, key: uuid.UUID, number: int) -> HttpResponse:
    """Draw a page that came without a token that counts, with what was typed, saving nothing."""
    report = opened_or_404(request, key)
    page = _page_or_404(report, number)
    if not report.is_changeable_by_author or report.key != key:
        raise Http404
    form = page(request.POST, instance=report, today=timezone.localdate())
    return step_page(request, report, number, form, was_open_too_long=True)


def _page_or_404(report: Report, number: int) -> type[TopicForm]:
    pages = pages_of(report)
    if not 1 <= number <= len(pages):
        raise Http404
    return pages[number - 1]


def _begun(request: HttpRequest, report: Report) -> Report:
    """Return the report as it is stored, from now on if it was not."""
    is_anonymous = request.POST.get("authorship") == Authorship.ANONYMOUS
    return begin_report(
        key=report.key,
        kind=Kind(report.kind),
        language=report.language,
        by=None if is_anonymous else signed_in(request),
    )


def _is_left(request: HttpRequest, form: TopicForm) -> bool:
    """Return whether the page is left for later; there is no later without an address."""
    return "later" in request.POST and _offers_link(form)


def _offers_link(form: TopicForm) -> bool:
    """Return whether a link to the draft can be mailed."""
    report: Report = form.instance
    return form.can_be_left and not report.is_anonymous and not report.is_published


def _next(request: HttpRequest, number: int, form: TopicForm) -> str:
    """Return the address that follows a saved page, by the button that was pressed."""
    report: Report = form.instance
    check = "?check" if "check" in request.GET else ""
    if _is_left(request, form):
        return reverse("reporting:later", args=[report.key])
    if form.stays_at:
        return f"{request.path}{check}#{form.stays_at}"
    if check or report.is_published or number == len(pages_of(report)):
        return reverse("reporting:check", args=[report.key])
    return reverse("reporting:step", args=[report.key, number + 1])


@never_cache
@require_POST
def autosave(request: HttpRequest, key: uuid.UUID, number: int) -> HttpResponse:
    """Save a page as it is being typed; the answer is the words for the page's status line."""
    report = opened_or_404(request, key)
    page = _page_or_404(report, number)
    if not page.can_be_left or report.key != key:
        raise Http404
    now, by = timezone.localtime(), signed_in(request)
    report = _begun(request, report)
    form = page(request.POST, instance=report, today=now.date())
    form.is_valid()
    try:
        form.keep_unfinished(at=now, by=by, stamp=request.POST.get("stamp", ""))
    except ActionRefusedError as refusal:
        return JsonResponse({"text": str(refusal)}, status=409)
    if report.is_published:
        text = gettext("Kept at %(time)s. Readers see it once you save the changes.")
    else:
        text = gettext("Draft saved at %(time)s")
    text %= {"time": time_format(now, "TIME_FORMAT")}
    saved = page.left(_stored(key, report.kind), today=now.date())
    return remember_writer(request, report, JsonResponse({"text": text, "stamp": saved.stamp}))


def opened_or_404(request: HttpRequest, key: uuid.UUID) -> Report:
    """Return the report under the key, or one not saved yet; 404 unless this browser opened it."""
    kind = opened_kind(request, key)
    if kind is None:
        raise Http404
    report = _stored(key, kind)
    if report.pk is None and (held := pass_of(request, key)):
        return report_followed(code=held.code) or report  # sent meanwhile, so its key is another
    return report


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
    steps = step_links(report, current=number)
    back = steps[number - 2].url if number > 1 else reverse(f"reporting:{report.kind}")
    if "check" in request.GET or report.is_published:
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
        "ticket": ticket_for(report),
        "offers_link": _offers_link(form),
    }
    return render(request, "reporting/step.html", context | notes)
