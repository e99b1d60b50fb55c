"""How many reports each choice of a filter would show."""

from dataclasses import dataclass

from django.db.models import Count

from experiments.models.report_queries import ReportQuerySet


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a filter, with the number of reports behind it."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One filter of the gallery, drawn as a group of choices."""

    name: str
    legend: str
    choices: list[Choice]


def count_by(reports: ReportQuerySet, path: str) -> dict[str, int]:
    """Return the number of reports for each value at the path, in one query."""
    rows = reports.order_by().values_list(path).annotate(number=Count("pk", distinct=True))
    return dict(rows)
