"""Half a report, a browser that dies, and another device that goes on."""

from collections.abc import Callable

import pytest
from django.core.mail import EmailMessage
from playwright.sync_api import BrowserContext, expect

from experiments.enums import State
from experiments.models import Report
from tests.answers import experiment_pages
from tests.browser.people import Reporter
from tests.factories import AgencyFactory

ADDRESS = "joku@virasto.example"


@pytest.mark.parametrize("java_script", [True, False], ids=["script", "no_script"])
def test_half_a_report_is_finished_on_another_device(
    new_context: Callable[..., BrowserContext],
    mailoutbox: list[EmailMessage],
    java_script: bool,  # noqa: FBT001
):
    pages = experiment_pages(AgencyFactory())
    here = new_context(java_script_enabled=java_script)
    reporter = Reporter(here.new_page())
    reporter.begin_from_the_front_page()
    reporter.answer(pages[0])
    reporter.goes_on()
    reporter.answer({"problem": "Kokouksissa istuttiin."})
    reporter.press("Save and continue later")
    reporter.answer({"email": ADDRESS})
    reporter.press("Send the link")
    here.close()

    elsewhere = Reporter(new_context(java_script_enabled=java_script).new_page())
    elsewhere.open_mailed_link(mailoutbox[0])
    elsewhere.sees("Tell what you did differently")
    elsewhere.change("What did you want to solve?")
    expect(elsewhere.field("problem")).to_have_value("Kokouksissa istuttiin.")
    for step, answers in enumerate(pages[1:], start=2):
        elsewhere.visit("reporting:step", Report.objects.get().key, step)
        elsewhere.answer(answers)
        elsewhere.goes_on()
    elsewhere.send()

    assert mailoutbox[0].to == [ADDRESS]
    assert Report.objects.get().state == State.SUBMITTED


def test_typing_is_saved_without_a_button_and_outlives_the_browser(
    new_context: Callable[..., BrowserContext],
):
    context = new_context()
    reporter = Reporter(context.new_page())
    reporter.begin_from_the_front_page()
    reporter.answer({"title": "Kävelykokous"})
    status = reporter.page.locator("[data-status]")
    expect(status).to_contain_text("Draft saved at", timeout=10_000)

    address, cookies = reporter.page.url, context.cookies()
    context.close()
    again = new_context()
    again.add_cookies(cookies)
    page = again.new_page()
    page.goto(address)

    expect(page.locator("[name=title]")).to_have_value("Kävelykokous")


def test_second_tab_is_told_and_shown_both_texts(new_context: Callable[..., BrowserContext]):
    context = new_context()
    first = Reporter(context.new_page())
    first.begin_from_the_front_page()
    second = Reporter(context.new_page())
    second.page.goto(first.page.url)

    first.answer({"title": "Ensimmäinen"})
    first.goes_on()
    second.answer({"title": "Toinen"})
    second.goes_on()

    second.sees("Someone else edited this at the same time.", "Ensimmäinen")
    expect(second.field("title")).to_have_value("Toinen")
