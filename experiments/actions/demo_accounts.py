"""Makes the accounts of a demonstration: one for each role, all with one password made here."""

import secrets
from pathlib import Path
from typing import Final, NamedTuple

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import transaction

from experiments.models import Agency, User

# Letters and digits that nobody mistakes for each other when typing: 30 of them.
_CHARACTERS: Final = "abcdefghjkmnpqrstuvwxyz3456789"


class Account(NamedTuple):
    """One account; its name is a role, for there is no such person."""

    email: str
    name: str
    group: str
    agency: str


ACCOUNTS: Final = (
    Account("kasittelija@virasto.example", "Demo: käsittelijä", "handler", "valtiokonttori"),
    Account("raati1@virasto.example", "Demo: raadin jäsen 1", "juror", "vm"),
    Account("raati2@virasto.example", "Demo: raadin jäsen 2", "juror", "verohallinto"),
    Account("raati3@virasto.example", "Demo: raadin jäsen 3", "juror", "stuk"),
    Account("jarjestaja@virasto.example", "Demo: järjestäjä", "organiser", "valtiokonttori"),
)


@transaction.atomic
def make_accounts() -> str:
    """Make the accounts that are missing, and return the password that opens them.

    The password is made at random when there is none in VAR_DIR yet, so none is known beforehand.
    An account that exists is left as it is, unless the password had to be made anew.
    """
    path = settings.VAR_DIR / "demo_password"
    kept = path.read_text().strip() if path.exists() else ""
    password = kept or _new_password()
    emails = [account.email for account in ACCOUNTS]
    known = set(User.objects.filter(email__in=emails).values_list("email", flat=True))
    missing = [account for account in ACCOUNTS if account.email not in known]
    for account in missing:
        _make_account(account)
    to_open = [account.email for account in missing] if kept else emails
    if to_open:
        User.objects.filter(email__in=to_open).update(password=make_password(password))
    if not kept:
        _keep_to_owner(path, password)
    return password


def _make_account(account: Account) -> None:
    user = User.objects.create_user(
        account.email,
        name=account.name,
        agency=Agency.objects.get(slug=account.agency),
        is_staff=True,
    )
    user.groups.add(Group.objects.get(name=account.group))


def _new_password() -> str:
    """Return 12 characters in groups of four: 58 bits, and soon typed."""
    groups = ("".join(secrets.choice(_CHARACTERS) for _ in range(4)) for _ in range(3))
    return "-".join(groups)


def _keep_to_owner(path: Path, password: str) -> None:
    """Write the password where only the owner of this installation reads it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.chmod(0o600)  # before the secret is in it, whatever an older file allowed
    path.write_text(password + "\n")
