"""Short cuts into a browser's session, for tests about something else than how one gets there."""

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.test import Client
from playwright.sync_api import Page

from experiments.enums import Kind
from experiments.models import Report, User
from experiments.views.opened import open_report


def sign_in(page: Page, user: User, url: str) -> None:
    """Give the browser a session of this user at the server with this address."""
    client = Client()
    client.force_login(user)
    _give(page, client.session, url)


def let_write(page: Page, report: Report, url: str) -> None:
    """Give the browser a session that may write this report."""
    request = HttpRequest()
    request.session = Client().session
    open_report(request, key=report.key, kind=Kind(report.kind))
    request.session.save()
    _give(page, request.session, url)


def _give(page: Page, session: SessionBase, url: str) -> None:
    name, value = settings.SESSION_COOKIE_NAME, str(session.session_key)
    page.context.add_cookies([{"name": name, "value": value, "url": url}])
