"""Without a mouse: the reporter's whole way, the handler's decision, the skip link."""

from playwright.sync_api import Page, expect

from experiments.enums import Move, State
from experiments.models import Report
from tests.answers import experiment_pages
from tests.browser.keyboard import Keyboard
from tests.browser.people import Handler, Reporter
from tests.factories import PASSWORD, AgencyFactory, ReportFactory, UserFactory


def test_skip_link_is_the_first_stop_and_leads_past_the_header(page: Page):
    reporter, keyboard = Reporter(page), Keyboard(page)
    reporter.visit("pages:front")

    first = keyboard.tab()
    page.keyboard.press("Enter")

    assert first.text == reporter.words("Skip to main content")
    expect(page.get_by_role("main")).to_be_focused()
    assert keyboard.tab().text == reporter.words("Report an experiment")


def test_every_stop_of_the_public_pages_shows_its_focus(page: Page):
    report = ReportFactory(published=True, link="https://www.example.fi")
    reporter, keyboard = Reporter(page), Keyboard(page)

    for view in ("pages:front", "gallery:list", "award:latest", "pages:about"):
        reporter.visit(view)
        keyboard.tab_to(reporter.words("For staff"))
    reporter.visit("gallery:short", report.pk)
    keyboard.tab_to(reporter.words("For staff"))


def test_report_is_made_by_keyboard_from_the_front_page_to_the_receipt(page: Page):
    reporter, keyboard = Reporter(page), Keyboard(page)
    agency = AgencyFactory()
    save = reporter.words("Save and continue")
    reporter.visit("pages:front")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    keyboard.press(reporter.words("Report an experiment"))
    keyboard.press(reporter.words("Start"))
    for answers in experiment_pages(agency):
        keyboard.fill_in(answers, until=save)
        with page.expect_navigation():
            page.keyboard.press("Enter")
    keyboard.press(reporter.words("Submit experiment report"), key="Space")

    reporter.sees(reporter.words("Your reference number is"))
    report = Report.objects.get()
    assert (report.state, report.agency) == (State.SUBMITTED, agency)
    assert (report.stage, report.outcome, report.hours_basis) == ("ended", "adopted", "measured")
    assert [theme.value for theme in report.themes] == ["practices", "environment"]


def test_refused_page_is_mended_by_keyboard(page: Page):
    reporter, keyboard = Reporter(page), Keyboard(page)
    reporter.begin_from_the_front_page()
    keyboard.press(reporter.words("Save and continue"))

    expect(page.locator(".summary")).to_be_focused()  # so its first link is the next stop
    keyboard.tab()
    page.keyboard.press("Enter")
    page.keyboard.type("Kävelykokous")

    expect(reporter.field("title")).to_have_value("Kävelykokous")


def test_handler_signs_in_and_publishes_by_keyboard(page: Page):
    report = ReportFactory(submitted=True)
    user = UserFactory(handler=True)
    handler, keyboard = Handler(page), Keyboard(page)
    handler.visit("admin:index")

    expect(handler.field("username")).to_be_focused()
    page.keyboard.type(user.email)
    keyboard.fill_in({"password": PASSWORD}, until=handler.words("Log in"))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    keyboard.press(report.title)
    keyboard.press(handler.label(Move.PUBLISH))

    handler.sees(handler.words("Nothing waits in the queue."))
    report.refresh_from_db()
    assert report.state == State.PUBLISHED
