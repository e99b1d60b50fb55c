"""The order of the report form's pages, by kind of report."""

import datetime as dt
from typing import Final

from experiments.enums import Kind
from experiments.forms.experiment import BackgroundForm, ExperimentForm, PeopleForm, ResultsForm
from experiments.forms.picture import PictureForm
from experiments.forms.revelation import PracticeForm, SenderForm
from experiments.forms.topics import TopicForm
from experiments.models import Report

STEPS: Final[dict[Kind, tuple[type[TopicForm], ...]]] = {
    Kind.EXPERIMENT: (ExperimentForm, BackgroundForm, ResultsForm, PictureForm, PeopleForm),
    Kind.REVELATION: (SenderForm, PracticeForm),
}


def filled_pages(report: Report, *, today: dt.date) -> list[TopicForm]:
    """Return all pages of the report filled in with what is stored, each already checked."""
    pages = [page.over(report, today=today) for page in STEPS[Kind(report.kind)]]
    for page in pages:
        page.full_clean()
    return pages
