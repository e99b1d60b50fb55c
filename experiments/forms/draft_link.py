"""Where to send the link to a draft."""

from django import forms
from django.utils.translation import gettext_lazy as _

from experiments.forms.fields import EmailAddressField


class DraftLinkForm(forms.Form):
    email = EmailAddressField(
        label=_("Email address"),
        missing=_("Enter your email address"),
        help_text=_("We send the link there and do not keep the address for anything else."),
    )
