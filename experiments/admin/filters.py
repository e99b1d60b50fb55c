"""The tabs above the list of reports."""

from collections.abc import Iterator
from typing import Any, Final

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from experiments.admin.desk import piles_of

ALL: Final = "all"
TABS: Final = "admin/experiments/report/_tabs.html"


class StateFilter(admin.SimpleListFilter):
    """What a handler wants to see; by itself what waits. Others see only what is published."""

    template = TABS
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [(state.value, state.label) for state in piles_of(request.user)]

    def value(self) -> str:
        offered = [ALL, *(value for value, _label in self.lookup_choices)]
        chosen = super().value()
        return chosen if chosen in offered else offered[1] if self.lookup_choices else ALL

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        return queryset if self.value() == ALL else queryset.filter(state=self.value())

    def get_facet_counts(self, pk_attname: str, filtered_qs: models.QuerySet) -> dict[str, Any]:
        return {
            value: models.Count("pk", filter=models.Q(state=value))
            for value, _label in self.lookup_choices
        }

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        counts = self.get_facet_queryset(changelist)
        labels = [(value, f"{label} ({counts[value]})") for value, label in self.lookup_choices]
        for value, label in [*labels, (ALL, f"{_('All')} ({sum(counts.values())})")]:
            yield {
                "selected": self.value() == value,
                "query_string": changelist.get_query_string({self.parameter_name: value}),
                "display": label,
            }


class KindFilter(admin.ChoicesFieldListFilter):
    template = TABS
