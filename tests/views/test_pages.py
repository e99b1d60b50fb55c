import pytest
from django.db import OperationalError, connection

from experiments.models import Agency
from tests.factories import AgencyFactory, NominationFactory, ReportFactory

pytestmark = pytest.mark.django_db

PUBLIC = {
    "front": ("/fi/", "/sv/", "/en/"),
    "gallery": ("/fi/kokeilut/", "/sv/forsok/", "/en/experiments/"),
    "award": ("/fi/palkinto/", "/sv/pris/", "/en/award/"),
    "choose": ("/fi/kerro/", "/sv/beratta/", "/en/report/"),
    "about": ("/fi/tietoa/", "/sv/om/", "/en/about/"),
    "accessibility": (
        "/fi/saavutettavuusseloste/",
        "/sv/tillganglighetsutlatande/",
        "/en/accessibility/",
    ),
    "privacy": ("/fi/tietosuoja/", "/sv/dataskydd/", "/en/privacy/"),
    "publicity": (
        "/fi/asiakirjajulkisuus/",
        "/sv/handlingsoffentlighet/",
        "/en/document-publicity/",
    ),
}
ADDRESSES = [address for addresses in PUBLIC.values() for address in addresses]


@pytest.mark.parametrize("address", ADDRESSES)
def test_public_page_sets_no_cookie_and_has_one_heading_and_its_language(client, address):
    response = client.get(address)

    page = response.content.decode()
    assert response.status_code == 200
    assert not response.cookies
    assert page.count("<h1") == 1
    assert f'<html lang="{address[1:3]}">' in page


@pytest.mark.parametrize("addresses", PUBLIC.values(), ids=PUBLIC)
def test_each_page_links_to_itself_in_the_other_languages(client, addresses):
    page = client.get(addresses[0] + "?q=koira").content.decode()

    for address in addresses:
        assert f'href="{address}?q=koira"' in page
        assert f'href="http://127.0.0.1:8000{address}?q=koira"' in page


@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [("sv-FI,sv;q=0.9", "/sv/"), ("en-GB", "/en/"), ("de", "/fi/"), ("", "/fi/")],
)
def test_bare_address_leads_to_the_browsers_language(client, asked, leads_to):
    response = client.get("/", headers={"accept-language": asked})

    assert (response.status_code, response.headers["Location"]) == (302, leads_to)
    assert "Accept-Language" in response.headers["Vary"]


@pytest.mark.parametrize("address", [*ADDRESSES, "/en/nothing-here/", "/healthz"])
def test_security_headers_are_on_every_answer(client, address):
    headers = client.get(address).headers

    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


@pytest.mark.parametrize(
    ("address", "text"),
    [
        ("/fi/ei-ole/", "Sivua ei löytynyt"),
        ("/sv/finns-inte/", "Sidan hittades inte"),
        ("/en/nothing/", "Page not found"),
    ],
)
def test_missing_page_is_told_in_the_pages_language_with_a_way_on(client, address, text):
    response = client.get(address)

    assert response.status_code == 404
    assert text in response.content.decode()
    assert f'href="{address[:4]}"' in response.content.decode()


def test_failure_shows_a_page_without_details(client, monkeypatch):
    def fail() -> None:
        raise RuntimeError("a secret detail")

    monkeypatch.setattr("experiments.views.pages.front_figures", fail)
    client.raise_request_exception = False

    response = client.get("/en/")

    assert response.status_code == 500
    assert "There is a problem with the service" in response.content.decode()
    assert "secret detail" not in response.content.decode()


def test_health_is_ok_while_the_database_answers(client):
    assert client.get("/healthz").content.startswith(b"ok ")


def test_health_says_503_when_the_database_does_not_answer(client):
    def refuse(*_arguments):

        raise OperationalError

    with connection.execute_wrapper(refuse):
        assert client.get("/healthz").status_code == 503


@pytest.mark.parametrize("number", [1, 30])
def test_front_page_query_count_does_not_grow(client, django_assert_num_queries, number):
    ReportFactory.create_batch(number, published=True)
    NominationFactory.create_batch(number, category__award_round__winners_out=True)

    with django_assert_num_queries(8):
        client.get("/en/")


def test_front_page_counts_what_is_published(client):
    here, there = AgencyFactory.create_batch(2)
    across = ReportFactory(published=True, agency=here, hours_saved=10, hours_basis="measured")
    across.partners.add(there)
    ReportFactory(published=True, agency=here, revelation=True, barrier_state="dismantled")
    ReportFactory(submitted=True, hours_saved=1000, hours_basis="measured")

    figures = client.get("/en/").context["figures"]

    assert (figures.reports, figures.agencies, figures.hours_saved) == (2, 1, 10)
    assert (figures.barriers, figures.barriers_dismantled, figures.across_percent) == (1, 1, 50)
    assert Agency.objects.count() == 3
