import datetime as dt
from functools import partial

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from experiments.enums import Role, Theme
from experiments.models import Report, ReportVersion
from experiments.models.version import NOT_VERSIONED, RELATED, VERSIONED, snapshot_of
from tests.factories import (
    AgencyFactory,
    PictureFactory,
    ReportFactory,
    ReportVersionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def test_every_column_of_a_report_is_decided_on():
    """A new column is either the report's own text, or listed with the reason why it is not."""
    columns = {field.name for field in Report._meta.concrete_fields}  # noqa: SLF001  (documented API)

    assert set(VERSIONED) | NOT_VERSIONED | {"agency"} == columns
    assert not set(VERSIONED) & NOT_VERSIONED


def test_snapshot_holds_the_text_and_nothing_about_the_author():
    report = ReportFactory(
        published=True,
        themes=[Theme.TECHNOLOGY, Theme.LEADERSHIP],
        agency=AgencyFactory(slug="oma"),
        started_on="2026-02-01",
        hours_saved="12.5",
        hours_basis="measured",
        author_name="Tekijä Esimerkki",
        author_email="tekija@virasto.example",
    )
    report.partners.set([AgencyFactory(slug="b"), AgencyFactory(slug="a")])
    picture = PictureFactory(report=report)

    snapshot = snapshot_of(Report.objects.get())

    assert set(snapshot) == {*VERSIONED, *RELATED}
    assert (snapshot["started_on"], snapshot["hours_saved"]) == ("2026-02-01", "12.5")
    assert (snapshot["agency"], snapshot["partners"]) == ("oma", ["a", "b"])
    assert snapshot["themes"] == ["leadership", "technology"]
    assert snapshot["pictures"] == [
        {
            "image": picture.image.name,
            "text_alternative": "Ihmisiä metsäpolulla.",
            "is_decorative": False,
            "has_rights": True,
        }
    ]
    assert "Esimerkki" not in str(snapshot)
    assert "tekija@" not in str(snapshot)


def test_snapshot_sets_the_same_columns_again():
    report = ReportFactory(
        published=True, euros_saved="1200.50", euros_basis="estimated", ended_on="2026-02-01"
    )
    version = ReportVersionFactory(report=Report.objects.get())
    empty = Report(kind=report.kind)

    version.set_columns(empty)

    stored = Report.objects.get()
    assert {name: getattr(empty, name) for name in VERSIONED} == {
        name: getattr(stored, name) for name in VERSIONED
    }


def test_versions_cannot_be_updated_through_the_orm():
    version = ReportVersionFactory()

    for update in (
        partial(ReportVersion.objects.update, number=2),
        partial(ReportVersion.objects.bulk_update, [version], ["number"]),
        version.save,
    ):
        with pytest.raises((TypeError, DatabaseError)), transaction.atomic():
            update()

    assert ReportVersion.objects.get().number == 1


@pytest.mark.parametrize("set_to", ["number = 2", "snapshot = '{}'", "role = 'handler'"])
def test_versions_cannot_be_updated_in_sql(set_to):
    ReportVersionFactory()

    with (
        pytest.raises(DatabaseError, match="history is only added to"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE experiments_reportversion SET {set_to}")  # noqa: S608


def test_erasing_a_report_erases_its_versions():
    version = ReportVersionFactory()

    version.report.delete()

    assert not ReportVersion.objects.exists()


@pytest.mark.parametrize(
    ("name", "broken"),
    [
        ("version_numbers_begin_at_one", {"number": 0}),
        ("version_by_staff_names_them", {"role": Role.HANDLER}),
        ("version_by_staff_names_them", {"role": "reader"}),
    ],
)
def test_version_cannot_break(name, broken):
    with pytest.raises(IntegrityError, match=name):
        ReportVersionFactory(**broken)


def test_version_number_is_used_once():
    report = ReportVersionFactory().report

    with pytest.raises(IntegrityError, match=r"unique|UNIQUE"):
        ReportVersionFactory(report=report)


@pytest.mark.parametrize(
    ("moment", "number"),
    [
        (NOON - dt.timedelta(microseconds=1), None),
        (NOON, 1),
        (NOON + HOUR - dt.timedelta(microseconds=1), 1),
        (NOON + HOUR, 2),
        (NOON + 9 * HOUR, 3),
    ],
)
def test_as_of_finds_the_version_that_stood_at_the_moment(moment, number):
    report = ReportFactory(published=True)
    for place in range(3):
        ReportVersionFactory(report=report, number=place + 1, at=NOON + place * HOUR)

    found = report.versions.as_of(moment).first()

    assert (found and found.number) == number


@pytest.mark.parametrize("count", [1, 12])
def test_as_of_finds_one_version_of_each_report_in_one_query(count, django_assert_num_queries):
    for _n in range(count):
        report = ReportFactory(published=True)
        ReportVersionFactory(report=report, at=NOON)
        ReportVersionFactory(report=report, number=2, at=NOON + HOUR)
        ReportVersionFactory(report=report, number=3, at=NOON + 3 * HOUR)

    with django_assert_num_queries(1):
        found = list(ReportVersion.objects.as_of(NOON + 2 * HOUR))

    assert [version.number for version in found] == [2] * count
    assert len({version.report_id for version in found}) == count


def test_changes_after_publishing_are_those_that_readers_could_have_seen():
    report = ReportFactory(published=True, published_at=NOON)
    ReportVersionFactory(report=report, at=NOON - 2 * HOUR)
    ReportVersionFactory(report=report, number=2, at=NOON - HOUR)
    third = ReportVersionFactory(report=report, number=3, at=NOON + HOUR)
    fourth = ReportVersionFactory(
        report=report, number=4, at=NOON + 2 * HOUR, role=Role.HANDLER, actor=UserFactory()
    )
    ReportVersionFactory(report=ReportFactory(submitted=True), number=2, at=timezone.now())

    assert list(ReportVersion.objects.after_publishing()) == [fourth, third]
