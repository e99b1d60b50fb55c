from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from experiments.actions.anonymity import new_code, report_followed, send_anonymously
from experiments.actions.moments import day_of
from experiments.actions.report import decide
from experiments.actions.states import move_report
from experiments.enums import TRANSITIONS, Move, Role, State
from experiments.exceptions import MoveNotAllowedError
from experiments.models import AuthorLink, Report, TrackingCode
from tests.factories import ReportFactory, UserFactory

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 5, 12, 34, 56, tzinfo=UTC)
MIDNIGHT = datetime(2026, 3, 5, tzinfo=timezone(timedelta(hours=2)))


def sent(code=None) -> Report:
    return send_anonymously(report=ReportFactory(anonymous=True), code=code or new_code(), at=AT)


@pytest.mark.parametrize(
    ("at", "midnight"),
    [
        (AT, MIDNIGHT),
        (datetime(2026, 3, 5, 22, 30, tzinfo=UTC), MIDNIGHT + timedelta(days=1)),
        (
            datetime(2026, 3, 29, 12, 0, tzinfo=UTC),  # summer time began that night
            datetime(2026, 3, 28, 22, 0, tzinfo=UTC),
        ),
        (datetime(2026, 10, 25, 12, 0, tzinfo=UTC), datetime(2026, 10, 24, 21, 0, tzinfo=UTC)),
    ],
)
def test_day_of_a_moment_is_the_day_in_finland(at, midnight):
    assert day_of(at) == midnight


def test_author_leaves_neither_account_nor_time_of_day():
    report = ReportFactory(anonymous=True)

    move_report(report=report, move=Move.SUBMIT, role=Role.AUTHOR, by=UserFactory(), at=AT)

    line = Report.objects.get().history.get()
    assert (line.actor, line.at, Report.objects.get().submitted_at) == (None, MIDNIGHT, MIDNIGHT)


def test_what_staff_do_keeps_its_moment_and_the_lines_keep_their_order():
    report, code, handler = sent(), new_code(), UserFactory(handler=True)
    decide(report=report, move=Move.ASK_MORE, by=handler, at=AT, note="Lisää?")
    asked = Report.objects.get()
    send_anonymously(report=asked, code=code, at=AT + timedelta(hours=1))

    lines = list(report.history.values_list("move", "at"))
    assert lines == [("submit", MIDNIGHT), ("ask_more", AT), ("answer", MIDNIGHT)]
    assert report.history.latest().move == Move.ANSWER


def test_anonymous_one_waits_from_the_beginning_of_its_day():
    early = ReportFactory(submitted=True, submitted_at=MIDNIGHT - timedelta(hours=1))
    same_day = ReportFactory(submitted=True, submitted_at=AT - timedelta(hours=3))

    anonymous = sent()

    assert list(Report.objects.waiting()) == [early, anonymous, same_day]


@pytest.mark.parametrize(
    "moves",
    [
        [Move.PUBLISH, Move.UNPUBLISH, Move.REOPEN],
        [Move.ASK_MORE, Move.REOPEN],
        [Move.DECLINE, Move.TRANSFER],
    ],
)
def test_no_decision_on_an_anonymous_revelation_sends_mail_or_makes_a_link(moves):
    report = sent()
    for move in moves:
        report = decide(
            report=report, move=move, by=UserFactory(handler=True), at=AT, note="Perustelu."
        )

    assert report.state == TRANSITIONS[moves[-1]].target
    assert not mail.outbox
    assert not AuthorLink.objects.exists()


def test_key_is_another_after_each_sending():
    report = ReportFactory(anonymous=True)
    keys = [report.key]
    for _time in range(2):
        report = send_anonymously(report=report, code=new_code(), at=AT)
        keys.append(Report.objects.get().key)
        decide(
            report=report, move=Move.ASK_MORE, by=UserFactory(handler=True), at=AT, note="Lisää?"
        )

    assert len(set(keys)) == 3


def test_code_stays_the_first_and_finds_the_report():
    first, second = new_code(), new_code()
    report = sent(first)
    decide(report=report, move=Move.ASK_MORE, by=UserFactory(handler=True), at=AT, note="Lisää?")
    send_anonymously(report=Report.objects.get(), code=second, at=AT)

    assert report_followed(code=first) == report
    assert report_followed(code=second) is None
    assert first not in TrackingCode.objects.get().digest


def test_second_sending_is_refused_and_keeps_the_key():
    report = ReportFactory(anonymous=True)
    send_anonymously(report=report, code=new_code(), at=AT)
    key = Report.objects.get().key

    with pytest.raises(MoveNotAllowedError):
        send_anonymously(report=report, code=new_code(), at=AT)

    assert Report.objects.get().key == key
    assert (Report.objects.get().state, TrackingCode.objects.count()) == (State.SUBMITTED, 1)


def test_two_reports_cannot_share_a_code():
    code = new_code()
    sent(code)

    with pytest.raises(IntegrityError), transaction.atomic():
        sent(code)


def test_erased_report_takes_its_code_along():
    sent().delete()

    assert not TrackingCode.objects.exists()
