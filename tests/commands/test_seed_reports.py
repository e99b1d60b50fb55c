from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from experiments.models import IndexedReport, Report
from tests.factories import AgencyFactory

pytestmark = pytest.mark.django_db


def seed(number: int) -> list[str]:
    said = StringIO()
    call_command("seed_reports", number, stdout=said)
    return said.getvalue().splitlines()


def test_seeded_reports_are_published_indexed_and_the_same_each_time():
    AgencyFactory()
    seed(20)
    first = list(
        Report.objects.published().order_by("reference").values_list("key", "title", "change")
    )
    Report.objects.all().delete()

    seed(5)
    said = seed(20)

    again = Report.objects.published().order_by("reference").values_list("key", "title", "change")
    assert list(again) == first
    assert len({title for _key, title, _change in first}) > 10
    assert set(Report.objects.values_list("language", flat=True)) > {"fi"}
    assert IndexedReport.objects.count() == 20
    assert said == ["Reports: 20/20", "Made-up reports: 15 new, 20 in all."]


def test_seeding_is_for_trying_out_only(settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="Set DEMO=on"):
        seed(1)


def test_seeding_needs_agencies():
    with pytest.raises(CommandError, match="load_agencies"):
        seed(1)
