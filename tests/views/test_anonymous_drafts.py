"""Unfinished pages, links, tickets and accounts know nothing of an anonymous author."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from experiments.actions.accounts import claim_reports
from experiments.actions.report import mail_draft_link, save_unfinished
from experiments.exceptions import StaleAnswersError
from experiments.forms.revelation import ContactForm
from experiments.models import AuthorLink, Report, UnfinishedPage
from tests.answers import anonymous_pages, fill_in, revelation_pages
from tests.factories import ReportFactory, UserFactory

pytestmark = pytest.mark.django_db

START = "/en/report/revelation/"
NAMED, CONTACT, PRACTICE = revelation_pages()
ANONYMOUS = anonymous_pages()[0]


@pytest.fixture
def first_page(client) -> str:
    return client.post(START).headers["Location"]


def ticket_on(client, address) -> dict[str, str]:
    page = client.get(address).content.decode()
    return {"ticket": re.search(r'name="ticket" value="([^"]*)"', page)[1]}


def test_choice_erases_unfinished_contact_details_and_links_and_keeps_the_rest(client, first_page):
    second, third = (first_page.replace("step-1", step) for step in ("step-2", "step-3"))
    client.post(first_page, NAMED)
    client.post(second + "draft/", {"author_name": "Kanarialintu"})
    client.post(third + "draft/", {"title": "Puoli nimeä"})
    client.post(second, {"later": "1"})
    client.post(first_page.replace("step-1", "later"), {"email": "joku@virasto.example"})
    link = re.search(r"http://127.0.0.1:8000(\S+)", mail.outbox[0].body)[1]
    assert AuthorLink.objects.exists()

    client.post(first_page, ANONYMOUS)

    assert list(UnfinishedPage.objects.values_list("page", flat=True)) == ["practice"]
    assert not AuthorLink.objects.exists()
    assert Client().get(link).status_code == 404
    assert 'value="Puoli nimeä"' in client.get(second).content.decode()


def test_contact_page_is_out_of_reach(client, first_page):
    second = client.post(first_page, ANONYMOUS).headers["Location"]

    assert "author_name" not in client.get(second).content.decode()
    assert client.get(second.replace("step-2", "step-3")).status_code == 404
    for address in (second, second + "draft/"):
        client.post(address, CONTACT)
    for address in (second.replace("2", "3"), second.replace("step-2", "step-3/draft")):
        assert client.post(address, CONTACT).status_code == 404
    assert "tekija@" not in str(list(UnfinishedPage.objects.values()))
    assert Report.objects.get().author_email == ""


def test_contact_page_open_in_another_tab_saves_nothing_after_the_choice(client, first_page):
    client.post(first_page, NAMED)
    report = Report.objects.get()  # as the other tab read it, before the choice
    client.post(first_page, ANONYMOUS)
    late = ContactForm(CONTACT, instance=report, today=report.created_at.date())
    assert late.is_valid()

    with pytest.raises(StaleAnswersError):
        late.keep(at=report.created_at)
    with pytest.raises(StaleAnswersError):
        late.keep_unfinished(at=timezone.now())

    assert Report.objects.get().author_name == ""
    assert not UnfinishedPage.objects.exists()


def test_choice_is_not_kept_half_made(client, first_page):
    assert client.post(first_page + "draft/", ANONYMOUS).status_code == 404
    client.post(first_page, {"authorship": "anonymous"})

    assert not UnfinishedPage.objects.exists()


def test_sending_deletes_what_was_left_unfinished(client):
    check = fill_in(client, START, anonymous_pages())
    save_unfinished(report=Report.objects.get(), page="of old", answers={"author_name": "Kuka"})

    client.post(check)

    assert not UnfinishedPage.objects.exists()


def test_no_address_is_asked_for_or_taken(client, first_page):
    second = client.post(first_page, ANONYMOUS).headers["Location"]
    later = second.replace("step-2", "later")

    page = client.get(second).content.decode()
    left = client.post(second, PRACTICE | {"later": "1"})
    refused = client.post(later, {"email": "joku@virasto.example"}, follow=True)

    assert "continue later" not in page
    assert left.headers["Location"] == second.replace("step-2", "check")
    assert "joku@virasto.example" not in refused.content.decode()
    assert not mail.outbox
    assert not AuthorLink.objects.exists()


def test_refused_page_cannot_be_left_for_later_either(client, first_page):
    second = client.post(first_page, ANONYMOUS).headers["Location"]

    assert client.post(second, {"title": "Puoli", "later": "1"}).status_code == 200
    assert 'value="Puoli"' in client.get(second).content.decode()


def test_link_made_in_the_meantime_opens_nothing(client):
    mail_draft_link(
        report=(report := ReportFactory(anonymous=True)), to="j@x.example", at=report.created_at
    )
    link = re.search(r"http://127.0.0.1:8000(\S+)", mail.outbox[0].body)[1]

    assert client.post(link).status_code == 404


def test_ticket_saves_an_anonymous_page_and_leaves_no_session(client, first_page):
    second = client.post(first_page, ANONYMOUS).headers["Location"]
    ticket = ticket_on(client, second)
    lost = Client()

    saved = lost.post(second, PRACTICE | ticket)

    assert saved.status_code == 302
    assert not Session.objects.exists()
    assert lost.get(saved.headers["Location"]).status_code == 200


@pytest.mark.parametrize("number", [2, 3])
def test_ticket_of_a_page_left_open_begins_no_second_revelation(client, first_page, number):
    client.post(first_page, NAMED)
    page = first_page.replace("step-1", f"step-{number}")
    ticket = ticket_on(client, page)
    client.post(first_page, ANONYMOUS)
    client.post(page.replace(f"step-{number}", "step-2"), PRACTICE)
    client.post(page.replace(f"step-{number}", "check"), follow=True)
    assert Report.objects.get().has_been_sent

    for address in (page, page + "draft/"):
        assert client.post(address, CONTACT | PRACTICE | ticket).status_code == 404

    assert Report.objects.count() == 1
    assert not Session.objects.exists()


@pytest.mark.parametrize("pages", [[ANONYMOUS], [NAMED, ANONYMOUS]])
def test_draft_of_who_is_signed_in_belongs_to_nobody_after_the_choice(client, first_page, pages):
    client.force_login(user := UserFactory())
    owners = []
    for answers in pages:
        client.post(first_page, answers)
        owners.append(Report.objects.get().author)

    assert owners == [user, None][-len(pages) :]
    client.post(first_page.replace("step-1", "step-2"), PRACTICE)
    client.post(first_page.replace("step-1", "check"))
    assert Report.objects.get().author is None
    own = client.get("/en/mine/")
    assert own.status_code == 200
    assert "Seitsemän" not in own.content.decode()


def test_confirmed_address_claims_nothing_anonymous():
    report = ReportFactory(anonymous=True, submitted=True)
    user = UserFactory()
    user.emailaddress_set.create(email=user.email, verified=True)

    assert claim_reports(user=user) == 0
    assert not Report.objects.claimable_with("").exists()
    assert Report.objects.get(pk=report.pk).author is None


def test_counts_of_what_may_be_anonymous_stay_in_memory(client):
    client.post(fill_in(client, START, anonymous_pages()))
    client.post("/en/report/follow/", {"code": "wrong"})

    assert not caches["default"]._cache  # noqa: SLF001
    assert caches["memory"]._cache  # noqa: SLF001


def test_refused_change_of_mind_leaves_the_draft_anonymous_and_no_session(client, first_page):
    client.post(first_page, ANONYMOUS)

    assert client.post(first_page, {"authorship": "named"}).status_code == 200

    assert Report.objects.get().is_anonymous
    assert not Session.objects.exists()
    assert client.get(first_page.replace("step-1", "step-2")).status_code == 200
