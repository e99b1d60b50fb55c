"""What lets a browser write an anonymous revelation: a cookie of which the server keeps nothing.

A session would be a row that ties the draft to a browser, and to whoever is signed in there. The
pass also holds the tracking code until it has been shown, so a page sent twice shows the same one.
"""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from experiments.actions.anonymity import new_code

_NEW: Final = "new"
_KNOWN: Final = "known"


@dataclass(frozen=True, slots=True)
class Pass:
    """The key of the draft, its tracking code, and whether its author has not seen that yet."""

    key: UUID
    code: str
    is_new: bool = True


def pass_of(request: HttpRequest, key: UUID) -> Pass | None:
    """Return this browser's pass to the draft with the key; None if it has none."""
    value = request.get_signed_cookie(_name(key), default=None, salt=str(key))
    if value is None:
        return None
    status, _separator, code = value.partition(" ")
    return Pass(key, code, is_new=status == _NEW)


def new_pass(key: UUID) -> Pass:
    return Pass(key, new_code())


def give_pass(response: HttpResponse, held: Pass) -> None:
    """Let the browser keep the pass until it is closed."""
    response.set_signed_cookie(
        _name(held.key),
        f"{_NEW if held.is_new else _KNOWN} {held.code}",
        salt=str(held.key),
        secure=bool(settings.SESSION_COOKIE_SECURE),
        httponly=True,
        samesite="Lax",
    )


def take_back_pass(response: HttpResponse, key: UUID) -> None:
    response.delete_cookie(_name(key), samesite="Lax")


def _name(key: UUID) -> str:
    # The prefix makes browsers refuse the cookie from anywhere but this very host.
    return f"{'__Host-' if settings.SESSION_COOKIE_SECURE else ''}revelation-{key}"
