"""The gallery's search box and filters, as they are read from its address."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from experiments.analysis.facets import Choice, Facet, count_by
from experiments.analysis.searching import Search, understand
from experiments.enums import Kind, Sort, Stage, Theme
from experiments.forms.fields import PlainTextField
from experiments.models import Agency
from experiments.models.report_queries import ReportQuerySet

LONGEST_QUERY: Final = 200

# How each filter narrows the reports, in the order of the page.
_NARROW: Final[dict[str, Callable[[ReportQuerySet, Any], ReportQuerySet]]] = {
    "kind": lambda reports, kinds: reports.filter(kind__in=kinds),
    "theme": lambda reports, themes: reports.about(themes),
    "stage": lambda reports, stages: reports.filter(stage__in=stages),
    "agency": lambda reports, agency: reports.filter(agency=agency),
}
# Where in a report the values of a filter with counted choices stand.
_COUNTED: Final = {"kind": "kind", "theme": "theme_rows__theme", "stage": "stage"}


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter in force, with the query string that is left without it."""

    label: str
    query: str


class GalleryForm(forms.Form):
    """Search and filters; a bad value filters nothing."""

    q = PlainTextField(label=_("Search the experiments"), max_length=LONGEST_QUERY)
    kind = forms.MultipleChoiceField(
        label=pgettext_lazy("filter", "Kind"), choices=Kind, required=False
    )
    theme = forms.MultipleChoiceField(label=_("Theme"), choices=Theme, required=False)
    stage = forms.MultipleChoiceField(
        label=pgettext_lazy("filter", "Stage"), choices=Stage, required=False
    )
    agency = forms.ModelChoiceField(
        label=_("Agency"), queryset=Agency.objects.all(), to_field_name="slug", required=False
    )

    sort = forms.ChoiceField(label=_("Sort by"), choices=Sort, required=False)

    data: QueryDict

    @property
    def chosen(self) -> dict[str, Any]:
        """What narrows the list, by field."""
        self.is_valid()
        names = ("q", *_NARROW)
        return {name: self.cleaned_data[name] for name in names if self.cleaned_data.get(name)}

    @property
    def text(self) -> str:
        """What is searched for; empty if nothing is."""
        return str(self.chosen.get("q", ""))

    @cached_property
    def search(self) -> Search | None:
        """What is searched for, understood; nothing if no words were typed."""
        return understand(self.text) if self.text else None

    @property
    def order(self) -> Sort:
        """The order asked for; without one the best match, or the newest if nothing is searched."""
        self.is_valid()
        usual = Sort.BEST if self.search else Sort.NEWEST
        asked = Sort(self.cleaned_data.get("sort") or usual)
        return usual if asked is Sort.BEST else asked

    def orders(self) -> list[Choice]:
        """Return the orders to choose from; how well a report matches only where words are."""
        return [
            Choice(one.value, str(one.label), 0, one is self.order)
            for one in Sort
            if self.search or one is not Sort.BEST
        ]

    def ordered(self, reports: ReportQuerySet) -> ReportQuerySet:
        """Keep what was chosen, in the order asked for."""
        reports = self.narrowed(reports)
        if self.order is Sort.BEST and self.search:
            return self.search.best_first(reports)
        return reports.most_time_saved() if self.order is Sort.HOURS else reports.newest()

    def narrowed(self, reports: ReportQuerySet, *, without: str = "") -> ReportQuerySet:
        """Keep what was chosen; `without` names a filter to leave out, to count its choices."""
        if self.search:
            reports = self.search.found_in(reports)
        for name, value in self.chosen.items():
            if name in _NARROW and name != without:
                reports = _NARROW[name](reports, value)
        return reports

    def correction_query(self) -> str:
        """Return the address's query with the words that were probably meant; empty if none."""
        if not self.search or not self.search.correction:
            return ""
        query = self.data.copy()
        query.pop("page", None)
        query["q"] = self.search.correction
        return query.urlencode()

    def facets(self, reports: ReportQuerySet) -> list[Facet]:
        """Return the filters drawn as groups of boxes, each with its counts; a query each."""
        facets = []
        for name, path in _COUNTED.items():
            numbers = count_by(self.narrowed(reports, without=name), path)
            chosen = self.chosen.get(name, [])
            field = self.fields[name]
            choices = [
                Choice(value, str(label), numbers.get(value, 0), value in chosen)
                for value, label in field.widget.choices
            ]
            facets.append(Facet(name, str(field.label), choices))
        return facets

    def agencies(self, reports: ReportQuerySet) -> list[Choice]:
        """Return the agencies that have reports among these, in alphabetical order."""
        numbers = count_by(self.narrowed(reports, without="agency"), "agency")
        chosen = self.chosen.get("agency")
        kept = {*numbers, chosen.pk} if chosen else set(numbers)
        return [
            Choice(agency.slug, agency.name, numbers.get(agency.pk, 0), agency == chosen)  # type: ignore[call-overload]
            for agency in Agency.objects.filter(pk__in=kept - {None}).by_name()
        ]

    def chips(self) -> list[Chip]:
        """Return what narrows the list, one removable piece each."""
        chips = []
        for name, value in self.chosen.items():
            field = self.fields[name]
            if isinstance(field, forms.MultipleChoiceField):
                labels = dict(field.widget.choices)
                chips += [Chip(str(labels[one]), self._query_without(name, one)) for one in value]
            else:
                label = f"”{value}”" if name == "q" else str(value)
                chips.append(Chip(label, self._query_without(name)))
        return chips

    def _query_without(self, name: str, value: str | None = None) -> str:
        query = self.data.copy()
        query.pop("page", None)
        query.setlist(name, [one for one in query.getlist(name) if value and one != value])
        return query.urlencode()
