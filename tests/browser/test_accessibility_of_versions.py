"""Changing a published report, conflicts and versions break no rule of WCAG, wide and narrow."""

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from experiments.actions.links import make_author_link
from experiments.actions.report import save_answers
from experiments.enums import Language
from experiments.models import Report
from tests.browser.accessibility import inspected
from tests.browser.content import LONG_TEXT, full_experiment
from tests.browser.doors import sign_in
from tests.factories import UserFactory

each_language = pytest.mark.parametrize("language", Language.values)


def _change(report: Report, **columns: str) -> None:
    page = Report.objects.get(pk=report.pk)
    for name, value in columns.items():
        setattr(page, name, value)
    save_answers(report=page, fields=columns, at=timezone.now())


@each_language
def test_changing_a_published_report(page: Page, language: str):
    report = full_experiment(published=True)
    with override(language):
        way_in = reverse(
            "reporting:resume", args=[make_author_link(report=report, at=timezone.now())]
        )
        first = reverse("reporting:step", args=[report.key, 1])
    with inspected(page, language) as inspection:
        page.goto(way_in)
        page.locator("main button").click()
        inspection.look("check page of a published report")
        page.goto(first)
        inspection.look("first page of a published report")
        page.fill("[name=title]", "Oma nimi")
        page.fill("[name=summary]", LONG_TEXT[:300])
        _change(report, title="Toisen nimi", summary=LONG_TEXT[50:500])
        page.locator("main form button").click()
        inspection.look("conflict")


@each_language
def test_versions(page: Page, live_server: LiveServer, language: str):
    report = full_experiment(published=True)
    _change(report, summary="Pidimme kokouksen seisten ja ulkona.", tips=LONG_TEXT[:200])
    _change(report, tips=LONG_TEXT[20:260], agency_reply="")
    sign_in(page, UserFactory(handler=True), live_server.url)
    with override(language):
        changed = reverse("admin:experiments_report_changed")
        versions = [
            reverse("admin:experiments_report_version", args=[report.pk, number])
            for number in (1, 2, 3)
        ]
    with inspected(page, language) as inspection:
        page.goto(changed)
        inspection.look("recently changed")
        for address in versions:
            page.goto(address)
            inspection.look(address)
