"""What authors and handlers do to a report, with the mails that tell of it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from experiments import notifications
from experiments.actions.accounts import claim_reports
from experiments.actions.completeness import refuse_incomplete
from experiments.actions.links import make_author_link
from experiments.actions.states import hold_for_author, move_report
from experiments.actions.transfer import transfer_report
from experiments.actions.versions import keep_first_version, record_version, replace_themes
from experiments.enums import COMPLETE_STATES, Kind, Move, Role
from experiments.models import Agency, Report, UnfinishedPage, User


@transaction.atomic
def begin_report(*, key: UUID, kind: Kind, language: str, by: User | None) -> Report:
    """Return the draft with this key, made now unless it exists (a page sent twice makes one).

    It belongs to the account `by` that begins it; without one, to nobody until it is claimed.
    """
    report, _is_new = Report.objects.get_or_create(
        key=key, defaults={"kind": kind, "language": language, "author": by}
    )
    return report


@transaction.atomic
def save_answers(
    *,
    report: Report,
    fields: Collection[str],
    themes: Collection[str] | None = None,
    partners: Collection[Agency] | None = None,
    by: User | None = None,
    at: datetime,
) -> None:
    """Keep what the author changed: these fields, and the themes and partners if they are given.

    Only these columns are written, so that what a handler does meanwhile is not undone. Once the
    report has been sent, what it now says becomes its newest version.

    Raises AlreadySentError if the report is not the author's to change now, ReportIncompleteError
    if it is published and would lack a mandatory part.
    """
    hold_for_author(report)
    if themes is not None:
        replace_themes(report, list(themes))
    if partners is not None:
        report.partners.set(partners)
    if report.state in COMPLETE_STATES:
        refuse_incomplete(_as_saved(report, fields))
    report.save(update_fields=fields)
    record_version(report=report, role=Role.AUTHOR, by=by, at=at)


@transaction.atomic
def save_unfinished(*, report: Report, page: str, answers: dict[str, Any]) -> None:
    """Keep what was typed on a page as it is, right or wrong. Raises as save_answers does."""
    hold_for_author(report)
    UnfinishedPage.objects.update_or_create(report=report, page=page, defaults={"answers": answers})


def forget_unfinished(*, report: Report, page: str) -> None:
    """Drop what was typed on a page, once the page is accepted."""
    report.unfinished_pages.filter(page=page).delete()


@transaction.atomic
def mail_draft_link(*, report: Report, to: str, at: datetime) -> None:
    """Send a link that opens the draft on any device to the address, which is not kept."""
    secret = make_author_link(report=report, at=at)
    notifications.send_draft_link(report, to=to, secret=secret)


@transaction.atomic
def send_report(*, report: Report, by: User | None, at: datetime) -> Report:
    """Send a draft, or a completed report, to the handlers, and acknowledge it to its author.

    The acknowledgement is due without delay (Act 13/2003, section 12). Raises as move_report does;
    a second press of the button therefore raises MoveNotAllowedError and sends nothing twice.
    """
    sent = move_report(report=report, move=report.sending_move, role=Role.AUTHOR, by=by, at=at)
    record_version(report=sent, role=Role.AUTHOR, by=by, at=at)
    notifications.tell_received(sent)
    if by is not None:  # signed in only after the draft was begun
        claim_reports(user=by)
    return sent


@transaction.atomic
def decide(*, report: Report, move: Move, by: User, at: datetime, note: str = "") -> Report:
    """Do what a handler decided, and tell the author of it in the report's language.

    Nobody is told where there is no address: of anonymous reports and of what was transferred.
    Raises as move_report does.
    """
    if move is Move.TRANSFER:
        return transfer_report(report=report, by=by, at=at, note=note)
    decided = move_report(report=report, move=move, role=Role.HANDLER, by=by, at=at, note=note)
    if notifications.addresses_of(decided):
        _tell_author(decided, move=move, at=at, note=note)
    return decided


def _tell_author(decided: Report, *, move: Move, at: datetime, note: str) -> None:
    match move:
        case Move.PUBLISH:
            notifications.tell_published(decided, secret=make_author_link(report=decided, at=at))
        case Move.ASK_MORE:
            notifications.tell_more_requested(
                decided, note=note, secret=make_author_link(report=decided, at=at)
            )
        case Move.DECLINE:
            notifications.tell_not_published(decided, note=note)
        case Move.UNPUBLISH:
            notifications.tell_unpublished(decided, note=note)


@transaction.atomic
def save_barrier(*, report: Report, fields: Collection[str], by: User, at: datetime) -> None:
    """Save what a handler wrote of a barrier: only these columns, for others may be being written.

    The caller sees to it that no other handler's words are lost, see forms.guarded.
    """
    # Locked before the first version is made: an author does it in the same order.
    Report.objects.select_for_update().get(pk=report.pk)
    keep_first_version(report)
    report.save(update_fields=fields)
    record_version(report=report, role=Role.HANDLER, by=by, at=at)


def _as_saved(report: Report, fields: Collection[str]) -> Report:
    """Return the report as it will be stored once these columns are written."""
    stored = Report.objects.get(pk=report.pk)
    for name in fields:
        setattr(stored, name, getattr(report, name))
    return stored
