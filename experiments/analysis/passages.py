"""The texts of a report that a search looks into, and how much each of them counts."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.utils.translation import override

from experiments.language import LANGUAGES
from experiments.models import Agency, Report

# What a report tells at length, in the order of its page.
BODY: Final = (
    *("problem", "change", "customers_how", "results", "lessons", "affected", "proposal"),
    *("agency_reply", "barrier_note", "tips", "looking_for"),
)
_TITLE, _SUMMARY, _TEXT, _AGENCY, _PARTNER, _THEME = 3.0, 1.5, 1.0, 1.5, 0.5, 0.5


@dataclass(frozen=True, slots=True)
class Passage:
    """One text in one language; `weight` says how much a word in it counts."""

    text: str
    language: str
    weight: float


def passages(report: Report) -> Iterator[Passage]:
    """Yield all that can be found of a report; read its agency, themes and partners beforehand.

    Names are there in every language, since readers search in their own.
    """
    yield Passage(report.title, report.language, _TITLE)
    yield Passage(report.summary, report.language, _SUMMARY)
    for name in BODY:
        yield Passage(getattr(report, name), report.language, _TEXT)
    yield Passage(report.reference or "", "en", _TEXT)
    yield Passage(report.other_agency, report.language, _AGENCY)
    if report.agency:
        yield from _names(report.agency, _AGENCY)
    for partner in report.partners.all():
        yield from _names(partner, _PARTNER)
    for language in LANGUAGES:
        with override(language):
            labels = [str(theme.label) for theme in report.themes]
        yield Passage(" · ".join(labels), language, _THEME)


def _names(agency: Agency, weight: float) -> Iterator[Passage]:
    for language in LANGUAGES:
        yield Passage(getattr(agency, f"name_{language}"), language, weight)
    yield Passage(agency.abbreviation, "fi", weight)
