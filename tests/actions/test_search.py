import pytest
from django.utils import timezone

from experiments.actions.report import decide
from experiments.actions.search import BATCH, forget_report, index_report, reindex
from experiments.enums import Move
from experiments.models import IndexedReport, Posting, Report
from tests.factories import AgencyFactory, ReportFactory, UserFactory

pytestmark = pytest.mark.django_db


def reports_with(term: str) -> list[Report]:
    return list(Report.objects.filter(postings__term=term).order_by("pk"))


def index_all() -> tuple[int, int]:
    return reindex(tell=lambda _done, _of_all: None)


def test_report_is_found_from_publishing_until_it_is_removed():
    handler, now = UserFactory(handler=True), timezone.now()
    report = ReportFactory(submitted=True, title="Toimistokoira")

    before = reports_with("fi:koira")
    decide(report=report, move=Move.PUBLISH, by=handler, at=now)
    meanwhile = reports_with("fi:koira")
    decide(report=report, move=Move.UNPUBLISH, by=handler, at=now, note="Syy.")

    assert (before, meanwhile, reports_with("fi:koira")) == ([], [report], [])
    assert not IndexedReport.objects.exists()


def test_indexing_again_replaces_what_was_there():
    report = ReportFactory(published=True, title="Toimistokoira")
    index_report(report)
    report.title = "Toimistokissa"

    index_report(report)

    assert (reports_with("fi:koira"), reports_with("fi:kissa")) == ([], [report])


def test_forgetting_what_was_never_indexed_is_no_error():
    forget_report(ReportFactory(published=True))


def test_words_of_the_title_weigh_more_and_parts_less():
    report = ReportFactory(published=True, title="Koira", summary="Kissatalo.", change="Hevonen.")
    index_report(report)

    weights = dict(Posting.objects.values_list("term", "weight"))

    assert weights["fi:koira"] > weights["fi:kissatalo"] > weights["fi:hevonen"]
    assert weights["fi:kissatalo"] > weights["fi:kissa"]


def test_reindex_takes_only_what_is_stale_and_forgets_what_is_not_published():
    fresh, stale, edited, moved = ReportFactory.create_batch(4, published=True)
    gone = ReportFactory(published=True)
    for report in (fresh, edited, moved, gone):
        index_report(report)
    Report.objects.filter(pk=edited.pk).update(title="Muutettu otsikko")
    moved.agency.name_fi = "Uudennettu virasto"
    moved.agency.save()
    Report.objects.filter(pk=gone.pk).update(state="unpublished")

    first, second = index_all(), index_all()

    assert (first, second) == ((3, 1), (0, 0))
    assert set(IndexedReport.objects.values_list("pk", flat=True)) == {
        report.pk for report in (fresh, stale, edited, moved)
    }
    assert reports_with("fi:muutettu") == [edited]


def test_reindex_takes_all_when_the_analyser_changed(monkeypatch):
    index_report(ReportFactory(published=True))
    monkeypatch.setattr("experiments.actions.search.analyser_name", lambda: "another 1.0")

    assert index_all() == (1, 0)


def test_stopped_reindex_goes_on_where_it_was():
    agency = AgencyFactory()
    ReportFactory.create_batch(BATCH + 1, published=True, agency=agency)

    def stop(done: int, _of_all: int) -> None:
        assert done == BATCH
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        reindex(tell=stop)

    assert IndexedReport.objects.count() == BATCH
    assert index_all() == (1, 0)


def test_index_goes_with_its_report():
    report = ReportFactory(published=True)
    index_report(report)

    report.delete()

    assert not Posting.objects.exists()
    assert not IndexedReport.objects.exists()
