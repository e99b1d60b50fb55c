"""The e-mails we send, one function each, in the language the report was written in."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from experiments.models import Report


def addresses_of(report: Report) -> list[str]:
    """Return where mails about the report go; nowhere if it is anonymous or was transferred."""
    return [] if report.is_anonymous or report.is_transferred else [report.author_email]


def tell_received(report: Report) -> None:
    """Acknowledge a report, with its number."""
    with override(report.language):
        if report.is_experiment:
            subject = _("%(reference)s: experiment report received")
        else:
            subject = _("%(reference)s: revelation received")
        _send(report, subject, "received")


def tell_published(report: Report, *, secret: str) -> None:
    """Tell where the report is to be read, with the link by which its author can change it."""
    with override(report.language):
        private_page = reverse("reporting:resume", args=[secret])
        _send(
            report,
            _("%(reference)s: your report has been published"),
            "published",
            page=report.get_absolute_url(),
            private_address=f"{settings.SERVICE_URL}{private_page}",
        )


def tell_more_requested(report: Report, *, note: str, secret: str) -> None:
    """Ask the author to complete the report, with the link that opens it."""
    with override(report.language):
        page = reverse("reporting:resume", args=[secret])
        _send(
            report,
            _("%(reference)s: please add to your report"),
            "more_requested",
            note=note,
            page=page,
        )


def tell_not_published(report: Report, *, note: str) -> None:
    with override(report.language):
        _send(
            report,
            _("%(reference)s: your report will not be published"),
            "not_published",
            note=note,
        )


def tell_unpublished(report: Report, *, note: str) -> None:
    with override(report.language):
        _send(
            report, _("%(reference)s: your report is no longer published"), "unpublished", note=note
        )


def send_draft_link(report: Report, *, to: str, secret: str) -> None:
    """Send the link that opens a draft, to whom its author chose."""
    with override(report.language):
        page = reverse("reporting:resume", args=[secret])
        _send(report, _("Continue your report here"), "draft_link", page=page, to=to)


def _send(
    report: Report, subject: str, template: str, *, page: str = "", to: str = "", **words: str
) -> None:
    """Put one plain-text message to the author into the outbox; `words` go into its template.

    Called inside the action's transaction: in production the outbox is a table, so the message is
    kept or dropped together with what it tells about. A report without addresses gets none: Django
    sends no message that is addressed to nobody.
    """
    owner = {
        key: value[report.language] if isinstance(value, dict) else value
        for key, value in settings.OWNER.items()
    }
    body = render_to_string(
        f"emails/{template}.txt",
        {
            "report": report,
            "address": f"{settings.SERVICE_URL}{page}",
            "owner": owner,
            **{name: text.strip() for name, text in words.items()},
        },
    )
    recipients = [to] if to else addresses_of(report)
    EmailMessage(subject % {"reference": report.reference}, body, to=recipients).send()
