"""Following an anonymous revelation by its tracking code, which stands in no address."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from experiments.actions.anonymity import report_followed
from experiments.forms.tracking import TrackingForm
from experiments.models import Report
from experiments.views.passes import Pass, give_pass
from experiments.views.refusals import wait_text
from experiments.views.throttle import WINDOW, is_slowed_down, note_failure

TOO_MANY: Final = 429


@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """Ask for the code; show what became of the revelation, or open it to be completed."""
    if request.method != "POST":
        return render(request, "reporting/follow.html", {"form": TrackingForm()})
    form = TrackingForm(request.POST)
    if not form.is_valid():
        return render(request, "reporting/follow.html", {"form": form})
    today = timezone.localdate()
    if is_slowed_down(request, today=today):
        return _refuse(request, form, wait_text(WINDOW // 60), status=TOO_MANY)
    report = report_followed(code=form.cleaned_data["code"])
    if report is None:
        note_failure(request, today=today)
        return _refuse(request, form, _("No revelation has this tracking code. Check the code."))
    return _answer(request, report, form.cleaned_data["code"])


def _refuse(
    request: HttpRequest, form: TrackingForm, why: str, *, status: int = 200
) -> HttpResponse:
    form.add_error("code", why)
    return render(request, "reporting/follow.html", {"form": form}, status=status)


def _answer(request: HttpRequest, report: Report, code: str) -> HttpResponse:
    if report.is_transferred:
        return render(request, "reporting/transferred.html", {"report": report})
    if "open" in request.POST and report.is_being_written:
        response = redirect("reporting:check", report.key)
        give_pass(response, Pass(report.key, code, is_new=False))
        return response
    context = {"report": report, "history": report.history.all(), "code": code}
    return render(request, "reporting/followed.html", context)
