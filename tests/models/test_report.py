from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.utils import timezone

from experiments.enums import Move, Nerves, State, Theme
from experiments.models import Report
from tests.factories import (
    AgencyFactory,
    NominationFactory,
    PictureFactory,
    ReportFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

SENT = {"submitted", "more_information", "published", "not_published", "withdrawn", "unpublished"}
STATES = ["draft", *sorted(SENT), "transferred"]
VISIBLE = {
    "anonymous": {"published"},
    "reader": {"published"},
    "juror": {"published"},
    "organiser": {"published"},
    "handler": SENT,
    "superuser": SENT,
    "inactive handler": {"published"},
    "officer": {"published", "transferred"},
    "inactive officer": {"published"},
    "officer and handler": SENT | {"transferred"},
    "officer and superuser": SENT | {"transferred"},
}


def _report(state, **fields):
    return ReportFactory(**fields) if state == "draft" else ReportFactory(**{state: True}, **fields)


def _user(role):
    match role:
        case "anonymous":
            return AnonymousUser()
        case "reader":
            return UserFactory()
        case "inactive handler":
            return UserFactory(handler=True, is_active=False)
        case "inactive officer":
            return UserFactory(officer=True, is_active=False)
        case "officer and handler" | "officer and superuser":
            user = UserFactory(**{role.removeprefix("officer and "): True})
            user.groups.add(Group.objects.get(name="whistleblowing officer"))
            return user
        case _:
            return UserFactory(**{role: True})


def test_states_of_this_file_are_all_there_are():
    assert set(STATES) == {state.value for state in State}


@pytest.mark.parametrize("role", VISIBLE)
@pytest.mark.parametrize("state", STATES)
def test_visible_to_shows_each_role_what_it_may_see(role, state):
    report = _report(state)

    visible = Report.objects.visible_to(_user(role))

    assert list(visible) == ([report] if state in VISIBLE[role] else [])


def test_published_keeps_only_what_readers_may_see():
    reports = {state: _report(state) for state in STATES}

    assert list(Report.objects.published()) == [reports["published"]]


def test_being_written_keeps_what_its_author_can_change():
    reports = {state: _report(state) for state in STATES}

    assert set(Report.objects.being_written()) == {reports["draft"], reports["more_information"]}


def test_waiting_puts_the_one_that_has_waited_longest_first():
    now = timezone.now()
    for state in SENT - {"submitted"}:
        _report(state)
    young, old, older = (
        ReportFactory(submitted=True, submitted_at=now - timedelta(days=days)) for days in (1, 2, 3)
    )
    same_moment = ReportFactory(submitted=True, submitted_at=older.submitted_at)

    assert list(Report.objects.waiting()) == [older, same_moment, old, young]


@pytest.mark.parametrize("count", [1, 10])
def test_for_cards_reads_a_card_in_a_constant_number_of_queries(count, django_assert_num_queries):
    for _n in range(count):
        PictureFactory(report=ReportFactory(published=True))

    with django_assert_num_queries(3):  # reports with agencies, themes, pictures
        shown = [
            (report.agency.name, report.themes, report.picture.width, report.get_absolute_url())
            for report in Report.objects.published().for_cards()
        ]

    assert len(shown) == count


@pytest.mark.parametrize("count", [1, 10])
def test_for_story_reads_partners_too_in_finnish_order(count, django_assert_num_queries):
    for n in range(count):
        report = PictureFactory(report=ReportFactory(published=True)).report
        report.partners.set(
            AgencyFactory(name_fi=f"{name} {n}") for name in ("Öljyvirasto", "Zvirasto", "Avirasto")
        )

    with django_assert_num_queries(4):  # for_cards, and the partners
        partners = [
            [str(agency) for agency in report.partners.all()]
            for report in Report.objects.published().for_story().order_by("pk")
            if report.agency.name and report.themes and report.picture.width
        ]

    assert partners == [
        [f"Avirasto {n}", f"Zvirasto {n}", f"Öljyvirasto {n}"] for n in range(count)
    ]


def test_themes_come_in_their_fixed_order():
    report = ReportFactory(themes=[Theme.TECHNOLOGY, Theme.LEADERSHIP])

    assert report.themes == [Theme.LEADERSHIP, Theme.TECHNOLOGY]


def test_picture_is_the_first_by_position():
    report = ReportFactory()
    PictureFactory(report=report, position=2)
    first = PictureFactory(report=report, position=1)

    assert report.picture == first


def test_report_without_a_picture_has_none():
    assert ReportFactory().picture is None


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, False),
        ({"hours_saved": 0}, True),
        ({"euros_saved": 0}, True),
        ({"nerves_spared": Nerves.NONE}, True),
    ],
)
def test_nothing_saved_is_a_saving_that_is_known(fields, expected):
    assert Report(**fields).has_savings is expected


def test_author_is_named_only_with_consent():
    silent = ReportFactory()
    open_one = ReportFactory(name_consent_at=timezone.now())

    assert silent.published_author == ""
    assert open_one.published_author == open_one.author_name


@pytest.mark.parametrize(
    ("state", "move"), [("draft", Move.SUBMIT), ("more_information", Move.ANSWER)]
)
def test_sending_move_is_the_one_the_state_allows(state, move):
    assert Report(state=state).sending_move == move


def test_report_is_called_by_its_number_once_it_has_one():
    draft = ReportFactory(title="Kävelykokous")
    sent = ReportFactory(title="Kävelykokous", submitted=True)

    assert str(draft) == "Kävelykokous"
    assert str(sent) == f"{sent.reference} Kävelykokous"
    assert (draft.has_been_sent, sent.has_been_sent) == (False, True)


def test_report_that_was_transferred_is_called_by_its_number_alone():
    nomination = NominationFactory(report__title="Kävelykokous")
    Report.objects.update(state=State.TRANSFERRED)
    nomination.report.refresh_from_db()

    assert str(nomination.report) == nomination.report.reference
    assert "Kävelykokous" not in str(nomination)


def test_address_survives_a_title_without_letters():
    report = ReportFactory(published=True, title="!?")

    assert report.get_absolute_url().endswith(f"/{report.pk}--/")
