"""Loads the demonstration and says how to get into it."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, no_translations
from django.urls import reverse
from django.utils.translation import override

from experiments.actions.demo import load_demo
from experiments.actions.demo_accounts import ACCOUNTS
from experiments.exceptions import ActionRefusedError


class Command(BaseCommand):
    help = (
        "Makes accounts, 25 made-up reports and two award rounds for trying the service out. "
        "Only with DEMO=on. What is there already is kept."
    )

    @no_translations
    def handle(self, **_options: object) -> str:
        if not settings.DEMO:
            raise CommandError(
                "Made-up reports do not belong into a service in use. Set DEMO=on to try one out."
            )
        try:
            password = load_demo(tell=self.stdout.write)
        except ActionRefusedError as refusal:
            raise CommandError(str(refusal)) from refusal
        return _box(_ways_in(password))


def _ways_in(password: str) -> list[str]:
    with override("fi"):
        front_page, staff_page = reverse("pages:front"), reverse("admin:index")
    return [
        f"Front page  {settings.SERVICE_URL}{front_page}",
        f"For staff   {settings.SERVICE_URL}{staff_page}",
        *(f"  {account.email:<30}{account.name}" for account in ACCOUNTS),
        f"  password of all five: {password}",
        f"E-mails go into files in {settings.EMAIL_FILE_PATH}",
    ]


def _box(lines: list[str]) -> str:
    width = max(map(len, lines))
    rule = "─" * (width + 2)
    framed = [f"│ {line:<{width}} │" for line in lines]
    return "\n".join([f"┌{rule}┐", *framed, f"└{rule}┘"])
