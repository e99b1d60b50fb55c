"""The only code that writes a report's state; every change is checked, locked and remembered."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from experiments.actions.completeness import refuse_incomplete, refuse_undescribed
from experiments.actions.moments import day_of
from experiments.actions.search import follow_publication
from experiments.actions.versions import keep_first_version
from experiments.enums import COMPLETE_STATES, TRANSITIONS, Move, Role, State
from experiments.exceptions import (
    AlreadySentError,
    MoveNotAllowedError,
    NoteMissingError,
    WrongRoleError,
)
from experiments.models import Report, StateChange, User

# The columns that moves write.
_MOVED: Final = ("state", "reference", "submitted_at", "published_at")


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
        refuse_incomplete(report)
    if role is Role.AUTHOR and row.target in COMPLETE_STATES:
        refuse_undescribed(report)
    report.save(update_fields=_MOVED)
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


def hold_for_author(report: Report) -> None:
    """Lock the report until the transaction ends, so that its author's change is the only one.

    What moves have written since `report` was read is set in it. Raises AlreadySentError if the
    report is not its author's to change now.
    """
    open_to_author = Report.objects.changeable_by_author().select_for_update()
    moved = open_to_author.filter(pk=report.pk).values(*_MOVED).first()
    if moved is None:
        raise AlreadySentError
    for name, value in moved.items():
        setattr(report, name, value)
    keep_first_version(report)


def _reference(report: Report, at: datetime) -> str:
    """Make the number people quote: the year it was sent (in Finland) and the report's own."""
    return f"TYO-{at.astimezone(ZoneInfo(settings.TIME_ZONE)).year}-{report.pk:04d}"
