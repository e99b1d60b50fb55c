"""What staff may type in the admin."""

from typing import Any, Final

from django import forms
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from experiments.enums import TRANSITIONS, BarrierState, Move
from experiments.exceptions import ActionRefusedError
from experiments.forms.fields import LongTextField
from experiments.forms.guarded import CHANGED_MEANWHILE, GuardedForm
from experiments.models import Report, User

_TONES: Final = {
    Move.PUBLISH: "ok",
    Move.ASK_MORE: "warn",
    Move.DECLINE: "bad",
    Move.UNPUBLISH: "bad",
    Move.TRANSFER: "bad",
}


class DecisionForm(forms.Form):
    """One thing a handler may do to a report, with the reason where one is due.

    `seen` is the last line of the history that the handler had on the page.
    """

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    note = LongTextField(
        label=_("Reason"),
        help_text=_("It is sent to the reporter by email as you write it."),
        missing=_("Write the reason. It is sent to the reporter."),
        max_length=2000,
        rows=3,
    )

    def __init__(self, *args: Any, move: Move, is_anonymous: bool = False, **kwargs: Any) -> None:
        # Several of these stand on one page, so each has ids of its own.
        super().__init__(*args, **{"auto_id": f"{move}_%s", **kwargs})
        self.move = move
        self.tone = _TONES.get(move, "")
        self.is_possible = True  # False when it can only be shown to save what was typed
        if not TRANSITIONS[move].needs_note:
            del self.fields["note"]
        elif TRANSITIONS[move].note_is_internal:
            self._ask(
                _(
                    "For a report that the Whistleblower Protection Act (1171/2022) may cover. "
                    "It is hidden from everybody but the officer, and this cannot be undone. "
                    "What you write is kept in the history and sent to nobody."
                )
            )
        elif is_anonymous:
            self._ask(_("The reporter reads it, as you write it, with the tracking code."))

    def _ask(self, hint: Any) -> None:
        """Ask for words that no mail will carry."""
        self.fields["note"].help_text = hint
        self.fields["note"].error_messages["required"] = _("Write the reason.")

    def refuse(self, refusal: ActionRefusedError, *, seen: int) -> None:
        """Show why it was not done, keeping what was typed, ready to be sent again."""
        self.add_error(None, str(refusal))
        self.data = {**self.data, "seen": seen}


class BarrierForm(GuardedForm):
    """What became of a revealed barrier, and the agency's own words about it."""

    guarded = ["barrier_state", "barrier_note", "agency_reply"]
    barrier_state = forms.ChoiceField(label=_("State of the barrier"), choices=BarrierState)
    barrier_note = LongTextField(
        label=_("What became of the barrier"),
        help_text=_("Readers see this. Write in the language of the report."),
        max_length=600,
    )
    agency_reply = LongTextField(
        label=_("The agency's reply"),
        help_text=_("Readers see this. Write in the language of the report."),
        max_length=1000,
    )

    class Meta:
        model = Report
        fields = ["barrier_state", "barrier_note", "agency_reply"]

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        stays = answers.get("barrier_state") == BarrierState.STAYS
        if stays and not answers.get("barrier_note"):
            self.add_error("barrier_note", _("Write why the barrier stays."))
        return answers


class ReleaseForm(forms.Form):
    """The confirmation of a release; `seen` marks what the page said would be shown.

    Names are released only as they were confirmed: `shown` is the mark of what would be shown now.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, shown: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = self.shown = shown

    def clean_seen(self) -> str:
        seen: str = self.cleaned_data["seen"]
        if seen != self.shown:
            raise ValidationError(CHANGED_MEANWHILE, code="changed")
        return seen


class RestoreForm(forms.Form):
    """The button that brings a version back, with the newest version that the page knew of."""

    seen = forms.IntegerField(min_value=1)

    def seen_number(self) -> int:
        """Return that version's number; 0, which no version has, for anything else."""
        return self.cleaned_data["seen"] if self.is_valid() else 0


class NewUserForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ["email", "name"]


class UserForm(UserChangeForm):
    class Meta:
        model = User
        fields = [
            "email",
            "password",
            "name",
            "agency",
            "language",
            "is_active",
            "is_staff",
            "is_superuser",
            "groups",
        ]
