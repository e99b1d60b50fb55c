"""From an idea to a prize: what the service is for, as people do it in their browsers."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.mail import EmailMessage
from playwright.sync_api import BrowserContext, expect

from experiments.enums import Kind, Move, Outcome, State
from experiments.models import AwardRound, Report, StateChange
from tests.answers import experiment_pages
from tests.browser.people import SEND, Handler, Organiser, Reader, Reporter
from tests.factories import AgencyFactory, ReportFactory, UserFactory
from tests.uploads import picture

YEAR = 2026
ROUND = f"ValtioExpo {YEAR}"
SIZE = (640, 480)
TITLE, STORY = "Kävelykokous", "Pidimme viikkokokouksen kävellen."
REQUEST = "Kuinka moni käveli mukana?"
CITATIONS = {"citation_fi": "Uskalsi lähteä.", "citation_sv": "Vågade gå."}
FILE = {"name": "polku.png", "mimeType": "image/png", "buffer": picture(size=SIZE)}


def pages_of_answers() -> list[dict[str, Any]]:
    """Return the answers of the form's five pages, a picture among them."""
    pages = experiment_pages(AgencyFactory())
    pages[3] |= {"picture": FILE}
    return pages


def fill_in_all_pages(reporter: Reporter) -> None:
    reporter.begin_from_the_front_page()
    answer_all_pages(reporter)


def answer_all_pages(reporter: Reporter) -> None:
    for answers in pages_of_answers():
        reporter.answer(answers)
        if "picture" in answers:
            describe_the_picture(reporter)
        reporter.goes_on()


def describe_the_picture(reporter: Reporter) -> None:
    """Add the chosen picture, see it on the page, and tell what it shows."""
    reporter.press("Add pictures")
    picture = reporter.page.locator(".described > li")
    expect(picture).to_have_count(1)
    number = (picture.get_attribute("id") or "").removeprefix("picture-")
    reporter.answer(
        {f"text_alternative_{number}": "Ihmisiä metsäpolulla.", f"has_rights_{number}": "on"}
    )


@pytest.mark.parametrize(
    ("language", "java_script"), [("fi", True), ("en", False)], ids=["fi-script", "en-no_script"]
)
def test_experiment_goes_from_an_idea_to_a_prize(
    new_context: Callable[..., BrowserContext],
    mailoutbox: list[EmailMessage],
    language: str,
    java_script: bool,  # noqa: FBT001
):
    def new_page():
        return new_context(java_script_enabled=java_script).new_page()

    reporter, reader = Reporter(new_page(), language), Reader(new_page(), language)
    handler, organiser = Handler(new_page(), language), Organiser(new_page(), language)

    begin_with_a_mistake(reporter)
    report = send_after_a_change(reporter)
    assert [message.to for message in mailoutbox] == [[report.author_email]]
    assert report.reference in mailoutbox[0].subject

    handler.sign_in(UserFactory(handler=True))
    ask_for_more(handler, report)
    answer_the_request(Reporter(new_page(), language), mailoutbox[1])
    publish(handler, report)
    read(reader, report)

    organiser.sign_in(UserFactory(organiser=True))
    choose_winners(organiser, report)
    see_no_award(reader)
    organiser.release_winners(AwardRound.objects.get())
    see_the_award(reader)


def begin_with_a_mistake(reporter: Reporter) -> None:
    """Leave most of the first page out; be led to what is missing, losing nothing."""
    reporter.begin_from_the_front_page()
    reporter.answer({"title": TITLE})
    reporter.goes_on()

    summary = reporter.page.locator(".summary")
    expect(summary).to_be_focused()
    expect(reporter.page).to_have_title(re.compile(f"^{reporter.words('Error:')}"))
    expect(reporter.field("title")).to_have_value(TITLE)
    summary.get_by_role("link", name=reporter.words("Tell what you tried")).click()
    expect(reporter.field("summary")).to_be_focused()
    summary.get_by_role("link", name=reporter.words("Select at least one theme")).click()
    expect(reporter.field("themes").first).to_be_focused()


def send_after_a_change(reporter: Reporter) -> Report:
    answer_all_pages(reporter)
    reporter.sees(reporter.words("Check your answers"), STORY, "Kengät ratkaisevat.")
    reporter.change("What came of it?")
    expect(reporter.field("outcome").first).to_be_focused()
    reporter.answer({"outcome": Outcome.STOPPED.value})
    reporter.goes_on()
    reporter.sees(reporter.words("Check your answers"), reporter.label(Outcome.STOPPED))
    reporter.send()

    reporter.sees(reporter.words("Thank you! Your experiment report has been received."))
    report = Report.objects.get()
    assert (report.state, report.title) == (State.SUBMITTED, TITLE)
    expect(reporter.page.locator(".reference")).to_have_text(str(report.reference))
    return report


def ask_for_more(handler: Handler, report: Report) -> None:
    handler.open_from_the_queue(report)
    handler.sees(STORY, report.author_email)
    handler.decide(Move.ASK_MORE, reason=REQUEST)
    handler.sees(handler.words("Nothing waits in the queue."))


def answer_the_request(reporter: Reporter, message: EmailMessage) -> None:
    reporter.open_mailed_link(message)
    reporter.sees(REQUEST)
    reporter.change("How many people were involved?")
    reporter.answer({"people_involved": "42"})
    reporter.goes_on()
    reporter.sees("42")
    reporter.send()
    reporter.sees(reporter.words("Your reference number is"))


def publish(handler: Handler, report: Report) -> None:
    handler.open_from_the_queue(report)
    handler.sees("42", REQUEST)
    handler.decide(Move.PUBLISH)
    handler.sees(handler.words("Nothing waits in the queue."))


def read(reader: Reader, report: Report) -> None:
    reader.open_from_the_gallery(TITLE)
    reader.sees(STORY, "Kengät ratkaisevat.", "42")
    reader.sees_nowhere(report.author_name, report.author_email, REQUEST)
    shown = reader.page.get_by_role("img", name="Ihmisiä metsäpolulla.")
    assert shown.evaluate("image => image.complete && image.naturalWidth > 0")
    assert shown.evaluate(
        "image => ['width', 'height'].map(name => +image.getAttribute(name))"
    ) == list(SIZE)


def choose_winners(organiser: Organiser, report: Report) -> None:
    revelation = ReportFactory(published=True, revelation=True)
    organiser.make_round(YEAR)
    categories = {category.kind: category for category in AwardRound.objects.get().categories.all()}
    for nominee in (report, revelation):
        category = categories[Kind(nominee.kind)]
        organiser.nominate(nominee, category)
        organiser.make_winner(category, **CITATIONS)


def see_no_award(reader: Reader) -> None:
    for view in ("award:latest", "pages:front", "gallery:list"):
        reader.visit(view)
        reader.sees_nowhere(CITATIONS["citation_fi"], reader.words("Winner"), ROUND)
    reader.visit("award:latest")
    reader.sees_nowhere(TITLE)


def see_the_award(reader: Reader) -> None:
    reader.visit("award:latest")
    reader.sees(TITLE, CITATIONS["citation_fi"], reader.words("Winner"), ROUND)


def test_double_click_on_send_makes_one_report_and_one_mail(
    new_context: Callable[..., BrowserContext], mailoutbox: list[EmailMessage]
):
    reporter = Reporter(new_context().new_page())
    reporter.begin_from_the_front_page()
    answer_all_pages(reporter)

    reporter.button(SEND[Kind.EXPERIMENT]).dblclick()

    reporter.sees(reporter.words("Your reference number is"))
    assert Report.objects.count() == StateChange.objects.count() == len(mailoutbox) == 1
