"""Who only reads leaves nothing behind in the browser, and tells nobody else."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.people import Reader
from tests.factories import NominationFactory, PictureFactory, ReportFactory

FEWEST_PAGES = 14  # per language, were every link followed
# What a page may keep besides cookies.
_KEPT = """async () => [
    ...Object.keys(localStorage),
    ...Object.keys(sessionStorage),
    ...(await indexedDB.databases()).map(database => database.name),
    ...(await caches.keys()),
    ...(await navigator.serviceWorker.getRegistrations()).map(worker => worker.scope),
]"""


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_reading_all_public_pages_leaves_nothing_in_the_browser(
    page: Page, live_server: LiveServer, language: str
):
    reader = Reader(page, language)
    PictureFactory(report=ReportFactory(published=True))
    ReportFactory.create_batch(25, published=True, revelation=True)
    NominationFactory(winner=True, category__award_round__winners_out=True)
    # Forms need a cookie, and so does the staff's side.
    kept_out = [
        reader.address(view)
        for view in (
            "reporting:experiment",
            "reporting:revelation",
            "reporting:follow",
            "mine:list",
            "admin:index",
        )
    ]
    read: set[str] = set()
    found = [reader.address("pages:front")]

    while found:
        here = found.pop()
        read.add(here)
        page.goto(here)
        assert page.context.cookies() == [], here
        assert page.evaluate(_KEPT) == [], here
        links = page.locator("a").evaluate_all("links => links.map(link => link.href)")
        paths = {urlsplit(link).path for link in links if link.startswith(live_server.url)}
        found = [
            path
            for path in {*found, *paths} - read
            if path.startswith(f"/{language}/") and path not in kept_out
        ]

    assert len(read) >= FEWEST_PAGES
    assert reader.address("gallery:list") in read


def test_requests_to_other_hosts_would_be_noticed(page: Page, watch, live_server: LiveServer):
    reader = Reader(page)
    reader.visit("pages:front")

    page.evaluate("() => fetch('http://127.0.0.1:9/').catch(() => null)")

    watch.forgive("Content Security Policy")


def test_cookies_of_the_form_are_out_of_reach_of_scripts_and_other_sites(page: Page):
    reader = Reader(page)
    reader.visit("reporting:experiment")
    reader.press("Start")

    cookies = page.context.cookies()

    assert {cookie["name"] for cookie in cookies} == {"csrf", "session"}
    assert all(cookie["httpOnly"] for cookie in cookies)
    assert {cookie["sameSite"] for cookie in cookies} == {"Lax"}
