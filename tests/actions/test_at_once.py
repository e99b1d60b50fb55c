"""Two people press a button in the same moment, in two threads with two real connections."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from experiments.actions.award import nominate
from experiments.actions.pictures import add_picture, move_picture
from experiments.actions.renditions import rewrite
from experiments.actions.report import (
    begin_report,
    decide,
    save_answers,
    save_barrier,
    send_report,
)
from experiments.actions.states import move_report
from experiments.actions.versions import restore_version
from experiments.enums import Kind, Move, Role
from experiments.exceptions import (
    ActionRefusedError,
    AlreadySentError,
    ChangedMeanwhileError,
    MoveNotAllowedError,
    ReportIncompleteError,
    TooManyPicturesError,
)
from experiments.models import Nomination, Picture, Report
from experiments.models.version import snapshot_of
from tests.factories import AwardCategoryFactory, PictureFactory, ReportFactory, UserFactory
from tests.uploads import picture, upload

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 5  # a single round may miss the moment
NOW = timezone.now()


def _at_once(*actions: Callable[[], Any]) -> list[Any]:
    """Do all the actions in the same moment; return what each returned or was refused with."""
    together = Barrier(len(actions), timeout=10)

    def run(action: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            together.wait()
            return action()
        except ActionRefusedError as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(run, actions))


def _kinds(results: list[Any]) -> list[str]:
    return sorted(type(result).__name__ for result in results)


def test_only_one_of_two_handlers_decides():
    handlers = UserFactory.create_batch(2, handler=True)
    for number in range(1, ROUNDS + 1):
        report = ReportFactory(submitted=True)

        results = _at_once(
            partial(decide, report=report, move=Move.PUBLISH, by=handlers[0], at=NOW),
            partial(decide, report=report, move=Move.DECLINE, by=handlers[1], at=NOW, note="Ei."),
        )

        assert _kinds(results) == ["MoveNotAllowedError", "Report"]
        [won] = [result for result in results if isinstance(result, Report)]
        assert [change.to_state for change in report.history.all()] == [won.state]
        assert Report.objects.get(pk=report.pk).state == won.state
        assert len(mail.outbox) == number


def test_double_click_sends_once():
    for number in range(1, ROUNDS + 1):
        report = ReportFactory()

        results = _at_once(*[partial(send_report, report=report, by=None, at=NOW)] * 4)

        assert _kinds(results) == ["MoveNotAllowedError"] * 3 + ["Report"]
        assert report.history.count() == 1
        assert len(mail.outbox) == number


def test_author_who_withdraws_has_the_last_word():
    handler = UserFactory(handler=True)
    for _n in range(ROUNDS):
        report = ReportFactory(submitted=True)

        published, withdrawn = _at_once(
            partial(decide, report=report, move=Move.PUBLISH, by=handler, at=NOW),
            partial(
                move_report, report=report, move=Move.WITHDRAW, role=Role.AUTHOR, by=None, at=NOW
            ),
        )

        states = list(report.history.order_by("pk").values_list("from_state", "to_state"))
        if isinstance(published, MoveNotAllowedError):
            assert states == [("submitted", "withdrawn")]
        else:
            assert states == [("submitted", "published"), ("published", "withdrawn")]
        assert withdrawn.state == Report.objects.get(pk=report.pk).state == "withdrawn"


def test_report_is_nominated_once():
    award_round = AwardCategoryFactory().award_round
    for _n in range(ROUNDS):
        report = ReportFactory(published=True)

        results = _at_once(*[partial(nominate, report=report, award_round=award_round)] * 2)

        assert _kinds(results) == ["ActionRefusedError", "Nomination"]
        assert Nomination.objects.filter(report=report).count() == 1


def test_first_page_sent_twice_at_once_begins_one_draft():
    for number in range(1, ROUNDS + 1):
        key = uuid.uuid4()

        results = _at_once(
            *[partial(begin_report, key=key, kind=Kind.EXPERIMENT, language="fi", by=None)] * 3
        )

        assert {report.key for report in results} == {key}
        assert Report.objects.count() == number


def test_answers_and_sending_do_not_cross():
    for _n in range(ROUNDS):
        report = ReportFactory(title="Ennen")
        page = Report.objects.get(pk=report.pk)
        page.title = ""

        saved, sent = _at_once(
            partial(save_answers, report=page, fields=["title"], at=NOW),
            partial(send_report, report=report, by=None, at=NOW),
        )

        stored = Report.objects.get(pk=report.pk)
        if isinstance(saved, AlreadySentError):
            assert (stored.state, stored.title) == ("submitted", "Ennen")
        else:
            assert isinstance(sent, ReportIncompleteError)
            assert (stored.state, stored.title) == ("draft", "")


def test_report_never_gets_a_sixth_picture_nor_files_without_one(settings):
    renditions = rewrite(upload(picture()))
    for _n in range(ROUNDS):
        report = ReportFactory()
        for _time in range(4):
            add_picture(report=report, renditions=renditions)

        results = _at_once(*[partial(add_picture, report=report, renditions=renditions)] * 2)

        assert report.pictures.count() == 5
        assert sum(isinstance(result, TooManyPicturesError) for result in results) == 1
    files = {f"pictures/{path.name}" for path in (settings.MEDIA_ROOT / "pictures").iterdir()}
    assert files == {name for each in Picture.objects.all() for name in each.file_names}


def test_pictures_moved_at_once_keep_places_of_their_own():
    for _n in range(ROUNDS):
        report = ReportFactory()
        numbers = [PictureFactory(report=report, position=place).pk for place in range(5)]

        _at_once(
            partial(move_picture, report=report, number=numbers[4], by=-1),
            partial(move_picture, report=report, number=numbers[2], by=1),
        )

        places = list(report.pictures.values_list("position", flat=True))
        assert places == [0, 1, 2, 3, 4]


def test_changes_of_a_published_report_become_versions_one_after_another():
    by = UserFactory(handler=True)
    for _n in range(ROUNDS):
        report = ReportFactory(published=True, revelation=True)
        pages = [Report.objects.get(pk=report.pk) for _n in range(3)]
        pages[0].title, pages[1].summary, pages[2].agency_reply = "Uusi", "Tiivis", "Kiitos"

        results = _at_once(
            partial(save_answers, report=pages[0], fields=["title"], at=NOW),
            partial(save_answers, report=pages[1], fields=["summary"], at=NOW),
            partial(save_barrier, report=pages[2], fields=["agency_reply"], by=by, at=NOW),
        )

        assert results == [None] * 3
        stored = Report.objects.get(pk=report.pk)
        assert (stored.title, stored.summary, stored.agency_reply) == ("Uusi", "Tiivis", "Kiitos")
        assert list(stored.versions.values_list("number", flat=True)) == [1, 2, 3, 4]
        assert stored.versions.latest().snapshot == snapshot_of(stored)


def test_bringing_back_and_saving_do_not_cross():
    by = UserFactory(handler=True)
    for _n in range(ROUNDS):
        report = ReportFactory(published=True, title="Ensin")
        page = Report.objects.get(pk=report.pk)
        page.title = "Sitten"
        save_answers(report=page, fields=["title"], at=NOW)
        page.title = "Lopuksi"

        restored, saved = _at_once(
            partial(restore_version, report=report, number=1, seen=2, by=by, at=NOW),
            partial(save_answers, report=page, fields=["title"], at=NOW),
        )

        assert saved is None
        stored = Report.objects.get(pk=report.pk)
        assert stored.title == "Lopuksi"
        expected = [1, 2, 3] if isinstance(restored, ChangedMeanwhileError) else [1, 2, 3, 4]
        assert list(stored.versions.values_list("number", flat=True)) == expected
        assert stored.versions.latest().snapshot == snapshot_of(stored)
