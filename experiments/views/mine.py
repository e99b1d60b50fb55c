"""“My submissions”: what the signed-in person has begun and sent, and what can be done about it."""

import uuid
from dataclasses import dataclass
from typing import Final, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from experiments.actions.own_reports import delete_draft, withdraw_report
from experiments.enums import Move, Role, State, moves_from
from experiments.exceptions import ActionRefusedError
from experiments.forms.mine import StageForm
from experiments.models import Report, User

# Here the colour says whether the author has something to do; to staff it says whether they have.
_TONES: Final = {
    State.MORE_INFORMATION: "warn",
    State.PUBLISHED: "ok",
    State.NOT_PUBLISHED: "bad",
    State.UNPUBLISHED: "bad",
}
_page_or_post = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True, slots=True)
class OwnReport:
    """One report as its author sees it in the list."""

    report: Report

    @property
    def tone(self) -> str:
        return _TONES.get(State(self.report.state), "")

    @property
    def is_draft(self) -> bool:
        return self.report.state == State.DRAFT

    @property
    def is_asked(self) -> bool:
        return self.report.state == State.MORE_INFORMATION

    @property
    def can_move_stage(self) -> bool:
        return self.report.is_published and self.report.is_experiment

    @property
    def can_be_withdrawn(self) -> bool:
        return Move.WITHDRAW in moves_from(State(self.report.state), role=Role.AUTHOR)


@never_cache
@login_required
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """List everything that belongs to this account, newest first."""
    own = Report.objects.owned_by(request.user).for_own_list()
    context = {"rows": [OwnReport(report) for report in own], "section": "mine"}
    return render(request, "mine/reports.html", context)


@never_cache
@login_required
@_page_or_post
def stage(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Tell how far a published experiment has come."""
    published = Report.objects.owned_by(request.user).published().experiments()
    report = get_object_or_404(published, key=key)
    form = StageForm(request.POST or None, instance=report)
    if request.method == "POST" and form.is_valid():
        try:
            form.keep(by=cast(User, request.user), at=timezone.now())
        except ActionRefusedError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Saved. Readers see it at once: %s") % report)
        return redirect("mine:list")
    return render(request, "mine/stage.html", {"report": report, "form": form})


@never_cache
@login_required
@_page_or_post
def withdraw(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Ask whether a sent report is to be withdrawn, and do it."""
    report = get_object_or_404(Report.objects.owned_by(request.user).withdrawable(), key=key)
    if request.method != "POST":
        return render(request, "mine/withdraw.html", {"report": report})
    try:
        withdraw_report(report=report, by=cast(User, request.user), at=timezone.now())
    except ActionRefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Withdrawn: %s") % report)
    return redirect("mine:list")


@never_cache
@login_required
@_page_or_post
def delete(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Ask whether a draft is to be deleted, and do it."""
    report = get_object_or_404(Report.objects.owned_by(request.user).drafts(), key=key)
    if request.method != "POST":
        return render(request, "mine/delete.html", {"report": report})
    title = str(report)
    try:
        delete_draft(report=report)
    except ActionRefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The draft has been deleted: %s") % title)
    return redirect("mine:list")
