"""The order of the report form's pages, by kind of report."""

import datetime as dt
from typing import Final

from django.db import transaction

from experiments.actions.anonymity import send_anonymously
from experiments.actions.report import send_report
from experiments.enums import Kind
from experiments.forms.experiment import BackgroundForm, ExperimentForm, PeopleForm, ResultsForm
from experiments.forms.picture import PictureForm
from experiments.forms.revelation import ContactForm, PracticeForm, SenderForm
from experiments.forms.topics import TopicForm
from experiments.models import Report, User

STEPS: Final[dict[Kind, tuple[type[TopicForm], ...]]] = {
    Kind.EXPERIMENT: (ExperimentForm, BackgroundForm, ResultsForm, PictureForm, PeopleForm),
    Kind.REVELATION: (SenderForm, ContactForm, PracticeForm),
}


@transaction.atomic
def send_pages(
    report: Report, pages: list[TopicForm], *, by: User | None, at: dt.datetime, code: str = ""
) -> None:
    """Send the report after accepting its valid pages, what was typed last included.

    An anonymous one is found by the code from then on. Raises as actions.report.send_report does.
    """
    for page in pages:
        page.keep(at=at, by=by)
    if report.is_anonymous:
        send_anonymously(report=report, code=code, at=at)
    else:
        send_report(report=report, by=by, at=at)


def pages_of(report: Report) -> list[type[TopicForm]]:
    """Return the pages of this report's form, in their order."""
    return [page for page in STEPS[Kind(report.kind)] if page.concerns(report)]


@transaction.atomic
def accept_unfinished(report: Report, *, by: User | None, at: dt.datetime, today: dt.date) -> bool:
    """Accept each page of a published report that was typed and is valid; tell if that was all.

    Raises as TopicForm.keep does; then nothing is accepted.
    """
    unfinished = set(report.unfinished_pages.values_list("page", flat=True))
    for kind in pages_of(report):
        if kind.name in unfinished:
            # Read anew: what a page asks for may depend on the page before it.
            page = kind.over(Report.objects.get(pk=report.pk), today=today)
            if page.is_valid():
                page.keep(at=at, by=by)
    return not report.unfinished_pages.exists()


def filled_pages(report: Report, *, today: dt.date) -> list[TopicForm]:
    """Return all pages of the report as its author left them, each already checked."""
    pages = [page.over(report, today=today) for page in pages_of(report)]
    for page in pages:
        page.full_clean()
    return pages
