"""What was transferred is seen by the whistleblowing officer, and by nobody else in any way."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone

from experiments.actions.report import decide
from experiments.enums import Kind, Move, State
from experiments.models import Agency, Report
from tests.admin.conftest import _signed_in
from tests.factories import (
    AwardCategoryFactory,
    AwardRoundFactory,
    NominationFactory,
    PictureFactory,
    ReportFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

TITLE = "Kätketty kortisto"
TEXTS = [TITLE, "Kätketty tiivistelmä", "Kätketty ehdotus", "kanarialintu"]
MISSING = 999_999
LIST = "admin:experiments_report_changelist"


@pytest.fixture
def officer(db):
    return _signed_in(UserFactory(officer=True))


@pytest.fixture(params=["handler", "administrator", "organiser", "juror", "reader"])
def other(request, db):
    if request.param == "reader":
        return _signed_in(UserFactory())
    return request.getfixturevalue(request.param)


@pytest.fixture
def report(db) -> Report:
    """A revelation with a picture that had won a prize before it was transferred."""
    category = AwardCategoryFactory(
        kind=Kind.REVELATION, award_round=AwardRoundFactory(year=2026, winners_out=True)
    )
    report = ReportFactory(
        published=True,
        revelation=True,
        title=TITLE,
        summary="Kätketty tiivistelmä",
        proposal="Kätketty ehdotus",
        author_email="kanarialintu@virasto.example",
        hours_saved=77_777,
        hours_basis="measured",
    )
    PictureFactory(report=report)
    NominationFactory(category=category, report=report, winner=True)
    preparing = AwardCategoryFactory(kind=Kind.REVELATION, award_round__year=2027)
    NominationFactory(category=preparing, report=report)
    decide(
        report=report,
        move=Move.TRANSFER,
        by=UserFactory(handler=True),
        at=timezone.now(),
        note="Kätketty ehdotus kuuluu muualle.",
    )
    return Report.objects.get()


def addresses(report: Report) -> list[str]:
    """Return every address that could show something of the report."""
    categories = [nomination.category for nomination in report.nominations.order_by("pk")]
    rounds = [category.award_round for category in categories]
    entry = ContentType.objects.get_for_model(Report).pk
    index = reverse("admin:index")
    queue = reverse(LIST)
    return [
        index,
        f"{index}r/{entry}/{report.pk}/",
        f"{index}experiments/",
        queue,
        *(f"{queue}?{query}" for query in QUERIES),
        *(
            reverse(f"admin:experiments_report_{page}", args=[report.pk])
            for page in ("change", "history", "delete")
        ),
        *(
            reverse(f"admin:experiments_awardround_{page}", args=[award_round.pk])
            for page in ("change", "history", "delete", "release-shortlist", "release-winners")
            for award_round in rounds
        ),
        *(
            reverse(f"admin:experiments_awardcategory_{page}", args=[category.pk])
            for page in ("change", "history", "delete")
            for category in categories
        ),
        *(
            reverse(f"admin:experiments_agency_{page}", args=[report.agency_id])
            for page in ("change", "history", "delete")
        ),
        reverse("pages:front"),
        reverse("gallery:list"),
        *(f"{reverse('gallery:list')}?{query}" for query in ("q=ortist", "kind=revelation")),
        f"{reverse('gallery:list')}?agency={report.agency.slug}",
        report.get_absolute_url(),
        reverse("gallery:short", args=[report.pk]),
        reverse("gallery:picture", args=[report.pictures.get().pk]),
        reverse("award:latest"),
        reverse("award:round", args=[2026]),
    ]


QUERIES = [
    "state=all",
    "state=transferred",
    "state=published",
    "q=ortist&state=all",
    "q=anarialint&state=all",
    "q=TYO&state=all",
    "kind__exact=revelation&state=all",
    "state=all&o=-1",
    "state__exact=transferred",
    "id=1",
]


def test_nobody_else_sees_anything_of_it_at_any_address(other, report):
    for address in addresses(report):
        answer = other.get(address, follow=True)
        assert not answer.streaming, address
        page = answer.content.decode()
        assert [text for text in TEXTS if text.casefold() in page.casefold()] == [], address


def test_addresses_of_it_answer_others_like_missing_ones(other, report):
    for page in ("change", "history", "delete"):
        answers = []
        for number in (report.pk, MISSING):
            answer = other.get(
                reverse(f"admin:experiments_report_{page}", args=[number]), follow=True
            )
            body = re.sub(f"(/|%2F|“){number}(/|%2F|”)", "N", answer.content.decode())
            answers.append((answer.status_code, len(body)))
        assert answers[0] == answers[1]
    picture = report.pictures.get().pk
    assert other.get(reverse("gallery:picture", args=[picture])).status_code == 404


@pytest.mark.parametrize("name", ["handler", "administrator", "organiser"])
def test_no_list_and_no_figure_counts_it(request, report, name):
    client = request.getfixturevalue(name)

    for query in ("", *QUERIES[:8]):
        page = client.get(f"{reverse(LIST)}?{query}")
        assert page.context["cl"].result_count == 0
        assert "(1)" not in page.content.decode()
        assert "Transferred to" not in page.content.decode()
    desk = client.get(reverse("admin:index")).context["desk"]
    assert not any(pile.count for pile in desk.piles)
    assert State.TRANSFERRED not in {pile.state for pile in desk.piles}
    figures = client.get(reverse("pages:front")).context["figures"]
    assert (figures.reports, figures.barriers, figures.hours_saved) == (0, 0, 0)
    assert not client.get(reverse("gallery:list")).context["page"].object_list


def test_nobody_decides_on_it_or_follows_its_barrier(other, officer, report):
    before = Report.objects.values().get()
    for client in (other, officer):
        for move in Move:
            decision = reverse("admin:experiments_report_decide", args=[report.pk, move])
            assert client.post(decision, {"note": "x", "seen": 1}).status_code in {302, 403, 404}
        barrier = reverse("admin:experiments_report_barrier", args=[report.pk])
        assert client.post(barrier, {"barrier_state": "open"}).status_code in {302, 403, 404}

    assert Report.objects.values().get() == before
    assert report.history.count() == 1


def test_officer_reads_all_of_it_and_changes_nothing(officer, report):
    page = officer.get(reverse("admin:experiments_report_change", args=[report.pk]))

    text = page.content.decode()
    assert [missing for missing in TEXTS if missing not in text] == []
    assert "Kätketty ehdotus kuuluu muualle." in text
    assert f"/pictures/{report.pictures.get().pk}.webp" in text
    assert 'method="post" action=' not in text.replace(reverse("admin:logout"), "logout").replace(
        'method="post" action="logout"', ""
    )
    picture = officer.get(reverse("gallery:picture", args=[report.pictures.get().pk]))
    assert picture.getvalue()
    assert (
        officer.get(reverse("admin:experiments_report_history", args=[report.pk])).status_code
        == 200
    )
    listed = officer.get(reverse(LIST)).content.decode()
    assert TITLE in listed
    assert "Transferred to the whistleblowing officer (1)" in listed
    assert [pile.count for pile in officer.get(reverse("admin:index")).context["desk"].piles] == [1]


def test_officer_sees_nothing_else_that_is_not_public(officer):
    waiting = ReportFactory(submitted=True, title=TITLE)
    ReportFactory(title=TITLE)

    assert TITLE not in officer.get(f"{reverse(LIST)}?state=all").content.decode()
    address = reverse("admin:experiments_report_change", args=[waiting.pk])
    assert officer.get(address).status_code == 404


@pytest.mark.parametrize("name", ["handler", "administrator"])
def test_officer_who_is_also_something_else_changes_it_no_more(request, report, name):
    client = request.getfixturevalue(name)
    client.user.groups.add(Group.objects.get(name="whistleblowing officer"))

    page = client.get(reverse("admin:experiments_report_change", args=[report.pk]))

    assert page.status_code == 200
    assert "decisions" not in page.context
    barrier = reverse("admin:experiments_report_barrier", args=[report.pk])
    assert client.post(barrier, {"barrier_state": "open"}).status_code == 404
    tabs = client.get(reverse(LIST)).content.decode()
    assert "Transferred to the whistleblowing officer (1)" in tabs


def test_transfer_is_pressed_on_the_review_page(handler):
    report = ReportFactory(submitted=True, title=TITLE)
    address = reverse("admin:experiments_report_change", args=[report.pk])
    form = next(
        form for form in handler.get(address).context["decisions"] if form.move is Move.TRANSFER
    )
    decision = reverse("admin:experiments_report_decide", args=[report.pk, Move.TRANSFER])

    refused = handler.post(decision, {"seen": form["seen"].value(), "note": ""})
    done = handler.post(decision, {"seen": form["seen"].value(), "note": "Muualle."}, follow=True)

    assert "sent to nobody" in refused.content.decode()
    assert Report.objects.get().state == State.TRANSFERRED
    assert TITLE not in done.content.decode()
    assert report.reference in done.content.decode()
    assert LogEntry.objects.get().object_repr == report.reference


def test_anonymous_revelation_is_shown_to_handlers_as_such(handler):
    report = ReportFactory(anonymous=True, submitted=True)

    page = handler.get(reverse("admin:experiments_report_change", args=[report.pk]))

    text = page.content.decode()
    assert "<dd>Anonymous</dd>" in text
    assert 'mailto:"' not in text
    assert "<dd></dd>" not in text
    assert "with the tracking code" in text
    assert "sent to the reporter by email" not in text


@pytest.mark.parametrize("count", [1, 10])
def test_officers_list_takes_the_same_queries(officer, count, django_assert_num_queries):
    ReportFactory.create_batch(count, transferred=True)
    officer.get(reverse(LIST))

    with django_assert_num_queries(9):
        officer.get(reverse(LIST))


def test_agency_of_it_is_still_protected(administrator, report):
    administrator.post(
        reverse("admin:experiments_agency_delete", args=[report.agency_id]), {"post": "yes"}
    )

    assert Agency.objects.filter(pk=report.agency_id).exists()
