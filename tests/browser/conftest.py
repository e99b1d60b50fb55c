"""A browser that forgives nothing: errors, foreign hosts and broken pages fail the test."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from playwright.sync_api import BrowserContext, Playwright, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.browser import find_chromium
from tests.browser.watch import Watch

CHROMIUM_SWITCHES = [
    "--no-sandbox",  # CI runs as root
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",  # /dev/shm is small in containers
]
# Milliseconds. A page takes a tenth of a second, on a machine with nothing else to do.
PATIENCE = 15_000

# Playwright's event loop runs in the tests' thread, where Django would refuse to use the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def _database(django_db_setup: None) -> BaseDatabaseWrapper:
    return connections[DEFAULT_DB_ALIAS]


@pytest.fixture(scope="session")
def playwright(_database: BaseDatabaseWrapper, playwright: Playwright) -> Playwright:
    """Keep the database connection from before Playwright started.

    Seeing the event loop, Django would open another, which does not know what to roll back to.
    """
    connections[DEFAULT_DB_ALIAS] = _database
    return playwright


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    chromium = find_chromium()
    if chromium is None:
        give_up = pytest.fail if os.environ.get("CI", "").lower() in {"true", "1"} else pytest.skip
        give_up("Chromium is not installed (sudo apt-get install chromium)")
    return browser_type_launch_args | {"executable_path": chromium, "args": CHROMIUM_SWITCHES}


@pytest.fixture(scope="session")
def live_server(django_db_setup: None, live_server: LiveServer) -> LiveServer:
    """Start the server once the test database is there, which is a file even for SQLite.

    Before, SQLite's name would still be “:memory:”, and the server's threads would share one
    connection with the test, at the price of crashes.
    """
    return live_server


@pytest.fixture(scope="session")
def base_url(live_server: LiveServer) -> str:
    """Let tests write page.goto("/")."""
    return live_server.url


@pytest.fixture(autouse=True)
def _links_lead_here(settings: Settings, live_server: LiveServer) -> None:
    settings.SERVICE_URL = live_server.url


@pytest.fixture
def watch(live_server: LiveServer) -> Watch:
    """Return what notices faults in all browsers of this test."""
    return Watch(live_server.url)


@pytest.fixture
def new_context(
    new_context: Callable[..., BrowserContext], watch: Watch
) -> Iterator[Callable[..., BrowserContext]]:
    """Watch every page of every context, hence also the fixture “page”."""
    contexts: list[BrowserContext] = []

    def new_watched_context(**options: Any) -> BrowserContext:
        context = watch.over(new_context(**options))
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return context

    yield new_watched_context

    for page in [page for context in contexts for page in context.pages]:
        page.close()  # lets the last events arrive
    if watch.faults:
        pytest.fail("The browser reported:\n" + "\n".join(watch.faults), pytrace=False)
