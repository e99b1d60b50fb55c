"""The review page: the report as readers will see it, beside the decision."""

from typing import Any, Final, cast

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max, Prefetch
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from experiments.actions.report import decide, save_barrier
from experiments.admin.columns import state_badge, waiting_time
from experiments.admin.desk import next_waiting
from experiments.enums import TRANSITIONS, Move, Role, State, moves_from
from experiments.exceptions import ActionRefusedError
from experiments.forms.staff import BarrierForm, DecisionForm
from experiments.models import Agency, Report, StateChange, User

VERSIONS_SHOWN: Final = 50


def show_review(
    request: HttpRequest,
    model_admin: ModelAdmin,
    number: int,
    *,
    refused: DecisionForm | None = None,
    barrier: BarrierForm | None = None,
) -> HttpResponse:
    """Show one report, to handlers with all they need to decide; 404 for what is not to be seen."""
    history = Prefetch("history", StateChange.objects.select_related("actor").order_by("-pk"))
    reports = Report.objects.visible_to(request.user).for_story().with_confirmed_sender()
    reports = reports.prefetch_related(history)
    report = get_object_or_404(reports, pk=number)
    context = model_admin.admin_site.each_context(request) | {
        "opts": model_admin.opts,
        "title": report.title,
        "report": report,
        "state_badge": state_badge(report),
        "nominations": report.nominations.announced().for_cards(),
    }
    if report.is_transferred:  # whoever sees it is an officer, and changes nothing
        context |= {"history": report.history.all(), "sender_agency": _sender_agency(report)}
    elif request.user.has_perm("experiments.handle_report"):
        context |= _for_handler(report, refused=refused, barrier=barrier)
    return TemplateResponse(request, "admin/experiments/report/review.html", context)


def decide_and_go_on(
    request: HttpRequest, model_admin: ModelAdmin, number: int, move: str
) -> HttpResponse:
    """Do what the handler decided and open the next report that waits; or say why not."""
    report = _report_to_handle(request, number)
    if move not in Move.values or TRANSITIONS[Move(move)].role is not Role.HANDLER:
        raise Http404
    form = DecisionForm(request.POST, move=Move(move), is_anonymous=report.is_anonymous)
    if not form.is_valid():
        return show_review(request, model_admin, number, refused=form)
    try:
        _decide(report, form, by=cast(User, request.user))
    except ActionRefusedError as refusal:
        form.refuse(refusal, seen=_last_line(report))
        return show_review(request, model_admin, number, refused=form)
    done = _("Done: %(move)s. Report: %(report)s")
    name = report.reference if form.move is Move.TRANSFER else report
    messages.success(request, done % {"move": form.move.label, "report": name})
    return _go_on(request, report, form.move)


def follow_barrier(request: HttpRequest, model_admin: ModelAdmin, number: int) -> HttpResponse:
    """Save what became of the barrier, and the agency's reply."""
    with transaction.atomic():
        _report_to_handle(request, number)
        report = Report.objects.select_for_update().get(pk=number)
        form = BarrierForm(request.POST, instance=report)
        if report.is_revelation and form.is_valid():
            save_barrier(
                report=form.instance,
                fields=form.Meta.fields,
                by=cast(User, request.user),
                at=timezone.now(),
            )
            message = model_admin.construct_change_message(request, form, [])  # type: ignore[arg-type]
            model_admin.log_change(request, report, message)
            messages.success(request, _("The barrier's state and the reply are saved."))
            return redirect("admin:experiments_report_change", number)
    return show_review(request, model_admin, number, barrier=form)


def _report_to_handle(request: HttpRequest, number: int) -> Report:
    if not request.user.has_perm("experiments.handle_report"):
        raise PermissionDenied
    return get_object_or_404(Report.objects.handled(), pk=number)


@transaction.atomic
def _decide(report: Report, form: DecisionForm, *, by: User) -> None:
    """Press the action's button, unless anything happened to the report since the page was opened.

    A report whose author completed it meanwhile is in the same state again, but with another text.
    """
    current = Report.objects.select_for_update().get(pk=report.pk)
    if form.cleaned_data["seen"] != _last_line(report):
        raise ActionRefusedError(
            _(
                "This report was handled meanwhile: its state is now “%(state)s”. "
                "Check what happened before you decide."
            )
            % {"state": current.get_state_display()}
        )
    note = form.cleaned_data.get("note", "")
    decide(report=report, move=form.move, by=by, at=timezone.now(), note=note)


def _last_line(report: Report) -> int:
    """Return the number of the newest line of the history; 0 if there is none."""
    newest: int | None = StateChange.objects.filter(report=report).aggregate(n=Max("pk"))["n"]
    return newest or 0


def _sender_agency(report: Report) -> Agency | None:
    return Agency.objects.of_address(report.author_email)


def _for_handler(
    report: Report, *, refused: DecisionForm | None, barrier: BarrierForm | None
) -> dict[str, Any]:
    history = report.history.all()
    seen = max((line.pk for line in history), default=0)
    forms = {
        move: DecisionForm(move=move, is_anonymous=report.is_anonymous, initial={"seen": seen})
        for move in moves_from(State(report.state), role=Role.HANDLER)
    }
    if refused:
        refused.is_possible = refused.move in forms
        forms = {**forms, refused.move: refused}
    if report.is_revelation:
        barrier = barrier or BarrierForm(instance=report, auto_id="barrier_%s")
    return {
        "is_handler": True,
        "decisions": list(forms.values()),
        "refused": refused,
        "barrier": barrier,
        "history": history,
        "sender_agency": _sender_agency(report),
        "versions": report.versions.select_related("actor").order_by("-number")[:VERSIONS_SHOWN],
        "waiting": waiting_time(report, at=timezone.now()),
        "next": next_waiting(report),
    }


def _go_on(request: HttpRequest, report: Report, move: Move) -> HttpResponseRedirect:
    if move is Move.REOPEN:  # it waits itself now, and whoever returned it wants to decide on it
        return redirect("admin:experiments_report_change", report.pk)
    following = next_waiting(report)
    if following is None:
        messages.info(request, _("Nothing waits in the queue."))
        return redirect("admin:experiments_report_changelist")
    return redirect("admin:experiments_report_change", following.pk)
