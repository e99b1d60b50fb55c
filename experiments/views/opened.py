"""Which reports this browser may write: begun, opened by a mailed link, one's own, or at hand.

Each page of the form carries a ticket, signed by us: it brings the right to write along where the
session is gone, so that what was typed on an old page can still be saved.
"""

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.core import signing
from django.http import HttpRequest, HttpResponse

from experiments.enums import Kind
from experiments.models import Report, User
from experiments.views.passes import Pass, give_pass, new_pass, pass_of, take_back_pass

_OPENED: Final = "opened_reports"
_MOST: Final = 50  # the oldest give way; a session must not grow without end
_SALT: Final = "page of the report form"
TICKET_LIFETIME: Final = timedelta(days=7)


def open_report(request: HttpRequest, *, key: UUID, kind: Kind) -> None:
    """Let this browser write the report with the key from now on."""
    opened = {**request.session.get(_OPENED, {}), str(key): kind.value}
    request.session[_OPENED] = dict(list(opened.items())[-_MOST:])


def close_report(request: HttpRequest, *, key: UUID) -> None:
    """Forget that this browser opened the report; of a session with nothing else no row is left."""
    opened = {k: kind for k, kind in request.session.get(_OPENED, {}).items() if k != str(key)}
    if opened or set(request.session.keys()) - {_OPENED}:
        request.session[_OPENED] = opened
    else:
        request.session.flush()


def opened_kind(request: HttpRequest, key: UUID) -> Kind | None:
    """Return the kind of the report that this browser may write, or None if it may not."""
    if pass_of(request, key):
        return Kind.REVELATION
    kind = request.session.get(_OPENED, {}).get(str(key))
    if kind is None:
        own = Report.objects.owned_by(request.user).filter(key=key)
        kind = own.values_list("kind", flat=True).first()
    if kind:
        return Kind(kind)
    brought = _kind_on_ticket(request.POST.get("ticket", ""), key)
    if brought and not Report.objects.anonymous().filter(key=key).exists():
        open_report(request, key=key, kind=brought)
    return brought


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


def remember_writer(request: HttpRequest, report: Report, response: HttpResponse) -> HttpResponse:
    """Let the browser go on writing: by its session, or by a pass if the author is anonymous."""
    if report.is_anonymous:
        carry(request, report.key, response)
    elif pass_of(request, report.key):
        open_report(request, key=report.key, kind=Kind(report.kind))
        take_back_pass(response, report.key)
    return response


def carry(request: HttpRequest, key: UUID, response: HttpResponse) -> Pass:
    """Return this browser's pass, made now unless it has one; its session forgets the draft."""
    if held := pass_of(request, key):
        return held
    held = new_pass(key)
    give_pass(response, held)
    close_report(request, key=key)
    return held


def ticket_for(report: Report) -> str:
    """Return the ticket that a page of this report's form carries."""
    return signing.dumps([str(report.key), report.kind, report.pk is not None], salt=_SALT)


def _kind_on_ticket(ticket: str, key: UUID) -> Kind | None:
    """Return the kind on the ticket, if it is for this key and not for a draft that is gone.

    An anonymous revelation gets another key when it is sent: a page left open begins no second one.
    """
    try:
        for_key, kind, was_stored = signing.loads(ticket, salt=_SALT, max_age=TICKET_LIFETIME)
    except signing.BadSignature:
        return None
    if for_key != str(key) or (was_stored and not Report.objects.filter(key=key).exists()):
        return None
    return Kind(kind)
