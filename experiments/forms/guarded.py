"""Forms that notice when what they show was changed by somebody else in the meantime."""

import hashlib
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

CHANGED_MEANWHILE: Final = _(
    "Someone else edited this at the same time. Check the changes before saving."
)


def fingerprint(*values: object) -> str:
    """Return a short mark of these values, to tell whether they are still the same."""
    return hashlib.sha256("\0".join(map(str, values)).encode()).hexdigest()[:16]


class GuardedForm(forms.ModelForm):
    """Refuses to overwrite what somebody else saved while the page was open.

    `guarded` names the fields that are watched. What was typed is kept; sending it again saves it.
    """

    guarded: list[str] = []
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stored = fingerprint(*(getattr(self.instance, name) for name in self.guarded))
        self.initial["seen"] = self.stored

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        if answers.get("seen") != self.stored:
            self.add_error(None, CHANGED_MEANWHILE)
            self.data = {**self.data, self.add_prefix("seen"): self.stored}
        return answers
