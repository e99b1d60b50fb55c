"""Loads the register of agencies."""

from pathlib import Path
from typing import Final

from django.core.management.base import (
    BaseCommand,
    CommandError,
    CommandParser,
    no_translations,
)

from experiments.actions.agencies import AgencyFileError, load_agencies

REGISTER: Final = Path(__file__).resolve().parents[2] / "data" / "agencies.csv"


class Command(BaseCommand):
    help = (
        "Adds the agencies of a CSV file and corrects those that differ from it. What was changed "
        "by hand in an agency of the file is overwritten; agencies it does not know stay."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file",
            nargs="?",
            type=Path,
            default=REGISTER,
            help="A CSV file with the same columns as the default, %(default)s.",
        )

    @no_translations
    def handle(self, *, file: Path, **_options: object) -> str:
        try:
            with file.open(encoding="utf-8-sig", newline="") as lines:
                loaded = load_agencies(lines=lines)
        except (OSError, UnicodeDecodeError, AgencyFileError) as error:
            raise CommandError(f"Nothing was loaded from {file}: {error}") from error
        return (
            f"Agencies: {loaded.new} new, {loaded.changed} changed, {loaded.unchanged} unchanged."
        )
