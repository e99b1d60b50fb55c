"""The agencies of the State: ministries, agencies, courts and others, with their years."""

import datetime as dt
from functools import reduce
from operator import or_
from typing import Self

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce, Collate, NullIf
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from experiments.enums import AgencyKind

FINNISH = (
    "fi_icu"  # the collation: … z å ä ö; made by the first migration and by experiments.sqlite
)


class AgencyQuerySet(models.QuerySet["Agency"]):
    def in_existence(self, *, on: dt.date) -> Self:
        """Keep the agencies that existed on this day; an unknown start counts as long ago."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=on),
            Q(valid_to__isnull=True) | Q(valid_to__gte=on),
        )

    def of_address(self, email: str) -> "Agency | None":
        """Return the agency that has this address's domain, or one above it; None if none has."""
        labels = email.rpartition("@")[2].casefold().split(".")
        domains = [".".join(labels[start:]) for start in range(len(labels) - 1)]
        likely = reduce(or_, (Q(email_domains__icontains=domain) for domain in domains), Q(pk=None))
        named = {
            domain: agency
            for agency in self.filter(likely)
            for domain in agency.email_domains.casefold().split()
        }
        return next((named[domain] for domain in domains if domain in named), None)

    def by_name(self) -> Self:
        """Order as a Finnish or Swedish reader expects, by the name that the page shows."""
        translated = NullIf(f"name_{get_language() or 'fi'}", Value(""))
        return self.order_by(Collate(Coalesce(translated, "name_fi"), FINNISH), "pk")


class Agency(models.Model):
    """An agency in one period of its life; a merged one stays, with its last day and successor."""

    slug = models.SlugField(_("slug"), unique=True)
    name_fi = models.CharField(_("name in Finnish"), max_length=150, db_collation=FINNISH)
    name_sv = models.CharField(
        _("name in Swedish"), max_length=150, db_collation=FINNISH, blank=True
    )
    name_en = models.CharField(
        _("name in English"), max_length=150, db_collation=FINNISH, blank=True
    )
    abbreviation = models.CharField(_("abbreviation"), max_length=30, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=AgencyKind)
    email_domains = models.CharField(
        _("email domains"), max_length=200, blank=True, help_text=_("Separated by spaces.")
    )
    valid_from = models.DateField(_("first day"), null=True, blank=True)
    valid_to = models.DateField(_("last day"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("successor"),
    )

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        ordering = ["name_fi"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=AgencyKind.values), name="agency_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gte=models.F("valid_from")),
                name="agency_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the page's language; in Finnish where there is no official translation."""
        return getattr(self, f"name_{get_language()}", "") or self.name_fi

    @property
    def name_language(self) -> str:
        """The language `name` is in, for the `lang` attribute (WCAG 3.1.2)."""
        language = get_language() or "fi"
        return language if getattr(self, f"name_{language}", "") else "fi"
