"""Keeps each version of a sent report, and brings an earlier one back."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from experiments.actions.completeness import refuse_incomplete
from experiments.actions.moments import day_of
from experiments.actions.search import index_report
from experiments.enums import COMPLETE_STATES, Role
from experiments.exceptions import (
    ChangedMeanwhileError,
    NotRestorableError,
    ReportIncompleteError,
)
from experiments.models import Agency, Picture, Report, ReportTheme, ReportVersion, User
from experiments.models.version import VERSIONED, snapshot_of


def record_version(
    *, report: Report, role: Role, by: User | None, at: datetime, restores: int | None = None
) -> ReportVersion | None:
    """Keep what the stored report now says, if it was ever sent and says anything new.

    Readers find a published one by its new words at once. Of an anonymous author neither the
    account nor the time of day is kept.

    Called in the transaction of the change, which has locked the report's row.
    """
    stored = Report.objects.select_related("agency").get(pk=report.pk)
    if not stored.has_been_sent:
        return None
    if stored.is_published:
        index_report(stored)
    if stored.is_anonymous and role is Role.AUTHOR:
        by, at = None, day_of(at)
    snapshot = snapshot_of(stored)
    before = stored.versions.order_by("-number").first()
    if before and before.snapshot == snapshot:
        return None
    known = before.snapshot if before else {}
    return ReportVersion.objects.create(
        report=stored,
        number=before.number + 1 if before else 1,
        at=at,
        role=role,
        actor=by,
        snapshot=snapshot,
        changed=[name for name, value in snapshot.items() if known.get(name) != value],
        restores=restores,
    )


def keep_first_version(report: Report) -> None:
    """Keep what a report said that was sent before versions were kept; called before a change."""
    if report.submitted_at and not report.versions.exists():
        record_version(report=report, role=Role.AUTHOR, by=None, at=report.submitted_at)


@transaction.atomic
def restore_version(
    *, report: Report, number: int, seen: int, by: User, at: datetime
) -> ReportVersion | None:
    """Make the report say again what it said in that version, as a new version.

    `seen` is the number of the newest version that the handler knew of. Returns None if the report
    says it already. Pictures get their words and order back, but what was removed or added stays
    so; the author's name, address and consents are never touched.

    Raises ChangedMeanwhileError if there is a newer version than `seen`, NotRestorableError if `by`
    is no handler, the report is not with staff or readers now, or the version lacks mandatory
    answers or names an agency that exists no more.
    """
    if not by.is_handler:
        raise NotRestorableError(_("Only handlers can bring an earlier version back."))
    report = Report.objects.select_for_update().get(pk=report.pk)
    if report.state not in COMPLETE_STATES:
        raise NotRestorableError(
            _("Only a report that waits for a decision or is published can be brought back.")
        )
    if report.versions.latest().number != seen:
        raise ChangedMeanwhileError
    version = report.versions.get(number=number)
    _put_back(report, version)
    return record_version(report=report, role=Role.HANDLER, by=by, at=at, restores=number)


def _put_back(report: Report, version: ReportVersion) -> None:
    words = version.snapshot
    agencies = _agencies({*words["partners"], *filter(None, [words["agency"]])})
    version.set_columns(report)
    report.agency = agencies.get(words["agency"])
    report.partners.set(agencies[slug] for slug in words["partners"])
    replace_themes(report, words["themes"])
    _put_pictures_back(report, words["pictures"])
    try:
        refuse_incomplete(report)
    except ReportIncompleteError as error:
        raise NotRestorableError(
            _("That version lacks mandatory answers, so it cannot be brought back.")
        ) from error
    report.save(update_fields=[*VERSIONED, "agency"])


def _put_pictures_back(report: Report, words: list[dict[str, Any]]) -> None:
    """Give pictures their words and order again; those that the version lacks stand after them."""
    for told in words:
        report.pictures.filter(image=told["image"]).update(**told)
    places = {told["image"]: place for place, told in enumerate(words)}
    pictures = list(report.pictures.all())
    pictures.sort(key=lambda picture: places.get(picture.image.name, len(places)))
    # Through free places: the database compares positions row by row, not at the end.
    free = (report.pictures.aggregate(last=Max("position"))["last"] or 0) + 1
    for start in (free, 0):
        for place, picture in enumerate(pictures, start):
            Picture.objects.filter(pk=picture.pk).update(position=place)


def replace_themes(report: Report, themes: list[str]) -> None:
    """Give the report these themes and no others."""
    report.theme_rows.exclude(theme__in=themes).delete()
    rows = [ReportTheme(report=report, theme=theme) for theme in themes]
    ReportTheme.objects.bulk_create(rows, ignore_conflicts=True)


def _agencies(slugs: set[str]) -> dict[str, Agency]:
    agencies = {agency.slug: agency for agency in Agency.objects.filter(slug__in=slugs)}
    missing = slugs - set(agencies)
    if missing:
        raise NotRestorableError(
            _("That version names an agency that is not on the list any more: %(agencies)s.")
            % {"agencies": ", ".join(sorted(missing))}
        )
    return agencies
