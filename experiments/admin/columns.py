"""How a report's state and its time in the queue are shown to staff."""

from datetime import datetime
from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from experiments.enums import State
from experiments.models import Report

_TONES: Final = {
    State.SUBMITTED: "warn",
    State.PUBLISHED: "ok",
    State.NOT_PUBLISHED: "bad",
    State.UNPUBLISHED: "bad",
}


def state_badge(report: Report) -> SafeString:
    """Return the state in words, coloured (css/workflow.css)."""
    state = State(report.state)
    return format_html('<span class="status {}">{}</span>', _TONES.get(state, ""), state.label)


def waiting_time(report: Report, *, at: datetime) -> str:
    """Return how many whole days a report in the queue has waited; empty for others."""
    if report.state != State.SUBMITTED or report.submitted_at is None:
        return ""
    days = (at - report.submitted_at).days
    return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}
