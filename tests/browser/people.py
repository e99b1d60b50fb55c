"""The people who use the service, each at a browser, finding their way by the words on the page."""

import re
from typing import Any, Final, Literal

from django.core.mail import EmailMessage
from django.db.models import Choices
from django.template.defaultfilters import capfirst
from django.urls import reverse
from django.utils.translation import gettext, override
from playwright.sync_api import Locator, Page, expect

from experiments.enums import Kind, Move, NominationResult
from experiments.models import AwardCategory, AwardRound, Report, User
from tests.factories import PASSWORD

SEND: Final = {
    Kind.EXPERIMENT: "Submit experiment report",
    Kind.REVELATION: "Submit revelation",
}


def about(link: str, thing: str) -> re.Pattern[str]:
    """Match the name of a link whose hidden end tells it from others with the same words."""
    return re.compile(f"^{re.escape(link)} ?: {re.escape(thing)}$")


class Person:
    """Anybody; what all people do with a page."""

    def __init__(self, page: Page, language: str = "en") -> None:
        self.page = page
        self.language = language

    def words(self, english: str) -> str:
        """Return a text of the service in this person's language."""
        with override(self.language):
            return gettext(english)

    def label(self, choice: Choices) -> str:
        """Return what a choice is called in this person's language."""
        with override(self.language):
            return str(choice.label)

    def address(self, view: str, *arguments: Any) -> str:
        """Return the address of a page in this person's language."""
        with override(self.language):
            return reverse(view, args=arguments)

    def visit(self, view: str, *arguments: Any, query: str = "") -> None:
        self.page.goto(self.address(view, *arguments) + query)

    def button(self, text: str) -> Locator:
        return self.page.get_by_role("button", name=text, exact=True)

    def press(self, text: str) -> None:
        """Press the button with this English text, and wait for the page it leads to."""
        self.click(self.button(self.words(text)))

    def follow(self, link: str | re.Pattern[str], *, within: Literal["main", "banner"] = "main"):
        """Follow the first link with this name, and wait for its page."""
        place = self.page.get_by_role(within)
        self.click(place.get_by_role("link", name=link, exact=True).first)

    def click(self, target: Locator) -> None:
        """Click on what leads to another page, and wait for it."""
        with self.page.expect_navigation():
            target.click()

    def field(self, name: str, value: str = "") -> Locator:
        # A box that stands alone has no value of its own; browsers send “on”.
        chosen = f'[value="{value}"]' if value not in ("", "on") else ""
        return self.page.locator(f'[name="{name}"]{chosen}')

    def answer(self, answers: dict[str, Any]) -> None:
        """Fill in the named fields of a form, whatever kind of control each is."""
        for name, value in answers.items():
            control = self.field(name).first
            match control.get_attribute("type") or control.evaluate("box => box.localName"):
                case "radio":
                    self.field(name, value).check()
                case "checkbox":
                    for one in [value] if isinstance(value, str) else value:
                        self.field(name, one).check()
                case "select":
                    control.select_option(value)
                case "file":
                    control.set_input_files(value)
                case _:
                    control.fill(value)

    def sees(self, *texts: str) -> None:
        for text in texts:
            expect(self.page.locator("body")).to_contain_text(text)

    def sees_nowhere(self, *texts: str) -> None:
        for text in texts:
            expect(self.page.locator("body")).not_to_contain_text(text)


class Reporter(Person):
    """Reports an experiment, without an account."""

    def begin_from_the_front_page(self) -> None:
        self.visit("pages:front")
        self.follow(self.words("Report an experiment"), within="banner")
        self.follow(self.words("An experiment"))
        self.press("Start")

    def goes_on(self) -> None:
        self.press("Save and continue")

    def change(self, question: str) -> None:
        """Follow the link beside an answer on the check page."""
        self.follow(about(self.words("Change"), self.words(question)))

    def send(self, kind: Kind = Kind.EXPERIMENT) -> None:
        self.press(SEND[kind])

    def open_mailed_link(self, message: EmailMessage) -> None:
        link = next(line for line in str(message.body).splitlines() if "http" in line)
        self.page.goto(link)
        self.press("Open")


class Reader(Person):
    """Reads what is published."""

    def open_from_the_gallery(self, title: str) -> None:
        self.visit("gallery:list")
        self.follow(title)


class Staff(Person):
    """Somebody with an account, in the admin."""

    def sign_in(self, user: User) -> None:
        self.visit("admin:index")
        self.answer({"username": user.email, "password": PASSWORD})
        self.press("Log in")

    def open_from_the_menu(self, plural: str) -> None:
        self.follow(capfirst(self.words(plural)), within="banner")


class Handler(Staff):
    """Reads the queue and decides."""

    def open_from_the_queue(self, report: Report) -> None:
        self.open_from_the_menu("reports")
        self.follow(report.title)

    def decide(self, move: Move, *, reason: str = "") -> None:
        button = self.button(self.label(move))
        if reason:
            self.page.locator("form", has=button).get_by_role("textbox").fill(reason)
        self.click(button)


class Organiser(Staff):
    """Runs the award."""

    def make_round(self, year: int) -> None:
        self.open_from_the_menu("award rounds")
        self.click(self.page.locator(".addlink"))
        days = {"opens_on": f"1.1.{year}", "closes_on": f"31.10.{year}"}
        self.answer({"year": str(year)} | days)
        self.press("Save")

    def open_round(self, award_round: AwardRound) -> None:
        self.open_from_the_menu("award rounds")
        self.follow(str(award_round))

    def nominate(self, report: Report, category: AwardCategory) -> None:
        self.open_round(category.award_round)
        link = self.words("Choose nominees among the published reports")
        self.follow(about(link, self._of(category)))
        self.field("_selected_action", str(report.pk)).check()
        self.answer({"action": f"nominate_{category.award_round.year}"})
        self.press("Go")

    def make_winner(self, category: AwardCategory, **citations: str) -> None:
        """Let the first nominee of the category win."""
        self.open_round(category.award_round)
        self.follow(about(self.words("Results and citations"), self._of(category)))
        answers = {"result": NominationResult.WINNER.value} | citations
        self.answer({f"nominations-0-{name}": value for name, value in answers.items()})
        self.press("Save")

    def release_winners(self, award_round: AwardRound) -> None:
        self.open_round(award_round)
        self.follow(f"{self.words('Release the winners')}…")
        self.press("Release the winners")

    def _of(self, category: AwardCategory) -> str:
        with override(self.language):
            return category.name
