"""Where the author of an anonymous revelation types the tracking code."""

from django import forms
from django.utils.translation import gettext_lazy as _

from experiments.forms.fields import PlainTextField


class TrackingForm(forms.Form):
    code = PlainTextField(
        label=_("Tracking code"),
        max_length=100,
        missing=_("Enter the tracking code"),
        autocomplete="off",
        help_text=_("Spaces, dashes and the case of letters do not matter."),
    )
