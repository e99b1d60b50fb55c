"""The parts of the page for pictures: the choice of files, and the questions about each picture."""

import unicodedata
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext

from experiments.forms.fields import PlainTextField
from experiments.models import Picture

_LONGEST_NAME: Final = 60  # characters of a file's name in an error


@dataclass(frozen=True, slots=True)
class Entry:
    """One stored picture on the page, with its questions."""

    picture: Picture
    place: int
    questions: list[forms.BoundField]
    is_first: bool
    is_last: bool
    is_asked_about: bool

    @property
    def name(self) -> str:
        """What the button that removes the picture calls it."""
        return self.picture.text_alternative or str(self.place)


class PicturesInput(forms.FileInput):
    """The browser's own choice of files, several at a time."""

    allow_multiple_selected = True


class PicturesField(forms.Field):
    """Any number of uploaded files; the page looks into them."""

    # HEIC is not named: iPhones then turn such a photo into a JPEG by themselves.
    widget = PicturesInput(attrs={"accept": "image/jpeg,image/png,image/webp"})

    def clean(self, value: Any) -> list[UploadedFile]:
        return [file for file in value or () if isinstance(file, UploadedFile)]


class AlternativeField(PlainTextField):
    """Words for those who cannot see a picture; not called optional: else it is decoration."""

    marked_optional = False


def names_of(picture: Picture) -> tuple[str, str, str]:
    """Return the names of the picture's fields: its words, decoration, right to publish."""
    number = picture.pk
    return (f"text_alternative_{number}", f"is_decorative_{number}", f"has_rights_{number}")


def fields_about(place: int) -> tuple[forms.Field, forms.Field, forms.Field]:
    """Return the three questions about the picture in this place, in the order of names_of."""
    number = {"number": place}
    text = AlternativeField(
        label=gettext("Text alternative for picture %(number)d") % number,
        max_length=300,
        help_text=gettext("Tell those who cannot see the picture what it shows."),
    )
    is_decorative = forms.BooleanField(
        label=gettext("Picture %(number)d is purely decorative") % number, required=False
    )
    has_rights = forms.BooleanField(
        label=gettext(
            "I have the right to publish picture %(number)d, and the people in it have given "
            "permission"
        )
        % number,
        required=False,
    )
    return text, is_decorative, has_rights


def shown_name(file: UploadedFile) -> str:
    """Return a file's name without characters that turn or hide what stands around it."""
    name = "".join(
        letter for letter in file.name or "" if not unicodedata.category(letter).startswith("C")
    )
    return name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…"
