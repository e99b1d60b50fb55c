"""What handlers see of a report's versions: what changed lately, each change, and the way back."""

from typing import Any, Final, cast

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from experiments.actions.versions import restore_version
from experiments.analysis.changes import compare, labels_of, names_in
from experiments.enums import COMPLETE_STATES
from experiments.exceptions import ActionRefusedError
from experiments.forms.staff import RestoreForm
from experiments.models import Report, ReportVersion, User

PER_PAGE: Final = 50
_TEMPLATES: Final = "admin/experiments/report"


def show_changed(request: HttpRequest, model_admin: ModelAdmin) -> HttpResponse:
    """List what was changed after publishing, the newest first."""
    _refuse_others(request)
    visible = Report.objects.visible_to(request.user)
    changes = ReportVersion.objects.after_publishing().filter(report__in=visible)
    pages = Paginator(changes.select_related("report", "actor"), PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "title": _("Recently changed"),
        "page": page,
        "rows": [(version, labels_of(version.changed)) for version in page],
    }
    return _page(request, model_admin, "changed.html", context)


def show_version(
    request: HttpRequest, model_admin: ModelAdmin, number: int, version: int
) -> HttpResponse:
    """Compare one version with the one before it."""
    report = _report(request, number)
    shown = get_object_or_404(report.versions.select_related("actor"), number=version)
    latest = report.versions.latest()
    before = report.versions.filter(number=version - 1).first()
    old, new = before.snapshot if before else {}, shown.snapshot
    context = {
        "title": _("Version %(number)d") % {"number": version},
        "report": report,
        "version": shown,
        "before": before,
        "changes": compare(old, new, agencies=names_in([old, new])),
        "is_latest": shown == latest,
        "next_number": None if shown == latest else version + 1,
        "restorable": _restorable(report, shown, before, latest),
        "seen": latest.number,
    }
    return _page(request, model_admin, "version.html", context)


def restore(
    request: HttpRequest, model_admin: ModelAdmin, number: int, version: int
) -> HttpResponse:
    """Bring the version back, and say so in the log of what staff did."""
    report = _report(request, number)
    get_object_or_404(report.versions, number=version)
    form = RestoreForm(request.POST)
    try:
        _restore(request, model_admin, report, version, seen=form.seen_number())
    except ActionRefusedError as refusal:
        messages.error(request, str(refusal))
        return redirect("admin:experiments_report_version", number, version)
    return redirect("admin:experiments_report_change", number)


@transaction.atomic
def _restore(
    request: HttpRequest, model_admin: ModelAdmin, report: Report, version: int, *, seen: int
) -> None:
    by = cast(User, request.user)
    made = restore_version(report=report, number=version, seen=seen, by=by, at=timezone.now())
    if made is None:
        messages.info(request, _("The report already says what it said in that version."))
        return
    done = _("Version %(number)d brought back") % {"number": version}
    model_admin.log_change(request, report, done)
    messages.success(request, done)


def _restorable(
    report: Report, shown: ReportVersion, before: ReportVersion | None, latest: ReportVersion
) -> ReportVersion | None:
    """Return the version that the page's button brings back: an old one shown, or the last but one.

    Whoever looks at the newest change and dislikes it wants what was there before it.
    """
    if report.state not in COMPLETE_STATES:
        return None
    return before if shown == latest else shown


def _report(request: HttpRequest, number: int) -> Report:
    _refuse_others(request)
    return get_object_or_404(Report.objects.visible_to(request.user), pk=number)


def _refuse_others(request: HttpRequest) -> None:
    if not request.user.has_perm("experiments.handle_report"):
        raise PermissionDenied


def _page(
    request: HttpRequest, model_admin: ModelAdmin, template: str, context: dict[str, Any]
) -> HttpResponse:
    shared = model_admin.admin_site.each_context(request) | {"opts": model_admin.opts}
    return TemplateResponse(request, f"{_TEMPLATES}/{template}", shared | context)
