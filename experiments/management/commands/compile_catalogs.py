"""Compiles the translations, also where gettext is not installed."""

from pathlib import Path

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = (
        "Compiles each .po file whose .mo file is missing or older. Texts marked fuzzy are left "
        "out: nobody has checked them, so the page shows the original."
    )
    # The checks would load the pages, which read the very catalogues that are missing.
    requires_system_checks = ()

    def handle(self, **_options: object) -> None:
        for folder in settings.LOCALE_PATHS:
            for catalog in sorted(Path(folder).glob("*/LC_MESSAGES/*.po")):
                compiled = catalog.with_suffix(".mo")
                if not _is_fresh(compiled, catalog):
                    _compile(catalog, compiled)
                    self.stdout.write(f"Compiled {compiled}")


def _is_fresh(compiled: Path, catalog: Path) -> bool:
    return compiled.exists() and compiled.stat().st_mtime_ns >= catalog.stat().st_mtime_ns


def _compile(catalog: Path, compiled: Path) -> None:
    try:
        texts = polib.pofile(str(catalog))
    except (OSError, UnicodeDecodeError) as error:  # what polib says of a broken file
        raise CommandError(f"{catalog} cannot be compiled: {error}") from error
    # Written aside and moved: whoever stops the command leaves no half catalogue behind.
    written = compiled.with_suffix(".mo.part")
    texts.save_as_mofile(written)
    written.replace(compiled)
