"""The queue of reports, and the way to their review pages."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from experiments.actions.award import nominate
from experiments.admin import review, versions
from experiments.admin.columns import state_badge, waiting_time
from experiments.admin.filters import KindFilter, StateFilter
from experiments.enums import State
from experiments.exceptions import ActionRefusedError
from experiments.models import AwardRound, Report
from experiments.models.report_queries import ReportQuerySet


@admin.register(Report)
class ReportAdmin(admin.ModelAdmin):
    list_display = [
        "reference",
        "title",
        "kind",
        "place",
        "sent_on",
        "waiting",
        "state_in_words",
    ]
    list_display_links = ["reference", "title"]
    list_filter = [StateFilter, ("kind", KindFilter)]
    list_per_page = 50
    list_select_related = ["agency"]
    show_facets = admin.ShowFacets.ALWAYS
    show_full_result_count = False
    search_help_text = gettext_lazy(
        "Title, reference number, agency; for handlers also the author."
    )
    view_on_site = False  # the review page has its own link, for what is published

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Report | None = None) -> bool:
        return False  # a report is its author's text; what staff do to it are the moves

    def has_delete_permission(self, request: HttpRequest, obj: Report | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> ReportQuerySet:
        return Report.objects.visible_to(request.user)

    def get_ordering(self, request: HttpRequest) -> list[str]:
        """Show the queue oldest first, all else newest first."""
        chosen = request.GET.get(StateFilter.parameter_name, State.SUBMITTED)
        is_queue = chosen == State.SUBMITTED and request.user.has_perm("experiments.handle_report")
        return ["submitted_at", "pk"] if is_queue else ["-submitted_at", "-pk"]

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        fields = ["reference", "title", "other_agency", "agency__abbreviation"]
        fields += [f"agency__name_{language}" for language in ("fi", "sv", "en")]
        if request.user.has_perm("experiments.handle_report"):
            fields += ["author_name", "author_email"]
        return fields

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Allow the filters only: ?author_email__startswith=… would spell hidden fields out."""
        return lookup in {StateFilter.parameter_name, "kind__exact"}

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Offer organisers each round whose shortlist is not out: a new name would be public."""
        actions: dict[str, Any] = super().get_actions(request)
        if request.user.has_perm("experiments.organise_award"):
            for award_round in AwardRound.objects.in_preparation():
                if not award_round.has_shortlist_out:
                    name = f"nominate_{award_round.year}"
                    label = _("Put on the shortlist: %(round)s") % {"round": award_round}
                    actions[name] = (partial(_nominate, award_round=award_round), name, label)
        return actions

    def get_urls(self) -> list[URLPattern]:
        def address(route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
            guarded = self.admin_site.admin_view(require_POST(view))
            return path(f"<int:number>/{route}", guarded, name=f"experiments_report_{name}")

        return [
            address("decide/<slug:move>/", self.decide_view, "decide"),
            address("barrier/", self.barrier_view, "barrier"),
            address("versions/<int:version>/restore/", self.restore_view, "restore"),
            path(
                "<int:number>/versions/<int:version>/",
                self.admin_site.admin_view(require_safe(self.version_view)),
                name="experiments_report_version",
            ),
            path(
                "changed/",
                self.admin_site.admin_view(require_safe(self.changed_view)),
                name="experiments_report_changed",
            ),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return super().changelist_view(request, {"title": _("Reports"), **(extra_context or {})})

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the review page in place of Django's form."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if not object_id.isdecimal():
            raise Http404
        return review.show_review(request, self, int(object_id))

    def decide_view(self, request: HttpRequest, number: int, move: str) -> HttpResponse:
        return review.decide_and_go_on(request, self, number, move)

    def barrier_view(self, request: HttpRequest, number: int) -> HttpResponse:
        return review.follow_barrier(request, self, number)

    def changed_view(self, request: HttpRequest) -> HttpResponse:
        return versions.show_changed(request, self)

    def version_view(self, request: HttpRequest, number: int, version: int) -> HttpResponse:
        return versions.show_version(request, self, number, version)

    def restore_view(self, request: HttpRequest, number: int, version: int) -> HttpResponse:
        return versions.restore(request, self, number, version)

    @admin.display(description=gettext_lazy("agency"))
    def place(self, report: Report) -> str:
        return report.agency.name if report.agency else report.other_agency

    @admin.display(description=gettext_lazy("submitted"), ordering="submitted_at")
    def sent_on(self, report: Report) -> str:
        return date_format(timezone.localtime(report.submitted_at), "SHORT_DATE_FORMAT")

    @admin.display(description=gettext_lazy("waiting"))
    def waiting(self, report: Report) -> str:
        return waiting_time(report, at=timezone.now())

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def state_in_words(self, report: Report) -> SafeString:
        return state_badge(report)


def _nominate(
    model_admin: admin.ModelAdmin,
    request: HttpRequest,
    reports: ReportQuerySet,
    *,
    award_round: AwardRound,
) -> None:
    """Put each chosen report on the round's shortlist, and say which could not be put there."""
    for report in reports:
        try:
            nominate(report=report, award_round=award_round)
        except ActionRefusedError as refusal:
            messages.error(request, f"{report}: {refusal}")
        else:
            done = _("On the shortlist: %(report)s") % {"report": report}
            model_admin.log_change(request, award_round, done)
            messages.success(request, done)
