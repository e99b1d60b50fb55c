"""What the pages of the report form have in common: each is a form over the one draft."""

import datetime as dt
from collections.abc import Collection
from typing import Any, ClassVar, Self

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from experiments.actions.report import forget_unfinished, save_answers, save_unfinished
from experiments.actions.states import hold_for_author
from experiments.enums import Theme
from experiments.exceptions import StaleAnswersError
from experiments.forms.fields import EmailAddressField, PlainTextField, YesNoField, shown
from experiments.forms.guarded import fingerprint
from experiments.language import clean_text
from experiments.models import Agency, Report, User


class TopicForm(forms.ModelForm):
    """One page of the report form; `today` decides which agencies are offered."""

    name: ClassVar[str]  # under which unfinished answers are kept; never changed
    heading: ClassVar[Any]
    # Columns that follow from the answers instead of being asked.
    derived: ClassVar[tuple[str, ...]] = ()
    # How the page's fields are laid out, and what is explained above them, if anything is.
    body: ClassVar[str] = "reporting/_fields.html"
    notice: ClassVar[str] = ""
    # Whether it is kept half-written, and can be left for later.
    can_be_left: ClassVar[bool] = True

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.prepare()

    @classmethod
    def concerns(cls, report: Report) -> bool:
        """Return whether the page belongs to this report's form."""
        return True

    @classmethod
    def left(cls, report: Report, *, today: dt.date) -> Self:
        """Return the page as its author left it: what was accepted, and over it what was typed."""
        typed: dict[str, Any] = {}
        if report.pk:
            unfinished = report.unfinished_pages.filter(page=cls.name).first()
            typed = unfinished.answers if unfinished else {}
        return cls(instance=report, today=today, initial=typed)

    @classmethod
    def over(cls, report: Report, *, today: dt.date) -> Self:
        """Return the page as it was left, sent in, to see whether it would be accepted."""
        left = cls.left(report, today=today)
        data = {name: left[name].value() for name in left.fields}
        return cls(data, instance=report, today=today, initial=left.initial)

    @property
    def stamp(self) -> str:
        """A digest of the answers shown: it changes when anybody saves others in their place."""
        return fingerprint(*((name, self[name].value() or "") for name in self.fields))

    @property
    def typed(self) -> dict[str, Any]:
        """The answers as they were typed, right or wrong, without files."""
        names = [name for name, field in self.fields.items() if not _is_file(field)]
        return {name: _storable(self[name].data) for name in names}

    def prepare(self) -> None:
        """Adapt the fields to the report and the day."""

    def derive(self, *, at: dt.datetime) -> None:
        """Set the derived columns on the instance."""

    @transaction.atomic
    def keep(self, *, at: dt.datetime, by: User | None = None, stamp: str = "") -> None:
        """Save the accepted page. `by` is the account of its author, if they are signed in.

        Raises AlreadySentError if the author may not change it now, StaleAnswersError if other
        answers than those of the stamp were saved meanwhile, and ReportIncompleteError if readers
        would see a report that lacks a mandatory part.
        """
        self.refuse_stale(stamp)
        self.derive(at=at)
        forget_unfinished(report=self.instance, page=self.name)
        save_answers(
            report=self.instance,
            fields=[name for name in self.fields if name in self.columns] + [*self.derived],
            themes=self.cleaned_data.get("themes"),
            partners=self.chosen_partners(),
            by=by,
            at=at,
        )

    @transaction.atomic
    def keep_unfinished(self, *, at: dt.datetime, by: User | None = None, stamp: str = "") -> None:
        """Save the page as it was typed, right or wrong; readers see none of it.

        Raises AlreadySentError and StaleAnswersError as `keep` does.
        """
        self.refuse_stale(stamp)
        if not self.can_be_left:
            return
        save_unfinished(report=self.instance, page=self.name, answers=self.typed)
        self.rescue(at=at, by=by)

    @property
    def stays_at(self) -> str:
        """The id of the place on this page to return to after saving; empty to go on."""
        return ""

    def rescue(self, *, at: dt.datetime, by: User | None) -> None:
        """Save from a refused page what the browser cannot show again."""

    def refuse_stale(self, stamp: str) -> None:
        """Raise StaleAnswersError if answers that differ from these were saved since the stamp.

        So it does if the page is no longer asked for: whoever has become anonymous in another tab
        gives no name in this one. Locks the report until the transaction ends, so that of two who
        save at once one is told.
        """
        hold_for_author(self.instance)
        stored = Report.objects.get(pk=self.instance.pk)
        if not self.concerns(stored):
            raise StaleAnswersError
        if not stamp:
            return
        now = type(self).left(stored, today=self.today)
        if stamp != now.stamp and self.note_differences(now):
            raise StaleAnswersError

    def note_differences(self, other: Self) -> list[str]:
        """Mark each field whose saved answer is another one; return their names."""
        differing = [name for name in other.fields if self._differs(name, other)]
        for name in differing:
            field = other.fields[name]
            saved = shown(field, other.get_initial_for_field(field, name)) or gettext("No answer")
            self.fields[name].saved_meanwhile = saved  # type: ignore[attr-defined]
        return differing

    def _differs(self, name: str, other: Self) -> bool:
        field, saved = other.fields[name], other[name].value()
        if name not in self.fields or _is_file(field) or self[name].data == saved:
            return False
        mine = self.cleaned_data.get(name, self[name].data) if self.is_bound else None
        return str(field.prepare_value(mine) or "") != str(saved or "")

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
            self.initial.setdefault("themes", [theme.value for theme in self.instance.themes])


def award_question() -> YesNoField:
    return YesNoField(
        label=_("May this take part in the ValtioExpo award?"),
        missing=_("Select whether this may take part in the award"),
    )


def remember_consent(report: Report, *, is_given: bool, at: dt.datetime) -> None:
    """Set on the report the moment of consent to publish the name: the first, while it holds."""
    report.name_consent_at = (report.name_consent_at or at) if is_given else None


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


def _is_file(field: forms.Field) -> bool:
    return bool(field.widget.needs_multipart_form)


def _storable(typed: Any) -> Any:
    """Return what was typed without the characters that a database cannot hold."""
    if isinstance(typed, str):
        return clean_text(typed).replace("\0", "")
    if isinstance(typed, list):
        return [_storable(one) for one in typed]
    return typed
