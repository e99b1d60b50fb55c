import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from experiments.actions.report import decide, send_report
from experiments.enums import BarrierState, Move
from tests.factories import NominationFactory, PictureFactory, ReportFactory

pytestmark = pytest.mark.django_db

PERSONAL = ["Aino Esimerkki", "aino@virasto.example"]


def page_of(report):
    return reverse("admin:experiments_report_change", args=[report.pk])


@pytest.fixture
def revelation(db):
    return ReportFactory(
        published=True, revelation=True, author_name=PERSONAL[0], author_email=PERSONAL[1]
    )


def typed_into(client, report, **answers):
    form = client.get(page_of(report)).context["barrier"]
    return {name: form[name].value() for name in form.fields} | answers


def save(client, report, **answers):
    return client.post(reverse("admin:experiments_report_barrier", args=[report.pk]), answers)


def test_handler_sees_the_story_and_what_readers_do_not_see(handler):
    report = ReportFactory(
        submitted=True, author_name=PERSONAL[0], author_email=PERSONAL[1], problem="Istuttiin."
    )
    page = handler.get(page_of(report)).content.decode()
    for text in (*PERSONAL, "Istuttiin.", report.reference, "Readers do not see this"):
        assert text in page


def test_organiser_reads_what_is_published_and_nothing_more(organiser, revelation):
    waiting = ReportFactory(submitted=True)

    response = organiser.get(page_of(revelation))

    page = response.content.decode()
    assert response.status_code == 200
    assert revelation.title in page
    assert not any(text in page for text in (*PERSONAL, "Processing history", "decide/"))
    assert organiser.get(page_of(waiting)).status_code == 404


def test_juror_gets_no_list_and_no_report(juror, revelation):
    assert juror.get(reverse("admin:experiments_report_changelist")).status_code == 403
    assert juror.get(page_of(revelation)).status_code == 403


@pytest.mark.parametrize("number", ["x", "1_2F", "99999999999999999999999", "²"])
def test_address_of_no_report_is_missing(handler, number):
    assert handler.get(page_of(ReportFactory()).replace("/1/", f"/{number}/")).status_code == 404


@pytest.mark.parametrize("kind", ["add", "delete"])
def test_reports_are_neither_added_nor_deleted_here(administrator, revelation, kind):
    arguments = [revelation.pk] if kind == "delete" else []
    address = reverse(f"admin:experiments_report_{kind}", args=arguments)
    assert administrator.post(address, {"post": "yes"}).status_code == 403


def test_review_page_takes_the_same_queries_whatever_the_report_holds(handler, queries):
    simple = ReportFactory(submitted=True)
    few = queries(handler, page_of(simple))

    rich = ReportFactory(revelation=True)
    PictureFactory.create_batch(1, report=rich)
    send_report(report=rich, by=None, at=timezone.now())
    for _time in range(5):
        for move in (Move.DECLINE, Move.REOPEN):
            decide(report=rich, move=move, by=handler.user, at=timezone.now(), note="Syy.")
    ReportFactory.create_batch(9, submitted=True)
    assert queries(handler, page_of(rich)) == few <= 16


def test_shortlisted_report_says_so_only_once_that_is_public(handler):
    secret = NominationFactory()
    public = NominationFactory(category__award_round__shortlist_out=True)

    assert secret.category.name not in handler.get(page_of(secret.report)).content.decode()
    assert public.category.name in handler.get(page_of(public.report)).content.decode()


def test_handler_tells_what_became_of_a_barrier(handler, revelation):
    answers = typed_into(
        handler,
        revelation,
        barrier_state=BarrierState.DISMANTLED,
        barrier_note="Lomake poistettiin.",
        agency_reply="Kiitos vihjeestä.",
    )

    response = save(handler, revelation, **answers)

    assert response.status_code == 302
    revelation.refresh_from_db()
    assert revelation.barrier_state == BarrierState.DISMANTLED
    assert (revelation.barrier_note, revelation.agency_reply) == (
        "Lomake poistettiin.",
        "Kiitos vihjeestä.",
    )
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id) == (handler.user, str(revelation.pk))
    assert "State of the barrier" in entry.get_change_message()
    assert revelation.is_published == revelation.postings.filter(term="fi:vihje").exists()


def test_barrier_that_stays_needs_a_reason_and_the_rest_is_kept(handler, revelation):
    answers = typed_into(
        handler, revelation, barrier_state=BarrierState.STAYS, agency_reply="Laki vaatii."
    )

    page = save(handler, revelation, **answers).content.decode()

    revelation.refresh_from_db()
    assert revelation.barrier_state == BarrierState.OPEN
    assert "Write why the barrier stays." in page
    assert "Laki vaatii." in page


def test_two_handlers_do_not_overwrite_each_other(handler, revelation):
    mine = typed_into(handler, revelation, agency_reply="Minun sanani.")
    save(handler, revelation, **typed_into(handler, revelation, agency_reply="Toisen sanat."))

    response = save(handler, revelation, **mine)

    page = response.content.decode()
    assert "Someone else edited this at the same time." in page
    assert "Minun sanani." in page  # in the box
    assert "Toisen sanat." in page  # in the story

    again = {name: response.context["barrier"][name].value() for name in mine}
    assert save(handler, revelation, **again).status_code == 302
    revelation.refresh_from_db()
    assert revelation.agency_reply == "Minun sanani."


def test_experiment_has_no_barrier(handler):
    report = ReportFactory(published=True)
    assert handler.get(page_of(report)).context["barrier"] is None
    assert save(handler, report, barrier_state="dismantled", seen="x").status_code == 200
    report.refresh_from_db()
    assert report.barrier_state == BarrierState.OPEN
