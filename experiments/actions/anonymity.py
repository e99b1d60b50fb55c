"""Sends a revelation whose author stays unknown, and lets the author follow it by a code."""

import hashlib
import secrets
import uuid
from datetime import datetime
from typing import Final

from django.db import transaction

from experiments.actions.report import send_report
from experiments.models import Report, TrackingCode

# Digits and capitals without I, L, O and U (Crockford's base 32): none is taken for another.
_SIGNS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MEANT: Final = str.maketrans("ILO", "110")
# Pages of the form on which nothing is asked about its author.
NAMELESS_PAGES: Final = frozenset({"practice"})
_GROUPS, _GROUP = 7, 4  # 28 signs of 5 bits: 140 bits


def new_code() -> str:
    """Return a fresh tracking code at random, in groups that can be copied by hand."""
    groups = ("".join(secrets.choice(_SIGNS) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


@transaction.atomic
def forget_author(*, report: Report) -> None:
    """Erase whose the report is: its account, its mailed links, and what was typed unfinished.

    Pages that ask nothing of the author stay as they were typed. Called under the report's lock.
    """
    report.author = None
    report.save(update_fields=["author"])
    report.links.all().delete()
    report.unfinished_pages.exclude(page__in=NAMELESS_PAGES).delete()


@transaction.atomic
def send_anonymously(*, report: Report, code: str, at: datetime) -> Report:
    """Send an anonymous revelation, or its completion, to the handlers; the code will find it.

    The report gets another key, so no address it was written under (in the browser's history, in a
    log on the way) leads to it any more. Raises as move_report does.
    """
    sent = send_report(report=report, by=None, at=at)
    forget_author(report=sent)
    sent.unfinished_pages.all().delete()
    TrackingCode.objects.get_or_create(report=sent, defaults={"digest": _digest(code)})
    sent.key = uuid.uuid4()
    sent.save(update_fields=["key"])
    return sent


def report_followed(*, code: str) -> Report | None:
    """Return the report that the code follows, however its signs are spaced; None if there is none.

    A malformed code is looked up like any other, so that all wrong ones are answered alike.
    """
    found = TrackingCode.objects.filter(digest=_digest(code)).select_related("report").first()
    return found.report if found else None


def _digest(code: str) -> str:
    # No salt and no stretching: the code is random, and longer than can be guessed.
    signs = "".join(sign for sign in code.upper() if sign.isalnum()).translate(_MEANT)
    return hashlib.sha256(signs.encode("utf-8", "replace")).hexdigest()
