import re
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.core import mail
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext, override
from post_office.models import STATUS, Email

from experiments.actions.links import report_behind
from experiments.actions.report import decide, send_report
from experiments.enums import Language, Move, Role, State
from experiments.exceptions import (
    ActionRefusedError,
    MoveNotAllowedError,
    NoteMissingError,
    ReportIncompleteError,
    WrongRoleError,
)
from experiments.models import AuthorLink, Report, StateChange
from tests.factories import ReportFactory, UserFactory

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
NOTE = 'Kerro vielä, mitä asiakkaat sanoivat & miksi ("<3").'
# Move, state before it, subject of the mail it sends (None: no mail).
DECISIONS = [
    (Move.PUBLISH, "submitted", "%(reference)s: your report has been published"),
    (Move.ASK_MORE, "submitted", "%(reference)s: please add to your report"),
    (Move.DECLINE, "submitted", "%(reference)s: your report will not be published"),
    (Move.DECLINE, "more_information", "%(reference)s: your report will not be published"),
    (Move.UNPUBLISH, "published", "%(reference)s: your report is no longer published"),
    (Move.REOPEN, "not_published", None),
    (Move.REOPEN, "unpublished", None),
    (Move.REOPEN, "more_information", None),
]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    ("traits", "subject"),
    [
        ({}, "%(reference)s: experiment report received"),
        ({"revelation": True}, "%(reference)s: revelation received"),
    ],
)
def test_sending_is_acknowledged_in_the_language_of_the_report(traits, subject, language):
    report = ReportFactory(language=language, **traits)

    with override("en" if language != "en" else "fi"):
        sent = send_report(report=report, by=None, at=AT)

    assert sent.state == State.SUBMITTED
    assert _mails() == [([report.author_email], _in(language, subject, sent))]
    assert sent.reference in mail.outbox[0].body
    assert sent.title in mail.outbox[0].body


def test_answer_to_a_request_is_sent_and_acknowledged():
    report = ReportFactory(more_information=True)

    sent = send_report(report=report, by=None, at=AT)

    assert sent.state == State.SUBMITTED
    assert [change.move for change in StateChange.objects.all()] == [Move.ANSWER]
    assert len(mail.outbox) == 1


def test_second_press_sends_nothing_twice():
    report = ReportFactory()
    send_report(report=report, by=None, at=AT)

    with pytest.raises(MoveNotAllowedError):
        send_report(report=report, by=None, at=AT)

    assert StateChange.objects.count() == 1
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    "state", ["submitted", "published", "not_published", "withdrawn", "unpublished"]
)
def test_report_that_its_author_is_not_writing_is_not_sent(state):
    report = ReportFactory(**{state: True})

    with pytest.raises(MoveNotAllowedError):
        send_report(report=report, by=None, at=AT)

    assert Report.objects.get().state == state
    assert mail.outbox == []


def test_incomplete_report_is_neither_sent_nor_acknowledged():
    report = ReportFactory(summary="")

    with pytest.raises(ReportIncompleteError):
        send_report(report=report, by=None, at=AT)

    assert Report.objects.get().state == State.DRAFT
    assert mail.outbox == []


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(("move", "state", "subject"), DECISIONS)
def test_decision_is_told_in_the_language_of_the_report(move, state, subject, language):
    report = ReportFactory(**{state: True}, language=language)
    handler = UserFactory(handler=True)

    with override("en" if language != "en" else "fi"):
        decided = decide(report=report, move=move, by=handler, at=AT, note=NOTE)

    assert StateChange.objects.values_list("move", "role", "actor", "note").get() == (
        move,
        Role.HANDLER,
        handler.pk,
        NOTE,
    )
    expected = [([report.author_email], _in(language, subject, decided))] if subject else []
    assert _mails() == expected


@pytest.mark.parametrize(
    ("move", "state"),
    [
        (Move.ASK_MORE, "submitted"),
        (Move.DECLINE, "submitted"),
        (Move.UNPUBLISH, "published"),
    ],
)
def test_reason_reaches_the_author_as_it_was_typed(move, state):
    report = ReportFactory(**{state: True}, title="Tee & kahvi <yhdessä>")

    decide(report=report, move=move, by=UserFactory(handler=True), at=AT, note=f"  {NOTE}\n")

    assert NOTE in mail.outbox[0].body
    assert report.title in mail.outbox[0].body


@pytest.mark.parametrize("language", Language)
def test_mail_of_publishing_has_the_address_of_the_page(language):
    report = ReportFactory(submitted=True, language=language)

    decide(report=report, move=Move.PUBLISH, by=UserFactory(handler=True), at=AT)

    with override(language):
        assert f"{settings.SERVICE_URL}{report.get_absolute_url()}" in mail.outbox[0].body


@pytest.mark.parametrize("language", Language)
def test_request_for_more_has_a_link_that_opens_the_report(language):
    report = ReportFactory(submitted=True, language=language)

    decide(report=report, move=Move.ASK_MORE, by=UserFactory(handler=True), at=AT, note=NOTE)

    with override(language):
        address = re.escape(f"{settings.SERVICE_URL}{reverse('reporting:resume', args=['SECRET'])}")
    found = re.search(address.replace("SECRET", r"([\w-]{43})"), mail.outbox[0].body)
    assert found
    assert report_behind(secret=found[1], at=AT) == report


@pytest.mark.parametrize(
    ("by", "state", "note", "refusal"),
    [
        ({"juror": True}, "submitted", NOTE, WrongRoleError),
        ({"organiser": True}, "submitted", NOTE, WrongRoleError),
        ({"handler": True}, "draft", NOTE, MoveNotAllowedError),
        ({"handler": True}, "submitted", "", NoteMissingError),
    ],
)
def test_refused_decision_tells_nobody_and_makes_no_link(by, state, note, refusal):
    report = ReportFactory(**({} if state == "draft" else {state: True}))

    with pytest.raises(refusal):
        decide(report=report, move=Move.ASK_MORE, by=UserFactory(**by), at=AT, note=note)

    assert Report.objects.get().state == state
    assert not AuthorLink.objects.exists()
    assert mail.outbox == []


@pytest.mark.parametrize("move", [Move.SUBMIT, Move.ANSWER, Move.WITHDRAW])
def test_handler_does_not_do_what_is_the_authors(move):
    report = ReportFactory(submitted=True)

    with pytest.raises(ActionRefusedError):
        decide(report=report, move=move, by=UserFactory(superuser=True), at=AT, note=NOTE)

    assert Report.objects.get().state == State.SUBMITTED


@pytest.mark.parametrize("is_kept", [True, False])
def test_outbox_holds_the_mail_if_and_only_if_the_decision_holds(production_outbox, is_kept):
    report = ReportFactory(submitted=True)

    with suppress(ZeroDivisionError), transaction.atomic():
        decide(report=report, move=Move.PUBLISH, by=UserFactory(handler=True), at=AT)
        if not is_kept:
            raise ZeroDivisionError

    waiting = [(email.to, email.status) for email in Email.objects.all()]
    assert waiting == ([([report.author_email], STATUS.queued)] if is_kept else [])
    assert report.history.count() == len(waiting)
    assert mail.outbox == []


def test_mail_that_cannot_be_written_undoes_the_decision(monkeypatch):
    report = ReportFactory(submitted=True)
    monkeypatch.setattr(settings, "EMAIL_BACKEND", "tests.actions.test_report.LostBackend")

    with pytest.raises(ConnectionError):
        decide(report=report, move=Move.PUBLISH, by=UserFactory(handler=True), at=AT)

    assert Report.objects.get().state == State.SUBMITTED
    assert not StateChange.objects.exists()


class LostBackend:
    def __init__(self, *_args, **_options):
        pass

    def send_messages(self, _messages):
        raise ConnectionError


@pytest.fixture
def production_outbox(monkeypatch):
    monkeypatch.setattr(settings, "EMAIL_BACKEND", "post_office.EmailBackend")


def _mails():
    return [(message.to, message.subject) for message in mail.outbox]


def _in(language, subject, report):
    with override(language):
        return gettext(subject) % {"reference": report.reference}
