"""What authors may change in a published report from “My submissions”: how far it has come."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from experiments.actions.own_reports import move_stage
from experiments.enums import Outcome, Stage
from experiments.forms.fields import LongTextField
from experiments.models import Report, User


class StageForm(forms.ModelForm):
    """The stage of an experiment; one that has ended has an outcome and a lesson."""

    stage = forms.ChoiceField(
        label=_("Stage of the experiment"), choices=Stage, widget=forms.RadioSelect
    )
    outcome = forms.ChoiceField(
        label=_("What came of it?"),
        help_text=_("Answer when the experiment has been completed."),
        choices=Outcome,
        widget=forms.RadioSelect,
        required=False,
    )
    lessons = LongTextField(
        label=_("What did you learn?"),
        help_text=_("Answer when the experiment has been completed. A failure is a lesson too."),
        max_length=1500,
    )

    class Meta:
        model = Report
        fields = ("stage", "outcome", "lessons")

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or self.cleaned_data
        if answers.get("stage") == Stage.ENDED:
            if not answers.get("outcome") and "outcome" not in self.errors:
                self.add_error("outcome", gettext("Select what came of the experiment"))
            if not answers.get("lessons") and "lessons" not in self.errors:
                self.add_error("lessons", gettext("Tell what you learned"))
        elif "outcome" in answers:
            answers["outcome"] = ""  # nothing has come yet of what goes on
        return answers

    def keep(self, *, by: User, at: dt.datetime) -> None:
        """Save the accepted answers. Raises StageNotMovableError as move_stage does."""
        move_stage(report=self.instance, fields=self.Meta.fields, by=by, at=at)
