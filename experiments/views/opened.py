"""Which reports this browser may write: those it began or opened by a mailed link."""

from typing import Final
from uuid import UUID

from django.http import HttpRequest

from experiments.enums import Kind

_OPENED: Final = "opened_reports"
_MOST: Final = 50  # the oldest give way; a session must not grow without end


def open_report(request: HttpRequest, *, key: UUID, kind: Kind) -> None:
    """Let this browser write the report with the key from now on."""
    opened = {**request.session.get(_OPENED, {}), str(key): kind.value}
    request.session[_OPENED] = dict(list(opened.items())[-_MOST:])


def opened_kind(request: HttpRequest, key: UUID) -> Kind | None:
    """Return the kind of the report that this browser opened under the key; None if it did not."""
    kind = request.session.get(_OPENED, {}).get(str(key))
    return Kind(kind) if kind else None


def opened_keys(request: HttpRequest) -> list[str]:
    """Return the keys of all reports this browser has opened."""
    return list(request.session.get(_OPENED, {}))
