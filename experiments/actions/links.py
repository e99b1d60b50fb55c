"""Makes and reads the secret links that bring an author back to a report."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Final

from experiments.models import AuthorLink, Report

LIFETIME: Final = timedelta(days=60)


def make_author_link(*, report: Report, at: datetime) -> str:
    """Return a new secret of 256 bits for the report; only its digest is kept."""
    secret = secrets.token_urlsafe(32)
    AuthorLink.objects.create(
        report=report, digest=_digest(secret), created_at=at, expires_at=at + LIFETIME
    )
    return secret


def report_behind(*, secret: str, at: datetime) -> Report | None:
    """Return the report that the secret opens; None if there is no such link or it expired."""
    link = (
        AuthorLink.objects.usable(at=at)
        .filter(digest=_digest(secret))
        .select_related("report")
        .first()
    )
    return link.report if link else None


def _digest(secret: str) -> str:
    # No salt and no stretching: the secret is random and as long as the digest.
    return hashlib.sha256(secret.encode()).hexdigest()
