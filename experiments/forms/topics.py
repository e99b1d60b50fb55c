"""What the pages of the report form have in common: each is a form over the one draft."""

import datetime as dt
from collections.abc import Collection
from typing import Any, ClassVar, Self

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from experiments.actions.report import save_answers
from experiments.enums import Theme
from experiments.forms.fields import EmailAddressField, PlainTextField, YesNoField, shown
from experiments.models import Agency, Report


class TopicForm(forms.ModelForm):
    """One page of the report form; `today` decides which agencies are offered."""

    heading: ClassVar[Any]
    # Columns that follow from the answers instead of being asked.
    derived: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.prepare()

    @classmethod
    def over(cls, report: Report, *, today: dt.date) -> Self:
        """Return the page filled in with what is stored, to see whether it would be accepted."""
        stored = cls(instance=report, today=today)
        data = {name: stored[name].value() for name in stored.fields}
        return cls(data, instance=report, today=today)

    def prepare(self) -> None:
        """Adapt the fields to the report and the day."""

    def derive(self, *, at: dt.datetime) -> None:
        """Set the derived columns on the instance."""

    @transaction.atomic
    def keep(self, *, at: dt.datetime) -> None:
        """Save the accepted page. Raises AlreadySentError if the author may not change it now."""
        self.derive(at=at)
        save_answers(
            report=self.instance,
            fields=[name for name in self.fields if name in self.columns] + [*self.derived],
            themes=self.cleaned_data.get("themes"),
            partners=self.chosen_partners(),
        )

    def rescue(self) -> None:
        """Save from a refused page what the browser cannot show again."""

    def chosen_partners(self) -> list[Agency] | None:
        """Return the partner agencies; None where the page does not ask for them."""
        return None

    def answers(self) -> list[tuple[forms.BoundField, str]]:
        """Return each question with its stored answer, as the check page prints it."""
        return [
            (self[name], shown(field, self.get_initial_for_field(field, name)))
            for name, field in self.fields.items()
        ]

    @property
    def columns(self) -> Collection[str]:
        """The report's columns that the page asks for, in some reports."""
        return self._meta.fields or ()

    def require(self, name: str, message: Any) -> None:
        """Make a field mandatory that is optional in other reports."""
        self.fields[name].required = True
        self.fields[name].error_messages["required"] = message

    def refuse(self, name: str, message: str, *, code: str) -> None:
        """Mark an answer as wrong, unless it is already."""
        if name not in self.errors:
            self.add_error(name, ValidationError(message, code=code))


class ThemedForm(TopicForm):
    """A page that asks for the themes."""

    themes = forms.MultipleChoiceField(
        label=_("Themes"),
        choices=Theme,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Select all that apply."),
        error_messages={"required": _("Select at least one theme")},
    )

    def prepare(self) -> None:
        super().prepare()
        if self.instance.pk:
            self.initial["themes"] = [theme.value for theme in self.instance.themes]


class AuthorForm(TopicForm):
    """A page that asks who sends the report."""

    author_name = PlainTextField(
        label=_("Your name"), max_length=150, missing=_("Enter your name"), autocomplete="name"
    )
    author_email = EmailAddressField(
        label=_("Email address"),
        missing=_("Enter your email address"),
        help_text=_("We send the confirmation and any questions there. It is never published."),
    )
    may_be_contacted = YesNoField(
        label=_("May colleagues get in touch with you?"),
        missing=_("Select whether colleagues may get in touch with you"),
        help_text=_("Messages are passed on to you. Your address is not shown."),
    )
    takes_part_in_award = YesNoField(
        label=_("May this take part in the ValtioExpo award?"),
        missing=_("Select whether this may take part in the award"),
    )
    derived = ("name_consent_at",)

    def has_name_consent(self) -> bool:
        """Return whether the answers allow the name to be published."""
        raise NotImplementedError

    def derive(self, *, at: dt.datetime) -> None:
        super().derive(at=at)
        if not self.has_name_consent():
            self.instance.name_consent_at = None
        elif self.instance.name_consent_at is None:
            self.instance.name_consent_at = at
