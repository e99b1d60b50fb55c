"""An anonymous revelation leaves nothing behind that tells of its sender."""

import logging
import re
from datetime import UTC, datetime, time

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from experiments.actions.report import decide
from experiments.enums import Authorship, Move, State
from experiments.models import AuthorLink, Report, TrackingCode, UnfinishedPage
from tests.answers import anonymous_pages, fill_in, revelation_pages
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

REVELATION = "/en/report/revelation/"
FOLLOW = "/en/report/follow/"
CODE = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){6}\b")
IDENTITY = {
    "author_name": "Kanarialintu Esimerkki",
    "author_email": "kanarialintu@virasto.example",
    "may_be_contacted": "yes",
    "name_consent": "on",
}
HEADERS = {
    "User-Agent": "canary-agent",
    "Referer": "http://canary-referer.example/",
    "X-Forwarded-For": "203.0.113.77, 203.0.113.78",
    "Forwarded": "for=203.0.113.79",
    "X-Real-IP": "203.0.113.80",
    "From": "canary-from@virasto.example",
    "Accept-Language": "sv-canary",
    "X-Request-Id": "canary-request",
}
ADDRESS = "198.51.100.23"


@pytest.fixture
def browser() -> Client:
    return Client(headers=HEADERS, REMOTE_ADDR=ADDRESS)


def code_on(response) -> str:
    return CODE.search(response.content.decode()).group()


def rows_in(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608
        return int(cursor.fetchone()[0])


def everything_stored() -> str:
    """Return every value of every row of every table, as text."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        values = []
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            values += [str(value) for row in cursor.fetchall() for value in row]
    return "\n".join(values)


@pytest.fixture
def counts_in_the_database(settings):
    settings.CACHES = settings.CACHES | {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "cache",
        }
    }
    call_command("createcachetable", verbosity=0)


def send_after_thinking_better(browser) -> list[str]:
    """Begin to give a name, send anonymously, follow; return what nobody else may learn."""
    sessions = set()
    address = browser.post(REVELATION, IDENTITY).headers["Location"]
    sessions.add(browser.cookies[settings.SESSION_COOKIE_NAME].value)
    browser.post(address, revelation_pages()[0] | IDENTITY)
    browser.post(address.replace("step-1", "step-2/draft"), IDENTITY)
    assert IDENTITY["author_name"] in str(UnfinishedPage.objects.get().answers)
    key = address.split("/")[3]
    for answers in anonymous_pages():
        browser.post(address + "draft/", IDENTITY | answers)
        address = browser.post(address, answers | IDENTITY).headers["Location"]
        sessions.add(browser.cookies[settings.SESSION_COOKIE_NAME].value)
    browser.get(address)
    code = code_on(browser.post(address, IDENTITY, follow=True))
    browser.post(FOLLOW, {"code": code})
    browser.post(FOLLOW, {"code": "wrong"})
    assert sessions - {""}
    return [code, *(sessions - {""}), code.replace("-", ""), key, key.replace("-", "")]


@pytest.mark.usefixtures("counts_in_the_database")
def test_nothing_of_the_request_or_the_session_is_stored_or_logged(browser, caplog):
    caplog.set_level(logging.DEBUG)
    *secrets, plain_code, key, key_bare = send_after_thinking_better(browser)

    assert Report.objects.get().state == State.SUBMITTED
    canaries = [*IDENTITY.values(), *HEADERS.values(), *HEADERS["X-Forwarded-For"].split(", ")]
    canaries = [text for text in canaries if text not in {"yes", "on"}] + [ADDRESS, *secrets]
    kept, logged = everything_stored(), caplog.text
    assert "Seitsemän hyväksyjää" in kept  # the scan sees what is there
    assert [text for text in (*canaries, plain_code, key, key_bare) if text in kept] == []
    assert [text for text in canaries if text in logged] == []
    assert not mail.outbox


@pytest.mark.usefixtures("counts_in_the_database")
def test_no_unfinished_page_no_count_and_no_session_is_left(browser):
    send_after_thinking_better(browser)

    tables = ["experiments_unfinishedpage", "cache", "django_session"]
    assert [rows_in(table) for table in tables] == [0, 0, 0]
    browser.post("/en/report/experiment/")  # which is nobody's secret: it is counted there
    assert [rows_in(table) for table in tables] == [0, 1, 1]


def test_session_of_a_browser_with_other_drafts_forgets_the_anonymous_one(client):
    other = client.post(REVELATION).headers["Location"]
    client.post(other, revelation_pages()[0])

    check = fill_in(client, REVELATION, anonymous_pages())

    key = check.split("/")[3]
    stored = [session.get_decoded() for session in Session.objects.all()]
    assert other.split("/")[3] in str(stored)
    assert key not in str(stored)
    assert client.get(other).status_code == 200
    assert client.get(check).status_code == 200


def test_sender_who_is_signed_in_is_not_remembered(client):
    user = UserFactory()
    client.force_login(user)

    client.post(fill_in(client, REVELATION, anonymous_pages()))

    report = Report.objects.get()
    assert report.history.get().actor is None
    assert str(report.key) not in str([row.get_decoded() for row in Session.objects.all()])


def test_only_the_date_is_stored(client):
    before = timezone.localdate()
    client.post(fill_in(client, REVELATION, anonymous_pages()))

    report = Report.objects.get()
    moments = [report.created_at, report.submitted_at, report.history.get().at]
    assert {timezone.localtime(moment).time() for moment in moments} == {time()}
    assert all(before <= timezone.localdate(m) <= timezone.localdate() for m in moments)


def test_form_asks_for_no_name_and_takes_none(client):
    address = client.post(REVELATION).headers["Location"]
    pages = [client.get(address)]
    for answers in anonymous_pages():
        address = client.post(address, answers | IDENTITY).headers["Location"]
        pages.append(client.get(address))

    names = [
        name
        for page in pages
        for name in ("author_name", "author_email")
        if name in str(page.content)
    ]
    assert names == []
    report = Report.objects.get()
    assert (report.author_name, report.author_email, report.name_consent_at) == ("", "", None)
    assert not report.may_be_contacted


def test_name_given_before_changing_ones_mind_is_erased(client):
    pages = revelation_pages()
    pages[0]["authorship"] = "named"
    check = fill_in(client, REVELATION, [pages[0], pages[1] | IDENTITY, pages[2]])
    assert "kanarialintu" in everything_stored()

    client.post(check.replace("check/", "step-1/?check"), anonymous_pages()[0])

    assert "anarialintu" not in everything_stored()
    assert Report.objects.get().name_consent_at is None
    assert client.get(check).status_code == 200


def test_changing_ones_mind_the_other_way_asks_for_the_name(client):
    check = fill_in(client, REVELATION, anonymous_pages())

    client.post(check.replace("check/", "step-1/?check"), revelation_pages()[0])

    page = client.get(check).content.decode()
    assert "Enter your name" in page
    assert not [
        name
        for name in client.cookies
        if name.startswith("revelation-") and client.cookies[name].value
    ]


def test_code_is_shown_once_and_stored_as_a_digest(client):
    check = fill_in(client, REVELATION, anonymous_pages())
    sent = client.post(check)
    code_at_first = code_on(first := client.get(sent.headers["Location"]))
    again = client.get(sent.headers["Location"])

    assert "no-store" in first.headers["Cache-Control"]
    assert code_at_first not in sent.headers["Location"]
    assert again.status_code == 404
    assert not CODE.search(again.content.decode())
    assert "cannot be shown again" in again.content.decode()
    assert re.fullmatch("[0-9a-f]{64}", TrackingCode.objects.get().digest)
    assert len(code_at_first.replace("-", "")) * 5 >= 128


def test_pressing_send_twice_sends_once_and_shows_the_same_code(client):
    check = fill_in(client, REVELATION, anonymous_pages())

    first, second = client.post(check), client.post(check)
    page = client.get(second.headers["Location"])

    assert first.headers["Location"] == second.headers["Location"]
    assert Report.objects.get().history.count() == TrackingCode.objects.count() == 1
    assert (
        Report.objects.get().reference
        in client.post(FOLLOW, {"code": code_on(page)}).content.decode()
    )


def test_old_tab_begins_no_second_revelation(client):
    check = fill_in(client, REVELATION, anonymous_pages())
    client.post(check)

    late = client.post(check.replace("check", "step-2"), anonymous_pages()[1])
    client.get(late.headers["Location"])
    later = client.post(check.replace("check", "step-2"), anonymous_pages()[1])

    assert late.headers["Location"] == check.replace("check", "received")
    assert later.status_code == 404
    assert Report.objects.count() == 1


def test_another_browser_opens_nothing(client):
    check = fill_in(client, REVELATION, anonymous_pages())
    stranger = Client()
    forged = Client()
    name = next(name for name in client.cookies if name.startswith("revelation-"))
    forged.cookies[name] = "new 0000-0000:forged"

    for other in (stranger, forged):
        for page in ("check", "step-1", "step-2", "received"):
            assert other.get(check.replace("check", page)).status_code == 404


def test_cookie_is_out_of_reach_of_scripts_and_ends_with_the_browser(client):
    fill_in(client, REVELATION, anonymous_pages())

    cookie = next(value for name, value in client.cookies.items() if name.startswith("revelation-"))
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", "")


@pytest.mark.parametrize("authorship", ["named", "unnamed"])
def test_name_that_staff_know_cannot_be_taken_back(client, authorship):
    pages = revelation_pages()
    pages[0]["authorship"] = authorship
    check = fill_in(client, REVELATION, pages)
    client.post(check)
    _ask_more()

    answer = client.post(check.replace("check/", "step-1/"), anonymous_pages()[0])

    assert answer.status_code == 200
    assert Report.objects.get().authorship == authorship
    assert Report.objects.get().author_name


def test_handlers_question_is_answered_with_the_code_alone(client):
    code = code_on(client.post(fill_in(client, REVELATION, anonymous_pages()), follow=True))
    _ask_more()
    elsewhere = Client()

    shown = elsewhere.post(FOLLOW, {"code": code}).content.decode()
    opened = elsewhere.post(FOLLOW, {"code": code, "open": ""})
    check = opened.headers["Location"]
    elsewhere.post(
        check.replace("check/", "step-2/"), anonymous_pages()[1] | {"affected": "Kaikkia."}
    )
    sent = elsewhere.post(check)
    twice = elsewhere.post(check)
    receipt = elsewhere.get(sent.headers["Location"]).content.decode()

    assert "Keitä se koskee?" in shown
    report = Report.objects.get()
    assert (report.state, report.affected) == (State.SUBMITTED, "Kaikkia.")
    assert list(report.history.values_list("move", flat=True)) == ["submit", "ask_more", "answer"]
    assert timezone.localtime(report.history.last().at).time() == time()
    assert twice.headers["Location"] == sent.headers["Location"]
    assert not CODE.search(receipt)
    assert "the same as before" in receipt
    assert code.split("-")[0] not in check
    assert not Session.objects.exists()
    assert not mail.outbox
    assert not AuthorLink.objects.exists()
    assert elsewhere.post(FOLLOW, {"code": code}).status_code == 200


def _ask_more():
    decide(
        report=Report.objects.get(),
        move=Move.ASK_MORE,
        by=UserFactory(handler=True),
        at=datetime(2026, 3, 5, 12, 0, tzinfo=UTC),
        note="Keitä se koskee?",
    )


def test_page_says_what_each_way_means_and_promises_no_more(client):
    address = client.post(REVELATION).headers["Location"]

    page = client.get(address).content.decode()

    for text in (
        *(str(way.label) for way in Authorship),
        "we neither ask for nor store your name or email address",
        "The text itself may tell who you are",
        "may log the pages you visit",
    ):
        assert text in page
    assert "<script" not in page.replace('<script src="', "")
