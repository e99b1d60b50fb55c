import uuid

import pytest
from django.utils import timezone

from experiments.actions.report import begin_report, save_answers
from experiments.enums import Kind, State, Theme
from experiments.exceptions import AlreadySentError
from experiments.models import Report
from tests.factories import AgencyFactory, ReportFactory

pytestmark = pytest.mark.django_db

NOW = timezone.now()
CLOSED = ["submitted", "not_published", "withdrawn", "unpublished", "transferred"]


def test_first_page_begins_one_draft_however_often_it_is_sent():
    key = uuid.uuid4()

    first = begin_report(key=key, kind=Kind.REVELATION, language="sv", by=None)
    again = begin_report(key=key, kind=Kind.EXPERIMENT, language="fi", by=None)

    assert again == first
    assert Report.objects.values_list("key", "kind", "language", "state", "reference").get() == (
        key,
        Kind.REVELATION,
        "sv",
        State.DRAFT,
        None,
    )


@pytest.mark.parametrize("traits", [{}, {"more_information": True}, {"published": True}])
def test_answers_are_kept_while_the_author_may_change_them(traits):
    report = ReportFactory(themes=[Theme.PRACTICES, Theme.LEADERSHIP], **traits)
    partner = AgencyFactory()
    report.title, report.summary = "Uusi", "Ei tallennu"

    save_answers(
        report=report,
        fields=["title"],
        themes=[Theme.PRACTICES, Theme.TECHNOLOGY],
        partners=[partner],
        at=NOW,
    )

    stored = Report.objects.get()
    assert (stored.title, stored.summary) == ("Uusi", "Kokous pidettiin kävellen.")
    assert stored.themes == [Theme.PRACTICES, Theme.TECHNOLOGY]
    assert list(stored.partners.all()) == [partner]


def test_themes_and_partners_that_were_not_asked_stay():
    report = ReportFactory(themes=[Theme.COMPETENCE])
    partner = AgencyFactory()
    report.partners.add(partner)

    save_answers(report=report, fields=[], at=NOW)

    assert report.themes == [Theme.COMPETENCE]
    assert list(report.partners.all()) == [partner]


def test_themes_and_partners_can_be_taken_away():
    report = ReportFactory()
    report.partners.add(AgencyFactory())

    save_answers(report=report, fields=[], themes=[], partners=[], at=NOW)

    assert Report.objects.get().themes == []
    assert not report.partners.exists()


@pytest.mark.parametrize("state", CLOSED)
def test_answers_are_refused_while_others_have_the_report(state):
    report = ReportFactory(**{state: True})
    before = Report.objects.values().get()
    report.title = "Uusi"

    with pytest.raises(AlreadySentError):
        save_answers(report=report, fields=["title"], themes=[], partners=[AgencyFactory()], at=NOW)

    assert Report.objects.values().get() == before
    assert Report.objects.get().themes == [Theme.PRACTICES]
    assert not report.partners.exists()


def test_page_opened_before_sending_changes_nothing_after_it():
    opened = ReportFactory(title="Lähetetty")
    Report.objects.update(
        state=State.SUBMITTED, reference="TYO-2026-1", submitted_at=timezone.now()
    )
    opened.title = "Uusi"

    with pytest.raises(AlreadySentError):
        save_answers(report=opened, fields=["title"], at=NOW)

    assert Report.objects.get().title == "Lähetetty"
