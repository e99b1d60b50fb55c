"""Makes accounts of those who ask for a code, and gives them the reports that are theirs."""

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction

from experiments.models import Report, User


@transaction.atomic
def open_account(*, email: str, language: str) -> User | None:
    """Return the account of this address, made now if there is none; None if it is closed.

    The account can be signed in to by nothing but a code sent to the address. Whether it is new or
    old, one row is written, so that the time it takes tells strangers little.
    """
    user, _is_new = User.objects.get_or_create(
        email__iexact=email,
        defaults={
            "email": email.lower(),
            "password": make_password(None),
            "language": language,
        },
    )
    if not user.is_active:
        return None
    _keep_one_address(user)
    return user


def _keep_one_address(user: User) -> None:
    """Make the account's own address the only one it can confirm, and nobody else's.

    An administrator may have changed the address of this account, or of the one that had it before.
    """
    address = user.email.lower()
    EmailAddress.objects.filter(user=user).exclude(email=address).delete()
    EmailAddress.objects.filter(email=address).exclude(user=user).delete()
    EmailAddress.objects.update_or_create(user=user, email=address, defaults={"primary": True})


@transaction.atomic
def claim_reports(*, user: User) -> int:
    """Give the account the reports that name its address; return how many.

    Nothing is given until the address has been confirmed by a code: anybody can type any address.
    """
    address = user.email.lower()
    if not EmailAddress.objects.filter(user=user, email=address, verified=True).exists():
        return 0
    return Report.objects.claimable_with(address).update(author=user)
