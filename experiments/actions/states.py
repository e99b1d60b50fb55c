"""The only code that writes a report's state; every change is checked, locked and remembered."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localtime

from experiments.actions.search import follow_publication
from experiments.enums import COMPLETE_STATES, TRANSITIONS, Move, Role, State
from experiments.exceptions import (
    AlreadySentError,
    MoveNotAllowedError,
    NoteMissingError,
    ReportIncompleteError,
    WrongRoleError,
)
from experiments.models import Report, StateChange, User


@transaction.atomic
def move_report(
    *, report: Report, move: Move, role: Role, by: User | None, at: datetime, note: str = ""
) -> Report:
    """Do to the report what the table of transitions allows, and write it into its history.

    Returns the report as it now is. `by` may be empty only for an author without an account. Of an
    anonymous author neither the account nor the time of day is kept, whatever is passed.

    Raises WrongRoleError if the move belongs to another role or `by` lacks the right to it,
    MoveNotAllowedError if the report's state does not allow it (also when somebody else was
    faster), NoteMissingError if words are due, ReportIncompleteError if it would go to staff or
    readers without its mandatory parts.
    """
    row = TRANSITIONS[move]
    if role is not row.role or (role is Role.HANDLER and not (by and by.is_handler)):
        raise WrongRoleError(move=move)
    # Lock and re-read: two handlers may press the button at once, an author may double-click.
    report = Report.objects.select_for_update().get(pk=report.pk)
    source = State(report.state)
    if source not in row.sources:
        raise MoveNotAllowedError(move=move, state=source)
    if row.needs_note and not note.strip():
        raise NoteMissingError
    if report.is_anonymous and role is Role.AUTHOR:
        by, at = None, day_of(at)
    _enter(report, row.target, at)
    if row.target in COMPLETE_STATES:
        _refuse_incomplete(report)
    report.save(update_fields=["state", "reference", "submitted_at", "published_at"])
    StateChange.objects.create(
        report=report,
        move=move,
        from_state=source,
        to_state=row.target,
        role=role,
        actor=by,
        at=at,
        note=note.strip(),
    )
    if State.PUBLISHED in (source, row.target):
        follow_publication(report)
    return report


def _enter(report: Report, state: State, at: datetime) -> None:
    """Set the state, and what is set once: the number and the moments of sending and publishing."""
    report.state = state
    if report.reference is None:
        report.reference = _reference(report, at)
        report.submitted_at = at
    if state is State.PUBLISHED and report.published_at is None:
        report.published_at = at


def day_of(at: datetime) -> datetime:
    """Return the midnight in Finland that began the day: a date, where a moment is stored."""
    return localtime(at, ZoneInfo(settings.TIME_ZONE)).replace(
        hour=0, minute=0, second=0, microsecond=0
    )


def hold_for_author(report: Report) -> None:
    """Lock the report until the transaction ends, so that its author's change is the only one.

    Raises AlreadySentError if the report is no longer the author's to change.
    """
    if not Report.objects.being_written().select_for_update().filter(pk=report.pk).exists():
        raise AlreadySentError


def _reference(report: Report, at: datetime) -> str:
    """Make the number people quote: the year it was sent (in Finland) and the report's own."""
    return f"TYO-{at.astimezone(ZoneInfo(settings.TIME_ZONE)).year}-{report.pk:04d}"


def _refuse_incomplete(report: Report) -> None:
    try:
        report.validate_constraints()
    except ValidationError as error:
        raise ReportIncompleteError from error
    pictures = report.pictures.all()
    if not report.theme_rows.exists() or not all(picture.is_publishable for picture in pictures):
        raise ReportIncompleteError
