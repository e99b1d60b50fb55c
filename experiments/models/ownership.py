"""Whose a report is: the account that began it, or has confirmed the address that stands in it."""

from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.db.models.functions import Lower

from experiments.enums import (
    CHANGEABLE_STATES,
    TRANSITIONS,
    WRITING_STATES,
    Authorship,
    Kind,
    Move,
    State,
)
from experiments.models.history import StateChange
from experiments.models.user import User

if TYPE_CHECKING:
    from experiments.models.report import Report  # noqa: F401  (named in the base class below)


class OwnershipQuerySet(models.QuerySet["Report"]):
    def owned_by(self, user: User | AnonymousUser) -> Self:
        """Keep the reports that belong to this account; nobody in particular has none."""
        return self.filter(author=user.pk) if user.is_authenticated else self.none()

    def claimable_with(self, address: str) -> Self:
        """Keep what becomes the property of whoever confirms this address, in any case.

        A sent report does also if another account began it, as when a handler types in what
        somebody told; a draft stays with the account that is writing it.
        """
        known = self.exclude(authorship=Authorship.ANONYMOUS)
        naming = known.alias(address=Lower("author_email")).filter(address=address.lower())
        free = Q(author=None) | Q(reference__isnull=False)
        return naming.filter(free, ~Exists(_owners_who_confirmed()))

    def with_confirmed_sender(self) -> Self:
        """Add `has_confirmed_sender`: whether its account has confirmed the address it names."""
        return self.annotate(has_confirmed_sender=Exists(_owners_who_confirmed()))

    def anonymous(self) -> Self:
        """Keep what nobody is to own."""
        return self.filter(authorship=Authorship.ANONYMOUS)

    def drafts(self) -> Self:
        """Keep what has never been sent."""
        return self.filter(state=State.DRAFT)

    def being_written(self) -> Self:
        """Keep what its author is writing, first or at a handler's request."""
        return self.filter(state__in=WRITING_STATES)

    def changeable_by_author(self) -> Self:
        """Keep what its author may change now: what is being written, and what is published.

        Nobody can show to be the author of what was published anonymously.
        """
        nobodys = Q(authorship=Authorship.ANONYMOUS, state=State.PUBLISHED)
        return self.filter(~nobodys, state__in=CHANGEABLE_STATES)

    def withdrawable(self) -> Self:
        """Keep what its author can still take back."""
        return self.filter(state__in=TRANSITIONS[Move.WITHDRAW].sources)

    def experiments(self) -> Self:
        """Keep the experiments; revelations have no stage."""
        return self.filter(kind=Kind.EXPERIMENT)

    def for_own_list(self) -> Self:
        """Load in a constant number of queries what templates/mine/_report.html shows."""
        newest_first = Prefetch("history", StateChange.objects.order_by("-pk"))
        return self.prefetch_related(newest_first).order_by("-created_at", "-pk")


def _owners_who_confirmed() -> models.QuerySet[User]:
    """Return, for a subquery of reports, the account if the report names its confirmed address."""
    return User.objects.filter(
        pk=OuterRef("author"),
        emailaddress__verified=True,
        emailaddress__email=Lower(OuterRef("author_email")),
    )
