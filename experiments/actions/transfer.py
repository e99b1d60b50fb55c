"""Passes a report on to the whistleblowing officer: frozen, and hidden from everybody else."""

import json
from datetime import datetime
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Replace
from django.utils.translation import gettext as _

from experiments.actions.states import move_report
from experiments.enums import Move, NominationResult, Role
from experiments.models import AwardCategory, Report, User


@transaction.atomic
def transfer_report(*, report: Report, by: User, at: datetime, note: str) -> Report:
    """Transfer the report, unchanged (Act 1171/2022, section 32). No mail tells of it.

    Its nominations are hidden and lose their results, so that the award can go on without it; the
    log of staff's actions keeps its number in place of its title. Raises as move_report does.
    """
    transferred = move_report(
        report=report, move=Move.TRANSFER, role=Role.HANDLER, by=by, at=at, note=note
    )
    honoured = transferred.nominations.exclude(result=NominationResult.NOMINEE)
    for nomination in honoured.select_related("category__award_round"):
        lost = _("Result taken back: %(report)s, %(result)s") % {
            "report": transferred.reference,
            "result": nomination.get_result_display(),
        }
        _log(nomination.category, name=str(nomination.category), by=by, message=lost)
    transferred.nominations.update(result=NominationResult.NOMINEE)
    _hide_title_in_log(transferred)
    done = str(transferred.get_state_display())
    _log(transferred, name=str(transferred.reference), by=by, message=done)
    return transferred


def _log(row: Report | AwardCategory, *, name: str, by: User, message: str) -> None:
    LogEntry.objects.create(
        user=by,
        content_type=ContentType.objects.get_for_model(row),
        object_id=str(row.pk),
        object_repr=name,
        action_flag=CHANGE,
        change_message=message,
    )


def _hide_title_in_log(report: Report) -> None:
    """Put the number in place of the title: in the report's own lines, and where it was nominated.

    Django writes the names of nominations into JSON, with letters such as ä spelt out.
    """
    reference = str(report.reference)
    own = {"content_type": ContentType.objects.get_for_model(Report), "object_id": str(report.pk)}
    LogEntry.objects.filter(**own).update(object_repr=reference)
    names = {f"{reference} {report.title}": reference, f"{report.title} – ": f"{reference} – "}
    for name, instead in names.items():
        for old in {name, json.dumps(name)[1:-1], json.dumps(name, ensure_ascii=False)[1:-1]}:
            message: Any = Replace(F("change_message"), Value(old), Value(instead))
            LogEntry.objects.filter(change_message__contains=old).update(change_message=message)
