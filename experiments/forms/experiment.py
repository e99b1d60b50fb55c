"""The pages of an experiment's report."""

import datetime as dt
from typing import Any, ClassVar, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from experiments.enums import Basis, Language, Nerves, Outcome, Stage
from experiments.forms.ending import EndingForm
from experiments.forms.fields import (
    AgencyField,
    AmountField,
    DayField,
    LongTextField,
    PlainTextField,
    YesNoField,
)
from experiments.forms.topics import (
    AuthorForm,
    TopicForm,
    award_question,
    remember_consent,
)
from experiments.models import Agency, Report

FEWEST_PARTNER_FIELDS: Final = 3
MOST_PARTNER_FIELDS: Final = 12


class ExperimentForm(EndingForm):
    name = "experiment"
    heading = _("The experiment")
    title = PlainTextField(
        label=_("Name of the experiment"),
        max_length=100,
        missing=_("Enter the name of the experiment"),
        help_text=_(
            "A name that makes a colleague curious, for example “Wednesday without meetings”."
        ),
    )
    summary = LongTextField(
        label=_("What did you try?"),
        max_length=600,
        rows=4,
        missing=_("Tell what you tried"),
        help_text=_("In a few sentences. Readers see them first."),
    )
    stage = forms.ChoiceField(
        label=_("Stage of the experiment"),
        choices=Stage,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select the stage of the experiment")},
    )
    field_order = ("title", "summary", "stage", "lessons", "outcome", "themes")

    class Meta:
        model = Report
        fields = ("title", "summary", "stage", "lessons", "outcome")


class BackgroundForm(TopicForm):
    name = "background"
    heading = _("Why and how")
    problem = LongTextField(
        label=_("What did you want to solve?"),
        max_length=1000,
        missing=_("Tell what you wanted to solve"),
        help_text=_("Why was it done just that way? Describe the old habit, rule or barrier."),
    )
    change = LongTextField(
        label=_("What did you do differently?"),
        max_length=1500,
        rows=6,
        missing=_("Tell what you did differently"),
    )
    started_on = DayField(label=_("Started"))
    ended_on = DayField(label=_("Ended (or will end)"))
    people_involved = AmountField(
        label=_("How many people were involved?"), places=0, smallest=1, largest=1_000_000
    )
    customers_involved = YesNoField(label=_("Were customers involved?"))
    customers_how = LongTextField(label=_("How were customers involved?"), max_length=500, rows=3)

    class Meta:
        model = Report
        fields = (
            "problem",
            "change",
            "started_on",
            "ended_on",
            "people_involved",
            "customers_involved",
            "customers_how",
        )

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        started, ended = answers.get("started_on"), answers.get("ended_on")
        if started and ended and ended < started:
            message = gettext("The end date must not be before the start date")
            self.refuse("ended_on", message, code="order")
        return answers


def _basis_field(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=Basis,
        widget=forms.RadioSelect(attrs={"class": "inline"}),
        error_messages={"required": _("Select what the answer above is based on")},
    )


class ResultsForm(TopicForm):
    name = "results"
    heading = _("Results and lessons")
    # A figure, and what it rests on.
    figures: ClassVar[dict[str, str]] = {
        "hours_saved": "hours_basis",
        "euros_saved": "euros_basis",
        "nerves_spared": "nerves_basis",
    }
    results = LongTextField(label=_("What happened?"), max_length=1500)
    lessons = LongTextField(
        label=_("What did you learn?"),
        max_length=1500,
        help_text=_("A failure is a lesson too: nobody else has to repeat it."),
    )
    outcome = forms.ChoiceField(
        label=_("What came of it?"), choices=Outcome, widget=forms.RadioSelect, required=False
    )
    decision_due_on = DayField(label=_("When will you decide whether it stays in use?"))
    hours_saved = AmountField(
        label=_("Working time saved"),
        unit=_("hours a month"),
        places=1,
        largest=1_000_000,
        help_text=_("Hours a month, of all people together. Leave empty if you do not know."),
    )
    hours_basis = _basis_field(_("What are the hours based on?"))
    euros_saved = AmountField(
        label=_("Money saved"),
        unit=_("euros a year"),
        places=2,
        largest=1_000_000_000,
        help_text=_("Euros a year. Leave empty if you do not know."),
    )
    euros_basis = _basis_field(_("What are the euros based on?"))
    nerves_spared = forms.ChoiceField(
        label=_("Nerves spared"),
        choices=Nerves,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "inline"}),
        help_text=_("How much less did people get annoyed?"),
    )
    nerves_basis = _basis_field(_("What are the spared nerves based on?"))
    tips = LongTextField(
        label=_("A tip for others who want to try the same"), max_length=1500, rows=4
    )

    class Meta:
        model = Report
        fields = (
            "results",
            "lessons",
            "outcome",
            "decision_due_on",
            "hours_saved",
            "hours_basis",
            "euros_saved",
            "euros_basis",
            "nerves_spared",
            "nerves_basis",
            "tips",
        )

    def prepare(self) -> None:
        super().prepare()
        if self.instance.stage == Stage.ENDED:
            self.require("lessons", _("Tell what you learned"))
            self.require("outcome", _("Select what came of the experiment"))
            del self.fields["decision_due_on"]
        else:
            del self.fields["outcome"]

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        for figure, basis in self.figures.items():
            if figure not in self.errors and basis not in self.errors:
                self._check_basis(figure, basis)
        return answers

    def _check_basis(self, figure: str, basis: str) -> None:
        """“Not known yet” goes without a figure, a figure with what it rests on."""
        is_given = self.cleaned_data[figure] not in (None, "")
        is_known = self.cleaned_data[basis] != Basis.UNKNOWN
        if is_given and not is_known:
            message = gettext("Select whether the answer above is measured or estimated")
            self.refuse(basis, message, code="basis")
        if is_known and not is_given:
            message = gettext("Give the answer here, or select “Not known yet” below")
            self.refuse(figure, message, code="figure")


class PeopleForm(AuthorForm):
    name = "people"
    heading = _("The people behind the experiment")
    agency = AgencyField(
        label=_("Agency"),
        marked_optional=False,
        help_text=_(
            "If your agency is not on the list, leave this empty and write it in the next field."
        ),
    )
    other_agency = PlainTextField(label=_("Other agency"), max_length=150)
    looking_for = LongTextField(
        label=_("Are you looking for partners, tools or skills?"), max_length=300, rows=2
    )
    name_consent = forms.BooleanField(
        label=_("My name may be published with the experiment"), required=False
    )
    help_languages = forms.MultipleChoiceField(
        label=_("In which languages can you help others?"),
        choices=Language,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "inline"}),
    )
    takes_part_in_award = award_question()
    derived = ("name_consent_at",)

    class Meta:
        model = Report
        fields = (
            "agency",
            "other_agency",
            "looking_for",
            "author_name",
            "author_email",
            "may_be_contacted",
            "help_languages",
            "takes_part_in_award",
        )

    def prepare(self) -> None:
        super().prepare()
        self.initial.setdefault("name_consent", self.instance.name_consent_at is not None)
        self._add_partner_fields()
        offered = list(Agency.objects.in_existence(on=self.today).by_name())
        for field in self.fields.values():
            if isinstance(field, AgencyField):
                field.offer(offered)
        self.order_fields(self._order())

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        if not answers.get("agency") and not answers.get("other_agency"):
            message = gettext("Choose your agency, or write its name in the next field")
            self.refuse("agency", message, code="required")
        return answers

    def derive(self, *, at: dt.datetime) -> None:
        super().derive(at=at)
        remember_consent(self.instance, is_given=self.cleaned_data["name_consent"], at=at)

    def chosen_partners(self) -> list[Agency]:
        own = self.cleaned_data.get("agency")
        chosen = [self.cleaned_data.get(name) for name in self._partner_names()]
        return list(dict.fromkeys(agency for agency in chosen if agency and agency != own))

    def answers(self) -> list[tuple[forms.BoundField, str]]:
        more = self._partner_names()[1:]
        return [pair for pair in super().answers() if pair[1] or pair[0].name not in more]

    def _add_partner_fields(self) -> None:
        """Ask for partners one list each: a list is searched by typing and needs no script."""
        partners = list(self.instance.partners.by_name()) if self.instance.pk else []
        number = min(max(FEWEST_PARTNER_FIELDS, len(partners) + 1), MOST_PARTNER_FIELDS)
        for place in range(number):
            label = gettext("Partner agency %(number)d") % {"number": place + 1}
            self.fields[f"partner_{place + 1}"] = AgencyField(label=label)
        for name, partner in zip(self._partner_names(), partners, strict=False):
            self.initial.setdefault(name, partner.pk)

    def _partner_names(self) -> list[str]:
        return [name for name in self.fields if name.startswith("partner_")]

    def _order(self) -> list[str]:
        who = ["agency", "other_agency", *self._partner_names(), "looking_for"]
        return [*who, "author_name", "author_email", "name_consent", "may_be_contacted"]
