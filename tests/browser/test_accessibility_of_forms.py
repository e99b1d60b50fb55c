"""The report form in all its states, in each language, wide and narrow, breaks no rule of WCAG."""

from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from experiments.actions.links import make_author_link
from experiments.actions.report import decide
from experiments.enums import Kind, Language, Move
from experiments.forms.steps import STEPS
from experiments.models import Report
from tests.browser.accessibility import inspected
from tests.browser.content import LONG_TEXT, full_experiment, full_revelation
from tests.browser.doors import let_write
from tests.browser.people import Reporter
from tests.factories import PictureFactory, ReportFactory, UserFactory

each_language = pytest.mark.parametrize("language", Language.values)
each_kind = pytest.mark.parametrize("kind", list(Kind))
FULL = {Kind.EXPERIMENT: full_experiment, Kind.REVELATION: full_revelation}
# What is wrong even where nothing must be answered, by step of an experiment.
WRONG: dict[int, dict[str, Any]] = {
    2: {"started_on": "31.2.2026", "people_involved": "paljon"},
    3: {"hours_saved": "paljon", "euros_saved": "-1", "decision_due_on": "kohta"},
    4: {"link": "ei osoite"},
}


def empty_draft(kind: Kind, language: str) -> Report:
    return Report.objects.create(kind=kind, language=language, title="")


@each_language
@each_kind
def test_steps_empty_and_with_errors(
    page: Page, live_server: LiveServer, kind: Kind, language: str
):
    report = empty_draft(kind, language)
    let_write(page, report, live_server.url)
    reporter = Reporter(page, language)
    with inspected(page, language) as inspection:
        for number in range(1, len(STEPS[kind]) + 1):
            reporter.visit("reporting:step", report.key, number)
            inspection.look(f"{kind}, step {number}, empty")
            reporter.answer(WRONG.get(number, {}) if kind == Kind.EXPERIMENT else {})
            reporter.goes_on()
            expect(page.locator(".summary")).to_be_visible()
            inspection.look(f"{kind}, step {number}, errors")


@each_language
@each_kind
def test_steps_filled_in(page: Page, live_server: LiveServer, kind: Kind, language: str):
    report = FULL[kind](language=language)
    let_write(page, report, live_server.url)
    reporter = Reporter(page, language)
    with inspected(page, language) as inspection:
        for number in range(1, len(STEPS[kind]) + 1):
            reporter.visit("reporting:step", report.key, number)
            inspection.look(f"{kind}, step {number}, filled in")


@each_language
def test_picture_without_words(page: Page, live_server: LiveServer, language: str):
    report = PictureFactory(report=ReportFactory(), text_alternative="", has_rights=False).report
    let_write(page, report, live_server.url)
    reporter = Reporter(page, language)
    reporter.visit("reporting:step", report.key, 4)
    with inspected(page, language) as inspection:
        inspection.look("picture, not described")
        reporter.goes_on()
        inspection.look("picture, not described, errors")


@each_language
@each_kind
def test_check_page_and_receipt(page: Page, live_server: LiveServer, kind: Kind, language: str):
    reporter = Reporter(page, language)
    reports = {"incomplete": empty_draft(kind, language), "complete": FULL[kind]()}
    with inspected(page, language) as inspection:
        for name, report in reports.items():
            let_write(page, report, live_server.url)
            reporter.visit("reporting:check", report.key)
            inspection.look(f"{kind}, check page, {name}")
        reporter.send(kind)
        inspection.look(f"{kind}, receipt")


@each_language
def test_answer_to_a_request_by_the_mailed_link(page: Page, language: str):
    report = full_experiment(submitted=True, language=language)
    now = timezone.now()
    decide(report=report, move=Move.ASK_MORE, by=UserFactory(handler=True), at=now, note=LONG_TEXT)
    reporter = Reporter(page, language)
    with inspected(page, language) as inspection:
        reporter.visit("reporting:resume", "x" * 43)
        inspection.look("link that does not work")
        reporter.visit("reporting:resume", make_author_link(report=report, at=now))
        inspection.look("mailed link")
        reporter.press("Open")
        inspection.look("check page with a request")
        reporter.change("What happened?")
        inspection.look("step with a request")
