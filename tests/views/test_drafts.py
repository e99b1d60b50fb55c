"""Nothing typed is ever lost: refused pages, other tabs, other devices, pages open too long."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from experiments.models import AuthorLink, Report, UnfinishedPage
from experiments.views.limits import network_of
from tests.answers import experiment_pages, fill_in
from tests.factories import AgencyFactory, ReportFactory

pytestmark = pytest.mark.django_db
START = "/en/report/experiment/"


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


@pytest.fixture
def first_page(client) -> str:
    return client.post(START).headers["Location"]


@pytest.fixture
def answers() -> list[dict]:
    return experiment_pages(AgencyFactory())


def hidden(page: str, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]*)"', page)[1]


def carried(client: Client, address: str) -> dict[str, str]:
    """Return what the page in a browser carries along."""
    page = client.get(address).content.decode()
    return {name: hidden(page, name) for name in ("stamp", "ticket")}


def test_refused_page_is_there_when_the_author_comes_back(client, first_page):
    client.post(first_page, {"title": "Vain nimi", "summary": "ä" * 700, "themes": ["practices"]})

    page = client.get(first_page)

    assert 'value="Vain nimi"' in page.content.decode()
    assert "ä" * 700 in page.content.decode()
    assert page.context["form"]["themes"].value() == ["practices"]
    assert Report.objects.get().title == ""


def test_accepted_page_leaves_nothing_unfinished(client, first_page, answers):
    client.post(first_page, {"title": "Vain nimi"})
    client.post(first_page, answers[0])

    assert not UnfinishedPage.objects.exists()
    assert Report.objects.get().title == "Kävelykokous"


def test_autosave_keeps_half_a_page_and_says_when(client, first_page):
    saved = client.post(first_page + "draft/", {"title": "Puoli", "stage": "ended"} | {"stamp": ""})

    assert saved.status_code == 200
    assert re.fullmatch(r"Draft saved at \d\d[.:]\d\d", saved.json()["text"])
    assert 'value="Puoli"' in client.get(first_page).content.decode()
    assert saved.json()["stamp"] == carried(client, first_page)["stamp"]


def test_autosave_of_a_sent_report_is_refused(client, answers):
    check = fill_in(client, START, answers)
    client.post(check)

    late = client.post(check.replace("check", "step-1/draft"), {"title": "Toinen"})

    assert late.status_code == 409
    assert "already been sent" in late.json()["text"]
    assert not UnfinishedPage.objects.exists()


def test_what_was_typed_last_is_sent(client, answers):
    check = fill_in(client, START, answers)
    client.post(check.replace("check", "step-1/draft"), answers[0] | {"title": "Uusi nimi"})

    shown = client.get(check).content.decode()
    client.post(check)

    assert "Uusi nimi" in shown
    assert Report.objects.get().title == "Uusi nimi"


def test_wrong_answer_typed_last_holds_the_report_back(client, answers):
    check = fill_in(client, START, answers)
    client.post(check.replace("check", "step-2/draft"), answers[1] | {"started_on": "31.2.2026"})

    page = client.post(check).content.decode()

    assert "Enter a real date" in page
    assert Report.objects.get().state == "draft"


def test_second_tab_sees_both_texts_and_decides(client, first_page, answers):
    client.post(first_page, answers[0])
    old_tab = carried(client, first_page)
    client.post(first_page, answers[0] | {"title": "Ensimmäisen välilehden nimi"})

    refused = client.post(first_page, answers[0] | {"title": "Toisen nimi"} | old_tab)
    page = refused.content.decode()

    assert "Someone else edited this at the same time." in page
    assert "Ensimmäisen välilehden nimi" in page
    assert 'value="Toisen nimi"' in page
    assert Report.objects.get().title == "Ensimmäisen välilehden nimi"

    now = {"stamp": hidden(page, "stamp")}
    client.post(first_page, answers[0] | {"title": "Toisen nimi"} | now)

    assert Report.objects.get().title == "Toisen nimi"


def test_stale_autosave_is_refused_with_words(client, first_page, answers):
    old_tab = carried(client, first_page)
    client.post(first_page, answers[0])

    late = client.post(first_page + "draft/", answers[0] | {"title": "Muu"} | old_tab)

    assert late.status_code == 409
    assert "Someone else edited" in late.json()["text"]


def test_pressing_continue_twice_is_no_conflict(client, first_page, answers):
    second = client.post(first_page, answers[0]).headers["Location"]
    tab = carried(client, second)

    pressed = [client.post(second, answers[1] | tab) for _ in range(2)]

    assert [response.status_code for response in pressed] == [302, 302]


def test_later_mails_a_link_that_opens_the_draft_elsewhere(client, first_page):
    later = client.post(first_page, {"title": "Puoli", "later": "1"}).headers["Location"]

    sent = client.post(later, {"email": "joku@virasto.example"})
    link = re.search(r"http://127.0.0.1:8000(\S+)", mail.outbox[0].body)[1]
    elsewhere = Client()
    check = elsewhere.post(link).headers["Location"]
    page = elsewhere.get(check.replace("check", "step-1")).content.decode()

    assert sent.status_code == 200
    assert mail.outbox[0].to == ["joku@virasto.example"]
    assert 'value="Puoli"' in page
    assert Report.objects.get().author_email == ""
    assert AuthorLink.objects.get().digest not in link


def test_asking_for_links_too_often_says_when_to_try_again(client, first_page):
    later = client.post(first_page, {"title": "Puoli", "later": "1"}).headers["Location"]

    answers = [client.post(later, {"email": "joku@virasto.example"}) for _ in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert re.search(r"Wait \d+ minute", answers[3].content.decode())
    assert 'value="joku@virasto.example"' in answers[3].content.decode()
    assert len(mail.outbox) == 3


def test_page_of_a_lost_session_can_still_be_saved(client, first_page, answers):
    tab = carried(client, first_page)
    client.session.flush()
    del client.cookies["session"]

    saved = client.post(first_page, answers[0] | tab)

    assert saved.status_code == 302
    assert client.get(saved.headers["Location"]).status_code == 200


@pytest.mark.parametrize("ticket", ["", "x", "WyJhIiwiYiJd:1abc:def"])
def test_without_session_and_ticket_nothing_opens(client, first_page, answers, ticket):
    stranger = Client()

    assert stranger.post(first_page, answers[0] | {"ticket": ticket}).status_code == 404
    assert not Report.objects.exists()


def test_ticket_opens_no_other_report(client, first_page, answers):
    ticket = carried(client, first_page)["ticket"]
    other = ReportFactory()

    address = f"/en/report/{other.key}/step-1/"

    assert Client().post(address, answers[0] | {"ticket": ticket}).status_code == 404


def test_page_open_too_long_comes_back_with_everything_typed(first_page, client, answers):
    tab = carried(client, first_page)
    careful = Client(enforce_csrf_checks=True)

    refused = careful.post(first_page, answers[0] | tab)
    page = refused.content.decode()

    assert refused.status_code == 403
    assert 'value="Kävelykokous"' in page
    assert "The page was open for too long" in page
    assert not Report.objects.exists()

    fresh = {name: hidden(page, name) for name in ("stamp", "ticket", "csrfmiddlewaretoken")}
    assert careful.post(first_page, answers[0] | fresh).status_code == 302
    assert Report.objects.get().title == "Kävelykokous"


def test_form_from_another_site_shows_nothing_of_the_draft(first_page, client, answers):
    client.post(first_page, answers[0])
    foreign = Client(enforce_csrf_checks=True)

    refused = foreign.post(first_page, {"title": "Muualta"})

    assert refused.status_code == 403
    assert "Muualta" not in refused.content.decode()
    assert "Kävelykokous" not in refused.content.decode()


def test_program_that_fills_in_the_hidden_field_is_stopped_with_words(client, answers):
    check = fill_in(client, START, answers)

    page = client.post(check, {"website": "https://spam.example"}).content.decode()

    assert "Leave the field “Website” empty" in page
    assert Report.objects.get().state == "draft"


def test_report_sent_quicker_than_a_person_can_is_stopped_once(client, answers, settings):
    settings.QUICKEST_REPORT_SECONDS = 60
    check = fill_in(client, START, answers)

    page = client.post(check).content.decode()

    assert "That was quick." in page
    assert Report.objects.get().state == "draft"


def test_two_hundred_colleagues_behind_one_proxy_are_not_stopped(answers):
    for _ in range(200):
        colleague = Client()
        assert colleague.post(START).status_code == 302


def test_too_many_beginnings_from_one_network_are_told_to_wait(client):
    statuses = [client.post(START).status_code for _ in range(601)]

    last = client.post(START)

    assert statuses.count(302) == 600
    assert last.status_code == 429
    assert int(last.headers["Retry-After"]) > 0


@pytest.mark.parametrize(
    ("proxies", "forwarded", "network"),
    [
        (0, "1.2.3.4", "127.0.0.0/24"),
        (1, "6.6.6.6, 1.2.3.4", "1.2.3.0/24"),
        (1, "2001:db8:1:2::3", "2001:db8:1::/48"),
        (1, "nonsense", "unknown"),
    ],
)
def test_network_is_read_from_our_own_proxies_only(rf, settings, proxies, forwarded, network):
    settings.TRUSTED_PROXY_COUNT = proxies

    assert network_of(rf.get("/", headers={"x-forwarded-for": forwarded})) == network
