"""The pages of a revelation: how it is sent, by whom, and which practice is needless."""

import datetime as dt
from typing import ClassVar, Final

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from experiments.actions.anonymity import forget_author
from experiments.actions.moments import day_of
from experiments.actions.states import hold_for_author
from experiments.enums import Authorship, Origin
from experiments.forms.fields import AgencyField, LongTextField, PlainTextField
from experiments.forms.topics import (
    AuthorForm,
    ThemedForm,
    TopicForm,
    award_question,
    remember_consent,
)
from experiments.models import Agency, Report, User

# What tells of a person, with what is stored where nobody is to be known.
IDENTITY: Final = {"author_name": "", "author_email": "", "may_be_contacted": False}


class SenderForm(TopicForm):
    """Comes first and alone: who chooses to stay anonymous is never asked for a name."""

    name = "sender"
    heading = _("By what name?")
    notice = "reporting/_authorship.html"
    # Two buttons are pressed again in a moment; a choice counts once it is sent.
    can_be_left = False
    authorship = forms.ChoiceField(
        label=_("How do you submit the revelation?"),
        choices=Authorship,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select how you submit the revelation")},
    )
    takes_part_in_award = award_question()
    derived: ClassVar[tuple[str, ...]] = ("name_consent_at", "created_at", *IDENTITY)

    class Meta:
        model = Report
        fields = ("authorship", "takes_part_in_award")

    def prepare(self) -> None:
        """Offer what is still true: a name that staff have seen cannot be taken back, nor given."""
        super().prepare()
        if self.instance.has_been_sent:
            known = [(way.value, way.label) for way in Authorship if way != Authorship.ANONYMOUS]
            alone = [(Authorship.ANONYMOUS.value, Authorship.ANONYMOUS.label)]
            field = self.fields["authorship"]
            if isinstance(field, forms.ChoiceField):
                field.choices = alone if self.instance.is_anonymous else known

    def derive(self, *, at: dt.datetime) -> None:
        super().derive(at=at)
        is_named = self.instance.authorship == Authorship.NAMED
        remember_consent(self.instance, is_given=is_named, at=at)
        if self.instance.is_anonymous:
            self.instance.created_at = day_of(self.instance.created_at)
            for name, nothing in IDENTITY.items():
                setattr(self.instance, name, nothing)

    @transaction.atomic
    def keep(self, *, at: dt.datetime, by: User | None = None, stamp: str = "") -> None:
        """Save the choice; with the choice of staying anonymous goes all that tells of a person."""
        if self.instance.is_anonymous:
            hold_for_author(self.instance)
            forget_author(report=self.instance)
        super().keep(at=at, by=by, stamp=stamp)


class ContactForm(AuthorForm):
    """Who sends it, for those who tell."""

    name = "contact"
    heading = _("Contact details")

    class Meta:
        model = Report
        fields = ("author_name", "author_email", "may_be_contacted")

    @classmethod
    def concerns(cls, report: Report) -> bool:
        return not report.is_anonymous


class PracticeForm(ThemedForm):
    name = "practice"
    heading = _("The practice")
    title = PlainTextField(
        label=_("Which practice is needless?"),
        max_length=100,
        missing=_("Enter which practice is needless"),
        help_text=_("A short name, for example “Seven approvals for one train ticket”."),
    )
    summary = LongTextField(
        label=_("What makes it needless?"),
        max_length=600,
        missing=_("Tell what makes the practice needless"),
        help_text=_("Describe the practice, not people."),
    )
    origin = forms.ChoiceField(
        label=_("Where does it come from?"),
        choices=Origin,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select where the practice comes from")},
    )
    affected = LongTextField(label=_("Whom does it affect, and how often?"), max_length=600, rows=3)
    proposal = LongTextField(
        label=_("What should be done instead?"),
        max_length=1500,
        missing=_("Tell what should be done instead"),
    )
    agency = AgencyField(
        label=_("In which agency?"),
        help_text=_("Leave empty if it concerns the whole of central government."),
    )

    class Meta:
        model = Report
        fields = ("title", "summary", "origin", "affected", "proposal", "agency")

    def prepare(self) -> None:
        super().prepare()
        field = self.fields["agency"]
        if isinstance(field, AgencyField):
            field.offer(list(Agency.objects.in_existence(on=self.today).by_name()))
