"""Which reports this browser may write: begun, opened by a mailed link, one's own, or at hand.

Each page of the form carries a ticket, signed by us: it brings the right to write along where the
session is gone, so that what was typed on an old page can still be saved.
"""

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.core import signing
from django.http import HttpRequest

from experiments.enums import Kind
from experiments.models import Report, User

_OPENED: Final = "opened_reports"
_MOST: Final = 50  # the oldest give way; a session must not grow without end
_SALT: Final = "report form"
TICKET_LIFETIME: Final = timedelta(days=7)


def open_report(request: HttpRequest, *, key: UUID, kind: Kind) -> None:
    """Let this browser write the report with the key from now on."""
    opened = {**request.session.get(_OPENED, {}), str(key): kind.value}
    request.session[_OPENED] = dict(list(opened.items())[-_MOST:])


def opened_kind(request: HttpRequest, key: UUID) -> Kind | None:
    """Return the kind of the report that this browser may write, or None if it may not."""
    kind = request.session.get(_OPENED, {}).get(str(key))
    if kind is None:
        own = Report.objects.owned_by(request.user).filter(key=key)
        kind = own.values_list("kind", flat=True).first()
    if kind:
        return Kind(kind)
    kind = _kind_on_ticket(request.POST.get("ticket", ""), key)
    if kind:
        open_report(request, key=key, kind=kind)
    return kind


def opened_keys(request: HttpRequest) -> list[str]:
    """Return the keys of all reports this browser may write."""
    opened = list(request.session.get(_OPENED, {}))
    if not request.user.is_authenticated:
        return opened
    own = Report.objects.owned_by(request.user).values_list("key", flat=True)
    return [*opened, *map(str, own)]


def signed_in(request: HttpRequest) -> User | None:
    """Return the account that uses this browser, if any."""
    return request.user if isinstance(request.user, User) else None


def ticket_for(key: UUID, kind: str) -> str:
    """Return the ticket that a page of this report's form carries."""
    return signing.dumps([str(key), kind], salt=_SALT)


def _kind_on_ticket(ticket: str, key: UUID) -> Kind | None:
    try:
        for_key, kind = signing.loads(ticket, salt=_SALT, max_age=TICKET_LIFETIME)
    except signing.BadSignature:
        return None
    return Kind(kind) if for_key == str(key) else None
