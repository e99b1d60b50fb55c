"""What organisers may type about a round of the award."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from experiments.enums import NominationResult
from experiments.forms.fields import LongTextField
from experiments.forms.guarded import GuardedForm
from experiments.models import AwardCategory, Nomination


class CategoryForm(forms.ModelForm):
    class Meta:
        model = AwardCategory
        fields = ["kind", "name_fi", "name_sv", "name_en", "position"]

    def clean_kind(self) -> str:
        kind: str = self.cleaned_data["kind"]
        if "kind" in self.changed_data and self.instance.pk and self.instance.nominations.exists():
            raise ValidationError(
                _("The category has nominees of another kind. Remove them first."), code="in_use"
            )
        return kind


class CategoryFormSet(forms.BaseInlineFormSet):
    def clean(self) -> None:
        """Refuse to delete a category with nominees: their citations would go with it, unasked."""
        super().clean()
        for form in self.deleted_forms:
            if form.instance.nominations.exists():
                raise ValidationError(
                    _("The category “%(category)s” has nominees. Remove them first."),
                    code="in_use",
                    params={"category": form.instance.name},
                )


class NominationForm(GuardedForm):
    """A nominee's result, and the jury's words about it in each language."""

    guarded = ["result", "citation_fi", "citation_sv", "citation_en"]
    citation_fi = LongTextField(label=gettext_lazy("Citation in Finnish"), max_length=600, rows=3)
    citation_sv = LongTextField(label=gettext_lazy("Citation in Swedish"), max_length=600, rows=3)
    citation_en = LongTextField(
        label=gettext_lazy("Citation in English"),
        help_text=gettext_lazy("If there is none, English pages show the Finnish one."),
        max_length=600,
        rows=3,
    )

    class Meta:
        model = Nomination
        fields = ["result", "citation_fi", "citation_sv", "citation_en"]


class NominationFormSet(forms.BaseInlineFormSet):
    def clean(self) -> None:
        """Refuse two winners; the prize may move from one nominee to another in one go."""
        super().clean()
        kept: list[dict[str, Any]] = [
            form.cleaned_data
            for form in self.forms
            if form not in self.deleted_forms and hasattr(form, "cleaned_data")
        ]
        winners = [one for one in kept if one.get("result") == NominationResult.WINNER]
        if len(winners) > 1:
            raise ValidationError(
                _("A category has one winner. Choose another result for the others."),
                code="winners",
            )
