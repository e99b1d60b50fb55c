"""The first page of a published experiment, on which it can be told that it has ended."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from experiments.enums import Outcome, Stage
from experiments.forms.fields import LongTextField
from experiments.forms.topics import ThemedForm

_NEEDED = _("Needed when the experiment is completed.")


class EndingForm(ThemedForm):
    """A page that asks for the stage, and once published also for what an ended one must tell.

    Readers must at no moment see a completed experiment without its lesson and outcome, so these
    cannot wait for the page of results.
    """

    lessons = LongTextField(label=_("What did you learn?"), max_length=1500, help_text=_NEEDED)
    outcome = forms.ChoiceField(
        label=_("What came of it?"),
        choices=Outcome,
        widget=forms.RadioSelect,
        required=False,
        help_text=_NEEDED,
    )
    derived = ("outcome",)

    def prepare(self) -> None:
        super().prepare()
        if not self.instance.is_published or self.instance.stage == Stage.ENDED:
            del self.fields["lessons"], self.fields["outcome"]

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        if "outcome" in self.fields and answers.get("stage") == Stage.ENDED:
            if not answers.get("lessons"):
                self.refuse("lessons", gettext("Tell what you learned"), code="required")
            if not answers.get("outcome"):
                message = gettext("Select what came of the experiment")
                self.refuse("outcome", message, code="required")
        return answers

    def derive(self, **moment: Any) -> None:
        super().derive(**moment)
        if self.instance.stage != Stage.ENDED:
            self.instance.outcome = ""

    def answers(self) -> list[tuple[forms.BoundField, str]]:
        """Leave out what the page of results tells too."""
        return [pair for pair in super().answers() if pair[0].name not in ("lessons", "outcome")]
