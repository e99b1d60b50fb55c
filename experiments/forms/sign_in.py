"""What people type to sign in: an address, the code sent there, staff also a password."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.core import context, ratelimit
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django.contrib.admin.forms import AdminAuthenticationForm
from django.utils.translation import gettext_lazy as _

from experiments.actions.accounts import open_account
from experiments.forms.fields import EmailAddressField, PlainTextField
from experiments.models import User


class AddressForm(RequestLoginCodeForm):
    """The one entry for old and new users; whether an address is known changes nothing in it."""

    email = EmailAddressField(
        label=_("Email address"),
        missing=_("Enter your email address"),
        help_text=_("Use the address that you gave in your report."),
    )

    def clean_email(self) -> str:
        """Count the attempt before anything is looked up, so that refusals tell nothing either."""
        email: str = self.cleaned_data["email"]
        if not ratelimit.consume(context.request, action="request_login_code", key=email.lower()):
            raise get_adapter().validation_error("too_many_login_attempts")
        return email

    def open_account(self, *, language: str) -> None:
        """Find or make the account that the code is for; none for a closed one."""
        self._user: User | None = open_account(email=self.cleaned_data["email"], language=language)


class CodeForm(ConfirmLoginCodeForm):
    code = PlainTextField(
        label=_("Code"),
        missing=_("Enter the code from the message"),
        help_text=_("Eight letters. Capitals and the hyphen do not matter."),
        autocomplete="one-time-code",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {
            "class": "short",
            "autocapitalize": "characters",
            "spellcheck": "false",
        }


class StaffForm(AdminAuthenticationForm):
    """The admin's own, with failed attempts counted for each address in all processes together."""

    def clean(self) -> dict[str, Any]:
        email, password = (self.cleaned_data.get(name) for name in ("username", "password"))
        if email and password:
            adapter = get_adapter()
            self.user_cache = adapter.authenticate(self.request, email=email, password=password)
            if self.user_cache is None:
                raise self.get_invalid_login_error()
            self.confirm_login_allowed(self.user_cache)
        return self.cleaned_data


class AddKeyForm(AddWebAuthnForm):
    """A passkey to add; the browser fills in the credential."""

    name = PlainTextField(
        label=_("Name of the passkey"),
        help_text=_("For example the device it is on."),
        max_length=100,
    )


class RenameKeyForm(EditWebAuthnForm):
    name = PlainTextField(
        label=_("Name of the passkey"), missing=_("Give the passkey a name"), max_length=100
    )
