"""Signing in by a mailed code. No page here tells whether an address has an account."""

from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.constants import LoginStageKey
from allauth.account.stages import LoginStage
from allauth.account.views import ConfirmLoginCodeView, RequestLoginCodeView
from allauth.mfa.adapter import get_adapter as get_factor_adapter
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from experiments.actions.accounts import claim_reports
from experiments.models import User

NO_LONGER_VALID: Final = _(
    "The code is no longer valid. A code works for 10 minutes and only in the browser where it was "
    "asked for. Ask for a new one."
)


class AccountAdapter(DefaultAccountAdapter):
    """Where allauth asks what is this service's own."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": _("The code is wrong. Check it in the newest message we sent you."),
        "too_many_login_attempts": _("Too many attempts. Wait a few minutes and try again."),
        "rate_limited": _("Too many attempts. Wait a few minutes and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False  # asking for a code is how one joins

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Give the person who has just signed in what is theirs, and lead on."""
        claim_reports(user=user)
        return super().post_login(request, user, **kwargs)

    def reauthenticate(self, user: User, password: str) -> bool:
        """Check the password typed again; allauth's own knows confirmed addresses only."""
        return self.authenticate(self.request, email=user.email, password=password) == user


class AskForCodeView(RequestLoginCodeView):
    def form_valid(self, form: Any) -> HttpResponse:
        form.open_account(language=get_language() or "fi")
        return super().form_valid(form)

    def _redirect_to_pending_stage(
        self, request: HttpRequest, stage: LoginStage
    ) -> HttpResponseRedirect | None:
        """Let who waits for a code come back here to mend the address or ask for a new code."""
        if stage.key == LoginStageKey.LOGIN_BY_CODE.value:
            return None
        return super()._redirect_to_pending_stage(request, stage)


class EnterCodeView(ConfirmLoginCodeView):
    _process = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        if self._process is None and not request.user.is_authenticated:
            messages.error(request, str(NO_LONGER_VALID))
        return response


@never_cache
@login_required
@require_safe
def app_picture(request: HttpRequest) -> HttpResponse:
    """Draw the QR code that an authenticator app reads; our policy bars it inside the page."""
    secret = request.session.get(SECRET_SESSION_KEY)
    if secret is None:
        raise Http404
    adapter = get_factor_adapter()
    svg = adapter.build_totp_svg(adapter.build_totp_url(request.user, secret))
    return HttpResponse(svg, content_type="image/svg+xml")
