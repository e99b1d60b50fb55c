from io import StringIO

import pytest
from django.core.management import call_command

from experiments.models import IndexedReport
from tests.factories import ReportFactory


@pytest.mark.django_db
def test_reindex_says_who_analyses_and_how_many():
    ReportFactory.create_batch(2, published=True)
    said = StringIO()

    call_command("reindex", stdout=said)

    assert IndexedReport.objects.count() == 2
    analyser, progress, result = said.getvalue().splitlines()
    assert analyser.startswith("Words are analysed by pyvoikko ")
    assert (progress, result) == ("Reports: 2/2", "Search index: 2 reports indexed, 0 forgotten.")
