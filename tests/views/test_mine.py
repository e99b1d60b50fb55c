import uuid

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from experiments.actions.accounts import claim_reports
from experiments.actions.pictures import add_picture
from experiments.actions.renditions import rewrite
from experiments.actions.report import decide, send_report
from experiments.enums import Move, Outcome, Stage, State
from experiments.models import Report, StateChange
from tests.answers import experiment_pages, fill_in
from tests.factories import AgencyFactory, PictureFactory, ReportFactory, UserFactory
from tests.signing_in import ask_for_code, sign_in
from tests.uploads import picture, upload

pytestmark = pytest.mark.django_db
MINE = "/en/mine/"
EMAIL = "tekija@virasto.example"  # of the factory's reports


def address(page: str, report: Report) -> str:
    with override("en"):
        return reverse(f"mine:{page}", args=[report.key])


@pytest.fixture
def author(client):
    """The browser of somebody who signed in with the address of the factory's reports."""
    sign_in(client, EMAIL)
    return client


def listed(client) -> list[Report]:
    return [row.report for row in client.get(MINE).context["rows"]]


def claim_for(client) -> None:
    """Give the account what was made after it signed in."""
    user = Report.author.field.related_model.objects.get(pk=client.session["_auth_user_id"])
    claim_reports(user=user)


def test_reports_become_ones_own_by_signing_in_with_their_address(client):
    mine = [ReportFactory(author_email=EMAIL.upper()), ReportFactory(submitted=True)]
    ReportFactory(author_email="muu@virasto.example")
    ReportFactory(author_email="")

    sign_in(client, EMAIL)

    assert set(listed(client)) == set(mine)
    assert Report.objects.exclude(author=None).count() == 2


def test_typing_an_address_gives_nothing_until_the_code_is_entered(client):
    report = ReportFactory(submitted=True)

    ask_for_code(client, EMAIL)

    report.refresh_from_db()
    assert report.author is None
    assert client.get(MINE).status_code == 302


def test_password_gives_nothing_either_because_it_confirms_no_address(client):
    report = ReportFactory(submitted=True)
    user = UserFactory(email=EMAIL, handler=True)

    claim_reports(user=user)

    report.refresh_from_db()
    assert report.author is None


def test_sent_report_goes_to_its_confirmed_author_but_a_draft_stays_with_who_writes_it(client):
    handler = UserFactory(handler=True)
    sent = ReportFactory(submitted=True, author=handler)
    ReportFactory(author=handler)

    sign_in(client, EMAIL)

    assert listed(client) == [sent]


def test_confirmed_report_is_not_taken_away(author):
    report = ReportFactory(submitted=True)
    claim_for(author)
    owner = Report.objects.get(pk=report.pk).author

    claim_reports(user=UserFactory())

    assert Report.objects.get(pk=report.pk).author == owner


def test_list_shows_state_history_and_what_is_asked(author):
    handler = UserFactory(handler=True, name="Salla Salainen")
    report = send_report(report=ReportFactory(), by=None, at=timezone.now())
    decide(
        report=report,
        move=Move.ASK_MORE,
        by=handler,
        at=timezone.now(),
        note="Kertoisitko, kuinka kauan?",
    )
    claim_for(author)

    page = author.get(MINE).content.decode()

    assert report.title in page
    assert report.reference in page
    assert '<span class="status warn">More information requested</span>' in page
    assert page.count("Kertoisitko, kuinka kauan?") == 2  # what to do, and in the history
    assert "Answer the request" in page
    assert "Salla" not in page


def test_empty_list_says_what_would_be_there(author):
    page = author.get(MINE).content.decode()

    assert "Nothing here yet" in page
    assert "Start a new report" in page


def test_list_takes_the_same_queries_for_one_and_for_twelve(author):
    handler = UserFactory(handler=True)
    counts = []
    for number in (1, 11):
        for _time in range(number):
            sent = send_report(report=ReportFactory(), by=None, at=timezone.now())
            decide(report=sent, move=Move.ASK_MORE, by=handler, at=timezone.now(), note="Mitä?")
        claim_for(author)
        with CaptureQueriesContext(connection) as captured:
            author.get(MINE)
        counts.append(len(captured))

    assert counts == [4, 4]  # the session, the account, its reports, their history
    assert len(listed(author)) == 12


@pytest.mark.parametrize("page", ["stage", "withdraw", "delete"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_reports_of_others_are_not_there(author, page, method):
    states = {"stage": "published", "withdraw": "submitted", "delete": "draft"}
    traits = {} if states[page] == "draft" else {states[page]: True}
    other = ReportFactory(author=UserFactory(), author_email="muu@virasto.example", **traits)
    nobodys = ReportFactory(author_email="muu@virasto.example", **traits)

    for report in (other, nobodys):
        assert getattr(author, method)(address(page, report)).status_code == 404
        report.refresh_from_db()
        assert report.state == states[page]


def test_who_is_not_signed_in_is_led_to_the_sign_in_page(client):
    report = ReportFactory(published=True, author=UserFactory())

    for page in (MINE, address("stage", report), address("withdraw", report)):
        assert client.get(page).headers["Location"] == f"/en/sign-in/?next={page}"
        assert client.post(page).status_code == 302
    report.refresh_from_db()
    assert report.state == State.PUBLISHED


def test_own_report_opens_in_the_form_of_any_browser_and_others_do_not(author):
    draft = ReportFactory()
    claim_for(author)
    other = ReportFactory(author_email="muu@virasto.example", author=UserFactory())

    assert author.get(f"/en/report/{draft.key}/step-1/").status_code == 200
    assert author.get(f"/en/report/{draft.key}/check/").status_code == 200
    for key in (other.key, uuid.uuid4()):
        assert author.get(f"/en/report/{key}/step-1/").status_code == 404


def test_picture_of_an_own_draft_is_seen_by_its_author_only(author, client):
    picture = PictureFactory()
    claim_for(author)

    assert author.get(f"/en/pictures/{picture.pk}.webp").getvalue()[8:12] == b"WEBP"
    assert client.__class__().get(f"/en/pictures/{picture.pk}.webp").status_code == 404


def test_report_begun_while_signed_in_is_ones_own_and_names_its_sender_in_the_history(author):
    check = fill_in(author, "/en/report/experiment/", experiment_pages(AgencyFactory()))
    [draft] = listed(author)

    author.post(check)

    report = Report.objects.get()
    assert report == draft
    assert report.state == State.SUBMITTED
    assert report.author.email == EMAIL
    assert StateChange.objects.get().actor == report.author


def test_report_begun_before_signing_in_is_ones_own_once_it_is_sent(client):
    check = fill_in(client, "/en/report/experiment/", experiment_pages(AgencyFactory()))
    Report.objects.update(author_email="")
    sign_in(client, EMAIL)
    Report.objects.update(author_email=EMAIL)

    client.post(check)

    assert [report.state for report in listed(client)] == [State.SUBMITTED]


def test_request_is_answered_from_the_list(author):
    report = send_report(report=ReportFactory(), by=None, at=timezone.now())
    handler = UserFactory(handler=True)
    decide(report=report, move=Move.ASK_MORE, by=handler, at=timezone.now(), note="Mitä?")
    claim_for(author)

    page = author.get(f"/en/report/{report.key}/check/").content.decode()

    assert "Mitä?" in page
    report.refresh_from_db()
    assert report.author.email == EMAIL


def test_withdrawing_asks_first_and_then_hides_the_report(author):
    report = ReportFactory(published=True)
    claim_for(author)
    report.refresh_from_db()

    question = author.get(address("withdraw", report))
    report.refresh_from_db()
    assert report.state == State.PUBLISHED
    done = author.post(address("withdraw", report), follow=True)

    report.refresh_from_db()
    assert "Withdraw the report?" in question.content.decode()
    assert "Withdrawn: " in done.content.decode()
    assert report.state == State.WITHDRAWN
    assert author.get(report.get_absolute_url()).status_code == 404
    line = StateChange.objects.get()
    assert (line.move, line.role, line.actor.email) == (Move.WITHDRAW, "author", EMAIL)
    assert author.post(address("withdraw", report)).status_code == 404


@pytest.mark.parametrize("state", ["not_published", "withdrawn", "unpublished"])
def test_what_is_not_with_staff_or_readers_cannot_be_withdrawn(author, state):
    report = ReportFactory(**{state: True})
    claim_for(author)

    assert author.post(address("withdraw", report)).status_code == 404
    assert "Withdraw<" not in author.get(MINE).content.decode()


def test_stage_of_a_published_experiment_moves_on(author):
    report = ReportFactory(published=True, stage=Stage.RUNNING)
    claim_for(author)
    answers = {"stage": "ended", "outcome": "adopted", "lessons": "Kengät ratkaisevat."}

    done = author.post(address("stage", report), answers, follow=True)

    report.refresh_from_db()
    assert "Saved." in done.content.decode()
    assert (report.stage, report.outcome) == (Stage.ENDED, Outcome.ADOPTED)
    assert report.lessons == "Kengät ratkaisevat."
    author.post(address("stage", report), {"stage": "running", "lessons": report.lessons})
    report.refresh_from_db()
    assert (report.stage, report.outcome) == (Stage.RUNNING, "")


def test_experiment_that_ended_needs_its_lesson_and_nothing_typed_is_lost(author):
    report = ReportFactory(published=True, stage=Stage.RUNNING)
    claim_for(author)

    refused = author.post(address("stage", report), {"stage": "ended", "lessons": "x" * 1501})

    page = refused.content.decode()
    assert "Select what came of the experiment" in page
    assert "x" * 1501 in page
    report.refresh_from_db()
    assert report.stage == Stage.RUNNING


@pytest.mark.parametrize("traits", [{"submitted": True}, {"published": True, "revelation": True}])
def test_only_a_published_experiment_has_a_stage_to_move(author, traits):
    report = ReportFactory(**traits)
    claim_for(author)

    assert author.post(address("stage", report), {"stage": "planned"}).status_code == 404


def test_draft_is_deleted_with_its_picture_after_a_question(
    author, django_capture_on_commit_callbacks
):
    picture = PictureFactory(report=ReportFactory())
    claim_for(author)
    report, file = picture.report, picture.image

    author.get(address("delete", report))
    assert Report.objects.filter(pk=report.pk).exists()
    with django_capture_on_commit_callbacks(execute=True):
        done = author.post(address("delete", report), follow=True)

    assert "The draft has been deleted" in done.content.decode()
    assert not Report.objects.filter(pk=report.pk).exists()
    assert not file.storage.exists(file.name)


def test_no_copy_of_a_deleted_drafts_picture_stays(
    author, settings, django_capture_on_commit_callbacks
):
    report = ReportFactory()
    claim_for(author)
    photo = rewrite(upload(picture(size=(1200, 900))))
    add_picture(report=report, renditions=photo)
    stored = [file for file in settings.MEDIA_ROOT.rglob("*") if file.is_file()]

    with django_capture_on_commit_callbacks(execute=True):
        author.post(address("delete", report))

    assert len(stored) > 1
    assert not any(file.exists() for file in stored)


@pytest.mark.parametrize("state", [state for state in State if state != State.DRAFT])
def test_what_was_ever_sent_is_never_deleted(author, state):
    report = ReportFactory(**{state: True})
    claim_for(author)

    assert author.post(address("delete", report)).status_code == 404
    assert Report.objects.filter(pk=report.pk).exists()


def test_handler_sees_whether_the_sender_has_confirmed_and_whether_the_address_is_the_states(
    client, author
):
    AgencyFactory(name_en="Tax Office", email_domains="muu.example virasto.example")
    confirmed = ReportFactory(submitted=True)
    unconfirmed = ReportFactory(submitted=True, author_email="x@osasto.virasto.example")
    private = ReportFactory(submitted=True, author_email="x@posti.example")
    claim_for(author)
    staff = client.__class__()
    staff.force_login(UserFactory(handler=True))

    with override("en"):
        pages = [
            staff.get(reverse("admin:experiments_report_change", args=[report.pk])).content.decode()
            for report in (confirmed, unconfirmed, private)
        ]

    assert ["Confirmed address" in page for page in pages] == [True, False, False]
    assert ["Unconfirmed address" in page for page in pages] == [False, True, True]
    assert ["State address: Tax Office" in page for page in pages] == [True, True, False]
    assert len(mail.outbox) == 1  # the code: nobody is told by mail of a badge


def test_transferred_report_shows_its_state_and_nothing_else(author):
    report = ReportFactory(submitted=True)
    claim_for(author)
    handler = UserFactory(handler=True)
    decide(
        report=report, move=Move.TRANSFER, by=handler, at=timezone.now(), note="Vain virkamiehelle"
    )

    page = author.get(MINE).content.decode()

    assert "Transferred to the whistleblowing officer" in page
    assert report.title not in page
    assert "Vain virkamiehelle" not in page
