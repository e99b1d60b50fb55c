"""Every public page, in each language and in a wide and a narrow window, breaks no rule of WCAG."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from experiments.enums import Language, NominationResult
from experiments.models import AwardRound, Nomination
from tests.browser.accessibility import CONTRAST, WCAG_22_AA, Inspection, inspected
from tests.browser.content import full_experiment, full_revelation, round_with_nominees
from tests.browser.doors import let_write, sign_in
from tests.browser.people import Reader, Reporter
from tests.browser.watch import Watch
from tests.factories import AwardRoundFactory, ReportFactory, UserFactory

each_language = pytest.mark.parametrize("language", Language.values)
INFORMATION = ("about", "accessibility", "privacy", "publicity")
MORE_THAN_A_PAGE = 25


@each_language
def test_pages_before_anything_is_published(page: Page, language: str):
    reader = Reader(page, language)
    with inspected(page, language) as inspection:
        for view in ("pages:front", "gallery:list", "award:latest", "reporting:choose"):
            reader.visit(view)
            inspection.look(f"{view}, empty")


@each_language
def test_information_and_start_pages(page: Page, language: str):
    reader = Reader(page, language)
    views = [f"pages:{name}" for name in INFORMATION]
    with inspected(page, language) as inspection:
        for view in (*views, "reporting:experiment", "reporting:revelation"):
            reader.visit(view)
            inspection.look(view)


@each_language
def test_gallery_and_reports(page: Page, language: str):
    reader = Reader(page, language)
    ReportFactory.create_batch(MORE_THAN_A_PAGE, published=True, revelation=True)
    reports = {
        "revelation": full_revelation(published=True),
        "experiment in Swedish": full_experiment(published=True, language=Language.SWEDISH),
    }
    with inspected(page, language) as inspection:
        for query in ("", "?page=2", "?q=kokeilu&kind=experiment&theme=practices", "?q=zyx"):
            reader.visit("gallery:list", query=query)
            inspection.look(f"gallery{query}")
        for name, report in reports.items():
            reader.visit("gallery:short", report.pk)
            inspection.look(name)


@each_language
def test_award_and_front_page_as_results_come_out(page: Page, language: str):
    reader = Reader(page, language)
    award_round = round_with_nominees()
    Nomination.objects.filter(result=NominationResult.WINNER).update(
        report=full_experiment(published=True)
    )
    with inspected(page, language) as inspection:
        for column in ("shortlist_released_at", "winners_released_at"):
            setattr(award_round, column, timezone.now())
            award_round.save()
            reader.visit("award:latest")
            inspection.look(f"award, {column}")
        reader.visit("pages:front")
        inspection.look("front page, filled")


@each_language
def test_pages_that_tell_what_went_wrong(
    page: Page, language: str, live_server: LiveServer, watch: Watch, monkeypatch
):
    reader = Reader(page, language)
    with inspected(page, language) as inspection:
        page.goto(f"/{language}/zyx/")
        inspection.look("404")

        reader.visit("reporting:experiment")
        page.context.clear_cookies()
        reader.press("Start")
        inspection.look("403, form without its cookie")

        reader.visit("reporting:experiment")
        reader.press("Start")
        reader.field("summary").evaluate("box => { box.value = 'x'.repeat(1_100_000) }")
        reader.press("Save and continue")
        inspection.look("400")

        sign_in(page, UserFactory(juror=True), live_server.url)
        reader.visit("admin:experiments_awardround_take-back", AwardRoundFactory().pk)
        inspection.look("403")

        monkeypatch.setattr("experiments.views.pages.front_figures", lambda: 1 / 0)
        reader.visit("pages:front")
        inspection.look("500")
    watch.forgive("HTTP 500")


def test_contrast_in_the_dark(page: Page, live_server: LiveServer):
    now = timezone.now()
    award_round = round_with_nominees()
    AwardRound.objects.update(shortlist_released_at=now, winners_released_at=now)
    person = Reporter(page, "fi")
    page.emulate_media(color_scheme="dark")
    with inspected(page, "fi, dark", rules=CONTRAST) as inspection:
        for view in ("pages:front", "gallery:list", "award:latest", "reporting:choose"):
            person.visit(view)
            inspection.look(view)
        nominations = Nomination.objects.filter(category__award_round=award_round)
        person.visit("gallery:short", nominations.earliest("pk").report_id)
        inspection.look("report")
        person.begin_from_the_front_page()
        person.goes_on()
        inspection.look("step with errors")
        let_write(page, report := full_experiment(submitted=True), live_server.url)
        person.visit("reporting:receipt", report.key)
        inspection.look("receipt")
        sign_in(page, UserFactory(superuser=True), live_server.url)
        for view in ("index", "experiments_report_changelist", "experiments_awardround_add"):
            person.visit(f"admin:{view}")
            inspection.look(view)
        person.visit("admin:experiments_report_change", report.pk)
        inspection.look("review")


def test_inspection_notices_what_is_wrong(page: Page):
    page.goto("/en/")
    broken = f"<img src=/static/img/favicon.svg><pre>{'x' * 500}</pre>"
    page.evaluate("html => { document.querySelector('main').innerHTML = html }", broken)

    inspection = Inspection(page, "en", WCAG_22_AA)
    inspection.look("broken page")

    faults = "\n".join(inspection.faults)
    assert "broken page, en, 1280 px: image-alt" in faults
    assert re.search("broken page, en, 320 px: scrolls sideways, [0-9]+ px\n +<pre>", faults)
