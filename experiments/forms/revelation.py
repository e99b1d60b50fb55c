"""The pages of a revelation: who sends it, and which practice is needless."""

from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from experiments.enums import Origin
from experiments.forms.fields import AgencyField, LongTextField, PlainTextField
from experiments.forms.topics import AuthorForm, ThemedForm
from experiments.models import Agency, Report

NAMED: Final = "named"
UNNAMED: Final = "unnamed"


class SenderForm(AuthorForm):
    """Comes first: it decides what is kept about the sender."""

    name = "sender"
    heading = _("By what name?")
    publication = forms.ChoiceField(
        label=_("How is the revelation published?"),
        choices=[
            (NAMED, _("With my name")),
            (UNNAMED, _("Published without a name")),
        ],
        widget=forms.RadioSelect,
        help_text=_(
            "Without a name, staff still know it. The report is an official document, and the name "
            "may have to be given to somebody who asks to see it."
        ),
        error_messages={"required": _("Select how the revelation is published")},
    )
    field_order = ("publication",)

    class Meta:
        model = Report
        fields = ("author_name", "author_email", "may_be_contacted", "takes_part_in_award")

    def prepare(self) -> None:
        super().prepare()
        if self.instance.author_name:
            given = NAMED if self.instance.name_consent_at else UNNAMED
            self.initial.setdefault("publication", given)

    def has_name_consent(self) -> bool:
        return bool(self.cleaned_data["publication"] == NAMED)


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
