"""One category of an award round: who is nominated, what became of them, and in what words."""

from typing import Any

from django.contrib import admin
from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect

from experiments.forms.award import NominationForm, NominationFormSet
from experiments.models import AwardCategory, Nomination
from experiments.models.award import NominationQuerySet


class NominationInline(admin.StackedInline):
    """Nominees come from the list of reports; here they get their result or leave the list."""

    model = Nomination
    form = NominationForm
    formset = NominationFormSet
    fields = ["report", "result", "citation_fi", "citation_sv", "citation_en", "seen"]
    readonly_fields = ["report"]
    radio_fields = {"result": admin.HORIZONTAL}
    extra = 0

    def get_queryset(self, request: HttpRequest) -> NominationQuerySet:
        """Put the winner first, so that it is saved first: a category has one at every moment."""
        nominations = (
            Nomination.objects.handled().annotate(announced_result=F("result")).winners_first()
        )
        return nominations.select_related("category__award_round", "report")

    def has_add_permission(self, request: HttpRequest, obj: AwardCategory | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _may_be_changed(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _may_be_changed(obj) and super().has_delete_permission(request, obj)


@admin.register(AwardCategory)
class AwardCategoryAdmin(admin.ModelAdmin):
    """Reached from the page of its round, where the categories themselves are named."""

    fields = ["award_round", "kind"]
    readonly_fields = ["award_round", "kind"]
    inlines = [NominationInline]
    actions = None

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        return {}  # not in the menu

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _may_be_changed(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _may_be_changed(obj) and super().has_delete_permission(request, obj)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Put the category's own name at the top of its page."""
        category = self.get_object(request, object_id)
        names = {"title": str(category), "subtitle": None, "show_save_and_add_another": False}
        return super().change_view(request, object_id, form_url, {**names, **(extra_context or {})})

    def response_post_save_change(
        self, request: HttpRequest, obj: AwardCategory
    ) -> HttpResponseRedirect:
        """Go back to the page of the round."""
        return redirect("admin:experiments_awardround_change", obj.award_round_id)


def _may_be_changed(category: AwardCategory | None) -> bool:
    return category is None or not category.award_round.has_winners_out
