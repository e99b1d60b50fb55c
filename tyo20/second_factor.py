"""Keeps the admin, and the settings of the second factor, to sessions that showed one."""

from collections.abc import Callable
from typing import Any, Final

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_used
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import urlencode

SHOWN_BY: Final = "second_factor_shown_by"  # in the session: the account's number
FACTORS: Final = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
# Without these nobody could sign in, out, or show the factor.
OPEN_PAGES: Final = frozenset({"login", "logout", "jsi18n"})
SHOWING_PAGES: Final = frozenset(
    {"mfa_authenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"}
)


@receiver([authenticator_added, authenticator_used])
def remember(request: HttpRequest, user: Any, **_kwargs: Any) -> None:
    """Note in the session that a second factor was shown: used, or set up just now."""
    request.session[SHOWN_BY] = str(user.pk)


def require_second_factor(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Lead staff without a second factor to set one up, and a session without one to show it.

    A password alone opens neither the admin nor the page where factors are added. Does nothing
    while STAFF_MFA_REQUIRED is off, and reads no session outside those pages.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if _name_of(request).startswith("mfa_"):
            add_never_cache_headers(response)
        return response

    def process_view(
        request: HttpRequest, _view: Any, _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        if not settings.STAFF_MFA_REQUIRED or not (is_admin(request) or is_setting_up(request)):
            return None
        user: Any = request.user
        if not user.is_active or not user.is_staff:
            return None
        if not is_mfa_enabled(user, FACTORS):
            return redirect("mfa_index") if is_admin(request) else None
        if request.session.get(SHOWN_BY) == str(user.pk):
            return None
        return _show_it_first(request)

    middleware.process_view = process_view  # type: ignore[attr-defined]
    return middleware


def is_admin(request: HttpRequest) -> bool:
    """Return whether the page is one of the admin's that are for staff only."""
    match = request.resolver_match
    return bool(match and match.app_name == "admin" and match.url_name not in OPEN_PAGES)


def is_setting_up(request: HttpRequest) -> bool:
    """Return whether second factors are seen, added or removed on the page."""
    name = _name_of(request)
    return name.startswith("mfa_") and name not in SHOWING_PAGES


def _name_of(request: HttpRequest) -> str:
    return (request.resolver_match and request.resolver_match.url_name) or ""


def _show_it_first(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    has_key = is_mfa_enabled(user, [Authenticator.Type.WEBAUTHN])
    page = reverse("mfa_reauthenticate_webauthn" if has_key else "mfa_reauthenticate")
    return redirect(f"{page}?{urlencode({'next': request.get_full_path()})}")
