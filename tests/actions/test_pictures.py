from contextlib import suppress
from functools import partial

import pytest
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import ProtectedError

from experiments.actions.deletion import delete_reports
from experiments.actions.pictures import (
    Words,
    add_picture,
    describe_pictures,
    move_picture,
    remove_picture,
)
from experiments.actions.renditions import rewrite
from experiments.exceptions import AlreadySentError, TooManyPicturesError
from experiments.models import Picture, Report
from tests.factories import NominationFactory, PictureFactory, ReportFactory
from tests.uploads import picture, upload

RENDITIONS = rewrite(upload(picture(size=(1000, 500))))
WORDS = Words("Polku.", has_rights=True)
ALL_FILES = 4  # whole, two narrower ones, JPEG


@pytest.fixture
def report(db):
    return ReportFactory()


def _stored_files():
    if not default_storage.exists("pictures"):
        return set()
    return {f"pictures/{name}" for name in default_storage.listdir("pictures")[1]}


def _positions(report):
    return list(report.pictures.values_list("pk", flat=True))


def _pictures(report, number):
    return [PictureFactory(report=report, position=place).pk for place in range(number)]


def test_added_picture_comes_last_with_its_words_and_all_its_files(report):
    PictureFactory(report=report, position=3)

    add_picture(report=report, renditions=RENDITIONS, words=WORDS)

    first, added = report.pictures.all()
    assert (added.width, added.height, added.position) == (1000, 500, 4)
    assert added.renditions == ["480.webp", "960.webp", "960.jpg"]
    assert (added.text_alternative, added.is_decorative, added.has_rights) == (
        "Polku.",
        False,
        True,
    )
    assert _stored_files() == {*first.file_names, *added.file_names}
    assert len(added.file_names) == ALL_FILES


def test_report_has_at_most_five_pictures(report):
    _pictures(report, 5)
    before = _stored_files()

    with pytest.raises(TooManyPicturesError):
        add_picture(report=report, renditions=RENDITIONS)

    assert report.pictures.count() == 5
    assert _stored_files() == before


def test_words_are_kept_of_the_report_s_own_pictures_only(report):
    mine = PictureFactory(report=report, has_rights=False)
    other = PictureFactory(text_alternative="Ennen.")

    describe_pictures(report=report, words={mine.pk: WORDS, other.pk: WORDS})

    assert Picture.objects.get(pk=mine.pk).has_rights
    assert Picture.objects.get(pk=other.pk).text_alternative == "Ennen."


def test_decoration_has_no_words(report):
    added = add_picture(
        report=report, renditions=RENDITIONS, words=Words("Polku.", is_decorative=True)
    )

    assert (added.text_alternative, added.is_decorative) == ("", True)


@pytest.mark.parametrize(
    ("place", "by", "order"),
    [
        (1, -1, [1, 0, 2]),
        (1, 1, [0, 2, 1]),
        (0, -1, [0, 1, 2]),
        (2, 1, [0, 1, 2]),
        (2, -1, [0, 2, 1]),
    ],
)
def test_picture_changes_places_with_its_neighbour(report, place, by, order):
    numbers = _pictures(report, 3)

    move_picture(report=report, number=numbers[place], by=by)

    assert _positions(report) == [numbers[index] for index in order]
    assert set(report.pictures.values_list("position", flat=True)) == {0, 1, 2}


def test_pictures_move_across_the_gap_of_a_removed_one(report):
    numbers = _pictures(report, 3)
    remove_picture(report=report, number=numbers[1])

    move_picture(report=report, number=numbers[2], by=-1)

    assert _positions(report) == [numbers[2], numbers[0]]


def test_picture_of_another_report_is_neither_moved_nor_removed(report):
    mine = _pictures(report, 2)
    other = _pictures(ReportFactory(), 2)

    move_picture(report=report, number=other[1], by=-1)
    remove_picture(report=report, number=other[1])

    assert set(Picture.objects.values_list("pk", flat=True)) == {*mine, *other}


def test_removing_deletes_all_files_only_after_commit(report, django_capture_on_commit_callbacks):
    gone = add_picture(report=report, renditions=RENDITIONS)
    elsewhere = add_picture(report=ReportFactory(), renditions=RENDITIONS)

    with django_capture_on_commit_callbacks() as callbacks:
        remove_picture(report=report, number=gone.pk)

    assert not report.pictures.exists()
    assert _stored_files() == {*gone.file_names, *elsewhere.file_names}
    for callback in callbacks:
        callback()
    assert _stored_files() == set(elsewhere.file_names)


def test_deleted_reports_take_the_files_of_their_pictures_along(
    report, django_capture_on_commit_callbacks
):
    for _time in range(2):
        add_picture(report=report, renditions=RENDITIONS)
    kept = add_picture(report=ReportFactory(), renditions=RENDITIONS)

    with django_capture_on_commit_callbacks(execute=True):
        deleted = delete_reports(reports=Report.objects.filter(pk=report.pk))

    assert deleted == 1
    assert Picture.objects.get() == kept
    assert _stored_files() == set(kept.file_names)


def test_report_on_a_shortlist_is_not_deleted_nor_its_files(db, django_capture_on_commit_callbacks):
    kept = PictureFactory(report=NominationFactory().report)

    with (
        django_capture_on_commit_callbacks(execute=True),
        pytest.raises(ProtectedError),
    ):
        delete_reports(reports=Report.objects.all())

    assert _stored_files() == set(kept.file_names)


ACTIONS = [
    partial(add_picture, renditions=RENDITIONS),
    partial(describe_pictures, words={}),
    partial(move_picture, by=1, number=1),
    partial(remove_picture, number=1),
]


@pytest.mark.parametrize("state", ["submitted", "not_published", "withdrawn"])
@pytest.mark.parametrize("action", ACTIONS)
def test_pictures_of_a_report_that_was_sent_are_not_touched(state, action, db):
    report = PictureFactory(report=ReportFactory(**{state: True})).report

    with pytest.raises(AlreadySentError):
        action(report=report)

    assert report.pictures.count() == 1


@pytest.mark.django_db(transaction=True)
def test_files_survive_what_is_rolled_back():
    old = add_picture(report=ReportFactory(), renditions=RENDITIONS)

    with suppress(ZeroDivisionError), transaction.atomic():
        remove_picture(report=old.report, number=old.pk)
        raise ZeroDivisionError

    assert Picture.objects.get() == old
    assert _stored_files() == set(old.file_names)
