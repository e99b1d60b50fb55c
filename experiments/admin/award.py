"""The award's rounds: their days, their categories, and the way to release what was decided."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import URLPattern, path

from experiments.actions.award import add_usual_categories
from experiments.admin import release
from experiments.forms.award import CategoryForm, CategoryFormSet
from experiments.models import AwardCategory, AwardRound


class CategoryInline(admin.TabularInline):
    model = AwardCategory
    form = CategoryForm
    formset = CategoryFormSet
    extra = 0
    classes = ["collapse"]  # the usual two are there from the start

    def has_add_permission(self, request: HttpRequest, obj: AwardRound | None = None) -> bool:
        return _may_be_changed(obj) and super().has_add_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: AwardRound | None = None) -> bool:
        return _may_be_changed(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: AwardRound | None = None) -> bool:
        return _may_be_changed(obj) and super().has_delete_permission(request, obj)


@admin.register(AwardRound)
class AwardRoundAdmin(admin.ModelAdmin):
    """What is public cannot be changed or deleted; it is taken back first."""

    list_display = [
        "__str__",
        "opens_on",
        "closes_on",
        "shortlist_released_at",
        "winners_released_at",
    ]
    fields = ["year", ("opens_on", "closes_on")]
    actions = None

    def has_change_permission(self, request: HttpRequest, obj: AwardRound | None = None) -> bool:
        return _may_be_changed(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: AwardRound | None = None) -> bool:
        is_out = obj is not None and obj.has_shortlist_out
        return not is_out and super().has_delete_permission(request, obj)

    def get_inlines(self, request: HttpRequest, obj: AwardRound | None) -> list[Any]:
        return [CategoryInline] if obj else []

    def get_urls(self) -> list[URLPattern]:
        def address(name: str, view: Callable[..., HttpResponse]) -> URLPattern:
            guarded = self.admin_site.admin_view(view)
            return path(f"<int:number>/{name}/", guarded, name=f"experiments_awardround_{name}")

        releases = [
            address(name, partial(release.confirm, model_admin=self, kind=kind))
            for name, kind in release.KINDS.items()
        ]
        return [*releases, *super().get_urls()]

    def save_model(
        self,
        request: HttpRequest,
        obj: AwardRound,
        form: Any,
        change: bool,  # noqa: FBT001  (Django's signature)
    ) -> None:
        super().save_model(request, obj, form, change)
        if not change:
            add_usual_categories(award_round=obj)

    def response_post_save_add(self, request: HttpRequest, obj: AwardRound) -> HttpResponseRedirect:
        """Go on to the round's page, where its categories are."""
        return redirect("admin:experiments_awardround_change", obj.pk)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the round's nominees and releases above Django's form."""
        award_round = self.get_object(request, object_id)
        overview = {
            "title": str(award_round),
            "subtitle": None,
            "show_save_and_add_another": False,
            "categories": release.shortlist_of(award_round) if award_round else [],
            "may_release": request.user.has_perm("experiments.organise_award"),
        }
        return super().change_view(
            request, object_id, form_url, {**overview, **(extra_context or {})}
        )


def _may_be_changed(award_round: AwardRound | None) -> bool:
    return award_round is None or not award_round.has_winners_out
