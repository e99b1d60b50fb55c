"""Slows down who tries codes, without keeping anybody's address."""

import datetime as dt
import hashlib
import hmac
import secrets
from typing import Final

from django.core.cache import caches
from django.http import HttpRequest

from experiments.views.limits import address_of

MOST_FAILURES: Final = 20
WINDOW: Final = 10 * 60  # seconds
_DAY: Final = 24 * 60 * 60  # seconds


def is_slowed_down(request: HttpRequest, *, today: dt.date) -> bool:
    """Return whether too many wrong codes came from where this request comes from."""
    return bool(caches["memory"].get(_mark(request, today), 0) >= MOST_FAILURES)


def note_failure(request: HttpRequest, *, today: dt.date) -> None:
    """Count a wrong code; the count is forgotten WINDOW seconds after the first."""
    mark = _mark(request, today)
    memory = caches["memory"]
    if not memory.add(mark, 1, WINDOW):
        try:
            memory.incr(mark)
        except ValueError:  # the window ended just now
            memory.set(mark, 1, WINDOW)


def _mark(request: HttpRequest, today: dt.date) -> str:
    """Return a mark of the address under a salt that lives for a day, and only in this process."""
    salt = caches["memory"].get_or_set(
        f"tracking-salt-{today}", lambda: secrets.token_hex(16), _DAY
    )
    digest = hmac.new(str(salt).encode(), address_of(request).encode(), hashlib.sha256)
    return f"tracking-{digest.hexdigest()}"
