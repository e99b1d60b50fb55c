"""Brings the search index up to date with the published reports."""

from django.core.management.base import BaseCommand, no_translations

from experiments.actions.search import reindex
from experiments.language import analyser_name


class Command(BaseCommand):
    help = (
        "Indexes the published reports whose texts, or whose analyser of words, changed since they "
        "were indexed, and forgets those that are not published. A run that was stopped goes on."
    )

    @no_translations
    def handle(self, **_options: object) -> str:
        self.stdout.write(f"Words are analysed by {analyser_name()}.")
        indexed, forgotten = reindex(tell=self._tell)
        return f"Search index: {indexed} reports indexed, {forgotten} forgotten."

    def _tell(self, done: int, of_all: int) -> None:
        if done % 1_000 == 0 or done == of_all:
            self.stdout.write(f"Reports: {done}/{of_all}")
