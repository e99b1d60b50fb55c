from datetime import UTC, datetime, timedelta

import pytest
from django.core import serializers

from experiments.actions.links import LIFETIME, make_author_link, report_behind
from experiments.models import AuthorLink
from tests.factories import ReportFactory

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)


def test_secret_opens_its_report_and_no_other():
    report, other = ReportFactory(), ReportFactory()
    secret = make_author_link(report=report, at=AT)
    other_secret = make_author_link(report=other, at=AT)

    assert report_behind(secret=secret, at=AT) == report
    assert report_behind(secret=other_secret, at=AT) == other


def test_secret_is_long_and_new_each_time():
    report = ReportFactory()

    secrets = {make_author_link(report=report, at=AT) for _n in range(20)}

    assert len(secrets) == 20
    assert {len(secret) for secret in secrets} == {43}  # 256 bits in base 64


def test_several_links_to_a_report_work_side_by_side():
    report = ReportFactory()

    secrets = [make_author_link(report=report, at=AT) for _n in range(2)]

    assert [report_behind(secret=secret, at=AT) for secret in secrets] == [report, report]


def test_database_holds_no_secret():
    secret = make_author_link(report=ReportFactory(), at=AT)

    stored = serializers.serialize("json", AuthorLink.objects.all())

    assert secret not in stored
    assert len(AuthorLink.objects.get().digest) == 64


@pytest.mark.parametrize(
    ("age", "opens"),
    [
        (timedelta(0), True),
        (LIFETIME - timedelta(microseconds=1), True),
        (LIFETIME, False),
        (LIFETIME + timedelta(days=365), False),
    ],
)
def test_link_works_until_it_expires(age, opens):
    report = ReportFactory()
    secret = make_author_link(report=report, at=AT)

    assert report_behind(secret=secret, at=AT + age) == (report if opens else None)


def test_link_lasts_sixty_days():
    assert timedelta(days=60) == LIFETIME


@pytest.mark.parametrize(
    "change", [lambda s: s[:-1], lambda s: s + "A", str.swapcase, lambda _: ""]
)
def test_anything_else_opens_nothing(change):
    secret = make_author_link(report=ReportFactory(), at=AT)

    assert report_behind(secret=change(secret), at=AT) is None


def test_digest_itself_opens_nothing():
    make_author_link(report=ReportFactory(), at=AT)

    assert report_behind(secret=AuthorLink.objects.get().digest, at=AT) is None
