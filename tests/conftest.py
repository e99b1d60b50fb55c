"""What all tests share: quick settings, and a database and files of their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.cache import caches
from django.test import override_settings
from django.utils import translation
from hypothesis import settings as hypothesis_settings
from pytest_django import Settings

# The same examples each time, on each machine; `--hypothesis-profile=default` looks for new ones.
hypothesis_settings.register_profile("repeatable", derandomize=True, deadline=None, database=None)
hypothesis_settings.load_profile("repeatable")

PLAIN_STATIC_FILES = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the tests that empty the tables last, and give them back what the migrations made.

    Others after them would miss the groups. pytest-django sorts too, but does not see that a live
    server empties the tables, and pytest moves tests about once more.
    """
    for item in items:
        if _empties_the_tables(item):
            marker = item.get_closest_marker("django_db")
            options = dict(marker.kwargs) if marker else {}
            options |= {"transaction": True, "serialized_rollback": True}
            item.add_marker(pytest.mark.django_db(**options), append=False)
    items.sort(key=_empties_the_tables)


def _empties_the_tables(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    fixtures: list[str] = getattr(item, "fixturenames", [])
    is_marked = marker is not None and bool(marker.kwargs.get("transaction"))
    return is_marked or bool({"live_server", "transactional_db"}.intersection(fixtures))


@pytest.fixture(scope="session", autouse=True)
def _quick_settings() -> Iterator[None]:
    with override_settings(
        QUICKEST_REPORT_SECONDS=0,  # the form is filled in by programs here
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        # Names without a hash, read from static/: no test waits for collectstatic.
        # Attempts are counted here, each test for itself; see _own_counts.
        CACHES=django_settings.CACHES
        | {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
        STORAGES=django_settings.STORAGES | {"staticfiles": PLAIN_STATIC_FILES},
        WHITENOISE_AUTOREFRESH=True,
    ):
        yield


@pytest.fixture(autouse=True)
def _own_counts() -> None:
    for counts in caches.all(initialized_only=False):
        counts.clear()


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """Begin in the service's own language: a request leaves the page's language switched on."""
    translation.activate(django_settings.LANGUAGE_CODE)
    yield
    translation.activate(django_settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True)
def _own_pictures(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def in_english() -> Iterator[None]:
    """For tests of wording: the texts as they are in the code."""
    with translation.override("en"):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Put SQLite's test database into a file, as in production.

    In memory, the live server and the test would share one connection and disturb each other.
    """
    database = django_settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database.setdefault("TEST", {})["NAME"] = str(
            tmp_path_factory.mktemp("database") / "test.sqlite3"
        )
