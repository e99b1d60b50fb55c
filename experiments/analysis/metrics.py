"""Figures about the published reports, each defined once."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, Sum

from experiments.enums import BarrierState, Kind
from experiments.models import Report


@dataclass(frozen=True, slots=True)
class FrontFigures:
    """The row of figures on the front page."""

    reports: int
    agencies: int
    hours_saved: Decimal
    barriers: int
    barriers_dismantled: int
    across_percent: int | None


def front_figures() -> FrontFigures:
    """Count what is published.

    reports: experiments and revelations; agencies: those that reported them; hours_saved: hours a
    month, measured and estimated, unknown ones left out; across_percent: share of reports with at
    least one partner agency, in whole per cent, None when there is no report.
    """
    published = Report.objects.published()
    revelation = Q(kind=Kind.REVELATION)
    row = published.aggregate(
        reports=Count("pk"),
        agencies=Count("agency", distinct=True),
        hours=Sum("hours_saved"),
        barriers=Count("pk", filter=revelation),
        dismantled=Count("pk", filter=revelation & Q(barrier_state=BarrierState.DISMANTLED)),
    )
    across = published.filter(partners__isnull=False).aggregate(reports=Count("pk", distinct=True))[
        "reports"
    ]
    return FrontFigures(
        reports=row["reports"],
        agencies=row["agencies"],
        hours_saved=row["hours"] or Decimal(0),
        barriers=row["barriers"],
        barriers_dismantled=row["dismantled"],
        across_percent=round(100 * across / row["reports"]) if row["reports"] else None,
    )
