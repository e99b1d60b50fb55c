"""A sent report's text as it was after each change. Rows are only ever added."""

import datetime as dt
from decimal import Decimal
from typing import Any, Final, NoReturn, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from experiments.enums import Role
from experiments.models.report import Report

# The report's own words, choices and figures, in the order in which they are compared.
VERSIONED: Final = (
    *("title", "summary", "stage", "outcome", "problem", "change", "started_on", "ended_on"),
    *("people_involved", "customers_involved", "customers_how", "results", "lessons"),
    *("decision_due_on", "hours_saved", "hours_basis", "euros_saved", "euros_basis"),
    *("nerves_spared", "nerves_basis", "tips", "link", "looking_for"),
    *("origin", "affected", "proposal", "barrier_state", "barrier_note", "agency_reply"),
    "other_agency",
)
# Kept nowhere but in the report. The author's name, address and consents are personal data: they
# must be erasable, and nobody else may give back a consent that was withdrawn. The rest says how
# the report is handled, not what it tells.
NOT_VERSIONED: Final = frozenset(
    {
        *("author_name", "author_email", "name_consent_at", "may_be_contacted", "help_languages"),
        *("takes_part_in_award", "authorship"),
        *("id", "key", "kind", "language", "state", "reference", "author"),
        *("created_at", "submitted_at", "published_at"),
    }
)
# What a snapshot holds besides columns; `agency` and `partners` by their slugs.
RELATED: Final = ("agency", "partners", "themes", "pictures")


class ReportVersionQuerySet(models.QuerySet["ReportVersion"]):
    def update(self, **_fields: Any) -> NoReturn:
        raise TypeError("Versions are only added to. The database refuses too.")

    def as_of(self, moment: dt.datetime) -> Self:
        """Keep of each report the version that stood at that moment; none if it had not been sent.

        A report that has no version at all has not changed since it was sent.
        """
        later = ReportVersion.objects.filter(
            report=OuterRef("report"), number__gt=OuterRef("number"), at__lte=moment
        )
        return self.filter(~Exists(later), at__lte=moment)

    def after_publishing(self) -> Self:
        """Keep the changes of texts that readers had already seen, the newest first."""
        changes = self.filter(number__gt=1, report__published_at__isnull=False)
        return changes.filter(at__gt=F("report__published_at")).order_by("-at", "-pk")


class ReportVersion(models.Model):
    """One version of one report; written by experiments.actions.versions alone."""

    report = models.ForeignKey(
        Report, models.CASCADE, related_name="versions", verbose_name=_("report")
    )
    number = models.PositiveIntegerField(_("number"))
    at = models.DateTimeField(_("when"))
    role = models.CharField(_("in what role"), max_length=10, choices=Role)
    # Empty for an author without an account. PROTECT: an account with a past is not deleted.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name=_("by whom")
    )
    # See snapshot_of; `changed` names what differs from the version before.
    snapshot = models.JSONField(_("text"))
    changed = models.JSONField(_("what changed"), default=list)
    restores = models.PositiveIntegerField(_("brings back version"), null=True)

    objects = ReportVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["report", "number"]
        get_latest_by = "number"
        default_permissions = ()
        indexes = [models.Index(fields=["-at", "-id"], name="version_newest")]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="version_number_is_unique"),
            models.CheckConstraint(condition=Q(number__gte=1), name="version_numbers_begin_at_one"),
            models.CheckConstraint(
                condition=Q(role=Role.AUTHOR) | Q(role=Role.HANDLER, actor__isnull=False),
                name="version_by_staff_names_them",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}/{self.number}"

    def set_columns(self, report: Report) -> None:
        """Set the report's columns to this version's, without saving; relations are left alone."""
        for name in VERSIONED:
            if name in self.snapshot:
                field = column(name)
                setattr(report, name, field.to_python(self.snapshot[name]))


def column(name: str) -> models.Field:
    """Return one of the report's own columns."""
    found: models.Field = Report._meta.get_field(name)  # type: ignore[assignment]  # noqa: SLF001  (documented API)
    return found


def snapshot_of(report: Report) -> dict[str, Any]:
    """Return the report's own text as plain values that JSON can hold; `report` as it is stored.

    Pictures are told of in their order, those that readers may see.
    """
    return {name: _plain(getattr(report, name)) for name in VERSIONED} | {
        "agency": report.agency.slug if report.agency else None,
        "partners": sorted(report.partners.values_list("slug", flat=True)),
        "themes": [theme.value for theme in report.themes],
        "pictures": list(
            report.pictures.publishable().values(
                "image", "text_alternative", "is_decorative", "has_rights"
            )
        ),
    }


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
