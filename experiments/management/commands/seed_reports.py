"""Fills the database with made-up reports, for measuring."""

from django.conf import settings
from django.core.management.base import (
    BaseCommand,
    CommandError,
    CommandParser,
    no_translations,
)

from experiments.actions.seed import seed_reports
from experiments.exceptions import ActionRefusedError


class Command(BaseCommand):
    help = (
        "Publishes made-up reports, the same each time, until there are NUMBER of them, and "
        "indexes them for search. Only with DEMO=on. A run that was stopped goes on."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", type=int, help="How many there shall be.")

    @no_translations
    def handle(self, *, number: int, **_options: object) -> str:
        if not settings.DEMO:
            raise CommandError(
                "Made-up reports do not belong into a service in use. Set DEMO=on to try one out."
            )
        try:
            new = seed_reports(
                number=number, tell=lambda done: self.stdout.write(f"Reports: {done}/{number}")
            )
        except ActionRefusedError as refusal:
            raise CommandError(str(refusal)) from refusal
        return f"Made-up reports: {new} new, {number} in all."
