"""What handlers see and do about the versions of reports."""

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.utils import timezone

from experiments.actions.report import save_answers
from experiments.models import Report
from tests.factories import ReportFactory, UserFactory

pytestmark = pytest.mark.django_db
REPORTS = "/en/admin/experiments/report/"
CHANGED = f"{REPORTS}changed/"


def _change(report: Report, **columns: str) -> None:
    page = Report.objects.get(pk=report.pk)
    for name, value in columns.items():
        setattr(page, name, value)
    save_answers(report=page, fields=columns, at=timezone.now())


@pytest.fixture
def report(db):
    """A published report that was changed twice."""
    report = ReportFactory(published=True, summary="Kokous pidettiin kävellen.", title="Ensin")
    _change(report, summary="Kokous pidettiin seisten.")
    _change(report, title="Sitten")
    return report


def test_list_shows_who_changed_what_newest_first(handler, report):
    page = handler.get(CHANGED).content.decode()

    assert page.index("/versions/3/") < page.index("/versions/2/")
    assert "/versions/1/" not in page
    assert "Summary" in page
    assert "Author" in page


def test_list_leaves_out_what_nobody_changed_after_publishing(handler):
    ReportFactory(published=True)
    _change(ReportFactory(more_information=True), title="Täydennetty")

    assert "No published report has been changed." in handler.get(CHANGED).content.decode()


def test_version_page_marks_what_went_and_what_came(handler, report):
    page = handler.get(f"{REPORTS}{report.pk}/versions/2/").content.decode()

    assert '<del><span class="visually-hidden">[removed: </span>kävellen<' in page
    assert '<ins><span class="visually-hidden">[added: </span>seisten<' in page
    assert page.count("<del>") == page.count("<ins>") == 1
    assert "Kokous pidettiin " in page


def test_first_version_shows_all_that_was_said(handler, report):
    page = handler.get(f"{REPORTS}{report.pk}/versions/1/").content.decode()

    for text in ("Ensin", report.summary, report.problem, report.change, "In progress"):
        assert text in page
    assert "<del>" not in page


def test_markup_in_a_text_stays_text(handler, report):
    _change(report, title="<script>alert(1)</script>")

    page = handler.get(f"{REPORTS}{report.pk}/versions/4/").content.decode()

    assert "<script>alert" not in page


@pytest.mark.parametrize(("shown", "button"), [(1, 1), (2, 2), (3, 2)])
def test_button_brings_back_the_version_shown_or_the_last_but_one(handler, report, shown, button):
    page = handler.get(f"{REPORTS}{report.pk}/versions/{shown}/").content.decode()

    assert f"/versions/{button}/restore/" in page
    assert page.count("/restore/") == 1


def test_bringing_back_is_one_press_and_is_logged(handler, report):
    done = handler.post(f"{REPORTS}{report.pk}/versions/1/restore/", {"seen": 3}, follow=True)

    stored = Report.objects.get()
    assert (stored.title, stored.summary) == ("Ensin", "Kokous pidettiin kävellen.")
    latest = stored.versions.latest()
    assert (latest.number, latest.restores, latest.actor) == (4, 1, handler.user)
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id) == (handler.user, str(report.pk))
    assert "Version 1 brought back" in entry.get_change_message()
    assert done.content.decode().count("Version 1 brought back") == 2  # the message, the list


@pytest.mark.parametrize("seen", ["2", "", "x", "4"])
def test_bringing_back_is_refused_unless_the_newest_version_was_seen(handler, report, seen):
    page = handler.post(
        f"{REPORTS}{report.pk}/versions/1/restore/", {"seen": seen}, follow=True
    ).content.decode()

    assert "Someone else edited this at the same time." in page
    assert Report.objects.get().title == "Sitten"
    assert not LogEntry.objects.exists()


def test_looking_at_the_restore_address_does_nothing(handler, report):
    assert handler.get(f"{REPORTS}{report.pk}/versions/1/restore/").status_code == 405
    assert Report.objects.get().title == "Sitten"


@pytest.mark.parametrize("who", ["juror", "organiser", "reader", "anonymous"])
def test_others_see_and_do_none_of_it(report, who):
    client = Client()
    if who != "anonymous":
        traits = {"is_staff": True} if who == "reader" else {who: True}
        client.force_login(UserFactory(**traits))
    version = f"{REPORTS}{report.pk}/versions/1/"

    statuses = [
        client.get(CHANGED).status_code,
        client.get(version).status_code,
        client.post(f"{version}restore/", {"seen": 3}).status_code,
    ]

    assert statuses == [302 if who == "anonymous" else 403] * 3
    assert Report.objects.get().title == "Sitten"


@pytest.mark.parametrize("address", ["{}/versions/9/", "{}/versions/0/", "999/versions/1/"])
def test_version_that_does_not_exist_is_a_404(handler, report, address):
    path = REPORTS + address.format(report.pk)

    assert handler.get(path).status_code == 404
    assert handler.post(f"{path}restore/", {"seen": 3}).status_code == 404


def test_review_page_lists_the_versions_to_handlers_only(handler, organiser, report):
    address = f"{REPORTS}{report.pk}/change/"

    assert f"{REPORTS}{report.pk}/versions/3/" in handler.get(address).content.decode()
    assert "/versions/" not in organiser.get(address).content.decode()


def test_report_that_is_not_published_offers_no_button(handler, report):
    Report.objects.update(state="unpublished")

    page = handler.get(f"{REPORTS}{report.pk}/versions/1/").content.decode()

    assert "/restore/" not in page


@pytest.mark.parametrize("address", [CHANGED, "review", "version"])
def test_query_counts_do_not_grow(handler, queries, address):
    def page(report: Report) -> str:
        named = {"review": f"{report.pk}/change/", "version": f"{report.pk}/versions/2/"}
        return REPORTS + named[address] if address in named else address

    first = ReportFactory(published=True)
    _change(first, title="Uusi")
    with_one = queries(handler, page(first))
    for n in range(12):
        _change(first, title=f"Uusi {n}")
        _change(ReportFactory(published=True), title=f"Muu {n}")

    assert queries(handler, page(first)) == with_one
