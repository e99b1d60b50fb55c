"""The page for a picture and a link."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from experiments.actions.pictures import remove_picture, rewrite, set_picture
from experiments.exceptions import PictureRefusedError
from experiments.forms.fields import LinkField, PlainTextField
from experiments.forms.topics import TopicForm
from experiments.models import Report


class PictureForm(TopicForm):
    name = "picture"
    heading = _("Picture and link")
    picture = forms.FileField(
        label=_("Picture"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text=_("JPG, PNG or WebP, at most 10 MB."),
        error_messages={"empty": _("The file is empty. Choose another one.")},
    )
    text_alternative = PlainTextField(
        label=_("Text alternative for the picture"),
        max_length=300,
        help_text=_("Tell those who cannot see the picture what it shows."),
    )
    is_decorative = forms.BooleanField(label=_("The picture is purely decorative"), required=False)
    has_rights = forms.BooleanField(
        label=_(
            "I have the right to publish the picture, and the people in it have given permission"
        ),
        required=False,
    )
    remove = forms.BooleanField(label=_("Remove the picture"), required=False)
    link = LinkField(
        label=_("Link to more information"),
        help_text=_("A public web address, for example https://www.example.fi"),
    )

    class Meta:
        model = Report
        fields = ("link",)

    def prepare(self) -> None:
        super().prepare()
        self.stored = self.instance.picture if self.instance.pk else None
        if self.stored:
            for name in ("text_alternative", "is_decorative", "has_rights"):
                self.initial.setdefault(name, getattr(self.stored, name))
            self.fields["picture"].label = _("Another picture in its place")
        else:
            del self.fields["remove"]

    def clean_picture(self) -> ContentFile | None:
        file = self.cleaned_data["picture"]
        try:
            return rewrite(file) if isinstance(file, UploadedFile) else None
        except PictureRefusedError as refusal:
            raise ValidationError(str(refusal), code="picture") from refusal

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        has_picture = answers.get("picture") or (self.stored and not answers.get("remove"))
        if has_picture and "picture" not in self.errors:
            self._check_words()
        return answers

    def _check_words(self) -> None:
        if bool(self.cleaned_data.get("text_alternative")) == self.cleaned_data["is_decorative"]:
            message = gettext("Enter a text alternative or mark the picture as decorative")
            self.refuse("text_alternative", message, code="alternative")
        if not self.cleaned_data["has_rights"]:
            message = gettext("Confirm that the picture may be published")
            self.refuse("has_rights", message, code="rights")

    def keep(self, **moment: Any) -> None:
        super().keep(**moment)
        if self.cleaned_data.get("remove") and not self.cleaned_data["picture"]:
            remove_picture(report=self.instance)
        elif self.stored or self.cleaned_data["picture"]:
            self._store()

    def rescue(self) -> None:
        """Keep an accepted file although the page is refused: browsers do not send it again."""
        if self.cleaned_data.get("picture"):
            self._store()

    def _store(self) -> None:
        is_decorative = self.cleaned_data["is_decorative"]
        set_picture(
            report=self.instance,
            content=self.cleaned_data["picture"],
            text_alternative="" if is_decorative else self.cleaned_data.get("text_alternative", ""),
            is_decorative=is_decorative,
            has_rights=self.cleaned_data.get("has_rights", False),
        )
        self.stored = self.instance.picture

    def answers(self) -> list[tuple[forms.BoundField, str]]:
        asked = super().answers()
        if self.stored is None:
            return [pair for pair in asked if pair[0].name == "link"]
        return [pair for pair in asked if pair[0].name not in ("picture", "remove")]
