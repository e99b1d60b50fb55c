"""What authors do to their own reports from “My submissions”; the view checks whose they are."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from experiments.actions.deletion import delete_reports
from experiments.actions.states import move_report
from experiments.actions.versions import keep_first_version, record_version
from experiments.enums import Move, Role
from experiments.exceptions import AlreadySentError, StageNotMovableError
from experiments.models import Report, User


def withdraw_report(*, report: Report, by: User, at: datetime) -> Report:
    """Take a sent report back; readers and the queue see it no more. Raises as move_report does."""
    return move_report(report=report, move=Move.WITHDRAW, role=Role.AUTHOR, by=by, at=at)


@transaction.atomic
def move_stage(*, report: Report, fields: Collection[str], by: User, at: datetime) -> None:
    """Keep the stage of a published experiment, and what came of it, as a new version.

    `fields` are the columns that were asked for. Raises StageNotMovableError if the report is not,
    or no longer, a published experiment.
    """
    movable = Report.objects.published().experiments().select_for_update()
    if not movable.filter(pk=report.pk).exists():
        raise StageNotMovableError
    keep_first_version(report)
    report.save(update_fields=fields)
    record_version(report=report, role=Role.AUTHOR, by=by, at=at)


@transaction.atomic
def delete_draft(*, report: Report) -> None:
    """Delete a draft and its pictures for good. Raises AlreadySentError once it has been sent.

    A sent report is an official document: its author withdraws it, and it is kept.
    """
    if not delete_reports(reports=Report.objects.drafts().filter(pk=report.pk)):
        raise AlreadySentError
