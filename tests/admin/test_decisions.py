import datetime as dt

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from experiments.actions.report import decide, send_report
from experiments.actions.states import move_report
from experiments.enums import Move, Role, State
from tests.factories import ReportFactory, UserFactory

pytestmark = pytest.mark.django_db

REASON = "Kertokaa vielä, mitä asiakkaat sanoivat."


def press(client, report, move, **typed):
    """Press a button as it stands on the report's page now."""
    page = client.get(reverse("admin:experiments_report_change", args=[report.pk]))
    form = next(form for form in page.context["decisions"] if form.move is move)
    return send(client, report, move, seen=form.initial["seen"], **typed)


def send(client, report, move, **typed):
    return client.post(reverse("admin:experiments_report_decide", args=[report.pk, move]), typed)


def state_of(report):
    report.refresh_from_db()
    return report.state


@pytest.mark.parametrize(
    ("trait", "move", "typed", "target", "subject"),
    [
        ("submitted", Move.PUBLISH, {}, State.PUBLISHED, "julkaistu"),
        ("submitted", Move.ASK_MORE, {"note": REASON}, State.MORE_INFORMATION, "täydennystä"),
        ("submitted", Move.DECLINE, {"note": REASON}, State.NOT_PUBLISHED, "ei julkaista"),
        ("more_information", Move.DECLINE, {"note": REASON}, State.NOT_PUBLISHED, "ei julkaista"),
        ("published", Move.UNPUBLISH, {"note": REASON}, State.UNPUBLISHED, ""),
        ("not_published", Move.REOPEN, {}, State.SUBMITTED, None),
    ],
)
def test_each_decision_changes_the_state_and_tells_the_author(
    handler, trait, move, typed, target, subject
):
    report = ReportFactory(**{trait: True})

    response = press(handler, report, move, **typed)

    assert response.status_code == 302
    assert state_of(report) == target
    line = report.history.get()
    assert (line.move, line.actor, line.note) == (move, handler.user, typed.get("note", ""))
    assert len(mail.outbox) == (subject is not None)
    if typed:
        assert REASON in mail.outbox[0].body


def test_next_report_in_the_queue_opens_by_itself(handler):
    now = timezone.now()
    first, second, third = (
        ReportFactory(submitted=True, submitted_at=now - dt.timedelta(days=days))
        for days in (3, 2, 1)
    )
    address = "admin:experiments_report_change"

    # The first was skipped: it comes again when the end is reached.
    assert press(handler, second, Move.PUBLISH).url == reverse(address, args=[third.pk])
    assert press(handler, third, Move.PUBLISH).url == reverse(address, args=[first.pk])

    response = press(handler, first, Move.PUBLISH)
    assert response.url == reverse("admin:experiments_report_changelist")
    page = handler.get(response.url).content.decode()
    assert "Nothing waits in the queue." in page
    assert f"Done: Publish. Report: {first}" in page


def test_reopened_report_stays_open(handler):
    ReportFactory(submitted=True)
    report = ReportFactory(not_published=True)

    answer = press(handler, report, Move.REOPEN)

    assert answer.url == reverse("admin:experiments_report_change", args=[report.pk])


@pytest.mark.parametrize("move", [Move.ASK_MORE, Move.DECLINE])
@pytest.mark.parametrize("note", ["", "   \n "])
def test_decision_without_its_reason_is_refused(handler, move, note):
    report = ReportFactory(submitted=True)

    response = press(handler, report, move, note=note)

    page = response.content.decode()
    assert state_of(report) == State.SUBMITTED
    assert page.count("Write the reason. It is sent to the reporter.") == 2
    assert f'href="#{move}_note"' in page
    assert "<title>Error: " in page
    assert not mail.outbox


def test_too_long_reason_is_refused_and_kept(handler):
    report = ReportFactory(submitted=True)
    reason = "Sana " * 500

    response = press(handler, report, Move.DECLINE, note=reason)

    assert state_of(report) == State.SUBMITTED
    assert reason.strip() in response.content.decode()


def test_second_press_is_refused_and_nothing_is_sent_twice(handler):
    report = ReportFactory(submitted=True)
    press(handler, report, Move.PUBLISH)

    response = send(handler, report, Move.PUBLISH, seen=0)

    assert "its state is now “Published”" in response.content.decode()
    assert report.history.count() == len(mail.outbox) == 1


def test_decision_on_a_report_that_moved_meanwhile_is_refused_and_the_text_kept(handler):
    report = ReportFactory(submitted=True)
    other = UserFactory(handler=True)
    decide(report=report, move=Move.PUBLISH, by=other, at=timezone.now())

    response = send(handler, report, Move.DECLINE, seen=0, note=REASON)

    page = response.content.decode()
    assert state_of(report) == State.PUBLISHED
    assert "its state is now “Published”" in page
    assert REASON in page
    form = next(form for form in response.context["decisions"] if form.move is Move.DECLINE)
    assert not form.is_possible


def test_text_completed_meanwhile_is_read_before_it_is_published(handler):
    """The state is the same again, but the text is not the one that was on the page."""
    report = ReportFactory()
    send_report(report=report, by=None, at=timezone.now())
    seen = report.history.last().pk
    other = UserFactory(handler=True)
    decide(report=report, move=Move.ASK_MORE, by=other, at=timezone.now(), note=REASON)
    report.refresh_from_db()
    send_report(report=report, by=None, at=timezone.now())

    response = send(handler, report, Move.PUBLISH, seen=seen)
    assert state_of(report) == State.SUBMITTED
    assert "Check what happened before you decide." in response.content.decode()

    form = next(form for form in response.context["decisions"] if form.move is Move.PUBLISH)
    assert send(handler, report, Move.PUBLISH, seen=form["seen"].value()).status_code == 302
    assert state_of(report) == State.PUBLISHED


@pytest.mark.parametrize("seen", ["", "x", "-1", "99999999999999999999"])
def test_forged_mark_of_what_was_seen_publishes_nothing(handler, seen):
    report = ReportFactory(submitted=True)

    assert send(handler, report, Move.PUBLISH, seen=seen).status_code == 200
    assert state_of(report) == State.SUBMITTED


@pytest.mark.parametrize("move", [Move.SUBMIT, Move.ANSWER, Move.WITHDRAW, "delete"])
def test_moves_of_authors_are_no_addresses_here(handler, move):
    report = ReportFactory(submitted=True)
    assert send(handler, report, move).status_code == 404


def test_decisions_are_not_made_by_following_a_link(handler):
    report = ReportFactory(submitted=True)
    address = reverse("admin:experiments_report_decide", args=[report.pk, Move.PUBLISH])
    assert handler.get(address).status_code == 405
    assert state_of(report) == State.SUBMITTED


@pytest.mark.parametrize("role", ["juror", "organiser"])
@pytest.mark.parametrize("trait", ["submitted", "published"])
def test_only_handlers_decide(request, role, trait):
    report = ReportFactory(**{trait: True})
    client = request.getfixturevalue(role)

    for move in (Move.PUBLISH, Move.UNPUBLISH, Move.REOPEN):
        assert send(client, report, move, seen=0, note=REASON).status_code == 403
    barrier = reverse("admin:experiments_report_barrier", args=[report.pk])
    assert client.post(barrier, {"barrier_state": "dismantled"}).status_code == 403
    assert state_of(report) == trait


def test_strangers_are_led_to_the_sign_in_page(client, db):
    report = ReportFactory(submitted=True)

    response = send(client, report, Move.PUBLISH, seen=0)

    assert response.status_code == 302
    assert response.url.startswith(reverse("admin:login"))
    assert state_of(report) == State.SUBMITTED


def test_history_names_move_actor_time_and_note(handler):
    report = ReportFactory()
    report = move_report(
        report=report, move=Move.SUBMIT, role=Role.AUTHOR, by=None, at=timezone.now()
    )
    decide(report=report, move=Move.DECLINE, by=handler.user, at=timezone.now(), note=REASON)

    page = handler.get(reverse("admin:experiments_report_change", args=[report.pk]))

    text = page.content.decode()
    assert [line.move for line in page.context["history"]] == [Move.DECLINE, Move.SUBMIT]
    assert all(words in text for words in (REASON, handler.user.name, "Do not publish", "Submit"))
