"""The list of steps above the report form."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from experiments.forms.steps import pages_of
from experiments.models import Report


@dataclass(frozen=True, slots=True)
class StepLink:
    """One step in the list above the form; without an address it cannot be gone to yet."""

    heading: Any
    url: str
    is_current: bool
    is_done: bool


def step_links(report: Report, *, current: int) -> list[StepLink]:
    """List the pages; those before the current one can be gone to, all once it is published."""
    pages = pages_of(report)
    links = [
        StepLink(
            heading=page.heading,
            url=reverse("reporting:step", args=[report.key, place]),
            is_current=place == current,
            is_done=place < current or (report.is_published and place > current),
        )
        for place, page in enumerate(pages, 1)
    ]
    is_last = current > len(pages)
    last = StepLink(
        heading=gettext("Check your answers") if report.is_published else "",
        url=reverse("reporting:check", args=[report.key]),
        is_current=is_last,
        is_done=report.is_published and not is_last,
    )
    return [*links, last]
