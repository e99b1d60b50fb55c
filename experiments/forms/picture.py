"""The page for pictures and a link: pictures are stored at once, and described one by one."""

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from experiments.actions.pictures import (
    Words,
    add_picture,
    describe_pictures,
    move_picture,
    remove_picture,
)
from experiments.actions.renditions import Renditions, rewrite
from experiments.actions.versions import record_version
from experiments.enums import Role
from experiments.exceptions import PictureRefusedError, TooManyPicturesError
from experiments.forms.fields import LinkField, shown
from experiments.forms.picture_parts import (
    Entry,
    PicturesField,
    fields_about,
    names_of,
    shown_name,
)
from experiments.forms.topics import TopicForm
from experiments.models import Picture, Report, User
from experiments.models.picture import MOST_PICTURES

# What a button of the page sends as `do`: an act, and the number of the picture it is about.
_ACT: Final = re.compile(r"(add)|(up|down|ask|remove|stay)-(\d{1,18})", re.ASCII)
_MOST_FILES: Final = 2 * MOST_PICTURES  # that are looked into in one go


class PictureForm(TopicForm):
    """A button about a picture saves what was typed and stays on the page (see `stays_at`).

    A new picture is stored even if the page is refused, and then asked about like the others:
    browsers do not send a chosen file again.
    """

    name = "picture"
    heading = _("Pictures and link")
    body = "reporting/_pictures.html"
    most = MOST_PICTURES
    picture = PicturesField(label=_("Choose pictures"), required=False)
    link = LinkField(
        label=_("Link to more information"),
        help_text=_("A public web address, for example https://www.example.fi"),
    )

    class Meta:
        model = Report
        fields = ("link",)

    def prepare(self) -> None:
        super().prepare()
        self.received: list[Renditions] = []
        match = _ACT.fullmatch(self.data.get("do") or "")
        self.act = (match[1] or match[2]) if match else ""
        self.about = int(match[3]) if match and match[3] else 0
        self._read_stored()

    @property
    def entries(self) -> list[Entry]:
        """The stored pictures in their order, for the template."""
        return [
            Entry(
                picture,
                place,
                questions=[self[name] for name in names_of(picture)],
                is_first=place == 1,
                is_last=place == len(self.stored),
                is_asked_about=self.act == "ask" and picture.pk == self.about,
            )
            for place, picture in enumerate(self.stored, 1)
        ]

    @property
    def room(self) -> int:
        """How many more pictures the report can have."""
        return max(0, MOST_PICTURES - len(self.stored))

    @property
    def stays_at(self) -> str:
        if not self.act:
            return ""
        numbers = [picture.pk for picture in self.stored]
        if self.act == "add" and numbers:
            return f"picture-{numbers[-1]}"
        return f"picture-{self.about}" if self.about in numbers else "pictures"

    def is_valid(self) -> bool:
        """Refuse also a page that must be shown again: to ask, or because a picture is new."""
        is_accepted = super().is_valid()
        has_undescribed = bool(self.received) and not self.act
        return is_accepted and not has_undescribed and self.act != "ask"

    def clean_picture(self) -> None:
        files = self.cleaned_data["picture"]
        if self.act == "add" and not files:
            raise ValidationError(gettext("Choose a picture first"), code="missing")
        refusals = [ValidationError(words, code="picture") for words in self._take_in(files)]
        if refusals:
            raise ValidationError(refusals)

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        for place, picture in enumerate(self.stored, 1):
            if self.act in ("ask", "remove") and picture.pk == self.about:
                self._forgive(picture)
            else:
                self._check_words(picture, place)
        return answers

    @transaction.atomic
    def keep(self, *, at: dt.datetime, by: User | None = None, stamp: str = "") -> None:
        """Change the pictures first, so that the page's new version shows them."""
        self.refuse_stale(stamp)
        words = {picture.pk: self._words(picture) for picture in self.stored}
        describe_pictures(report=self.instance, words=words)
        self._do()
        super().keep(at=at, by=by)

    @transaction.atomic
    def rescue(self, *, at: dt.datetime, by: User | None) -> None:
        """Keep new pictures and do what a button asked, though other answers are refused."""
        refused_files = self.errors.get("picture")
        self._do()
        # Readers of a published report see at once that a picture was moved or removed.
        record_version(report=self.instance, role=Role.AUTHOR, by=by, at=at)
        # The pictures and their numbers may be others now: look at the answers once more.
        self.files = MultiValueDict()
        self.full_clean()
        self.errors.pop("picture", None)
        if refused_files:
            self.add_error("picture", refused_files.as_data())

    def answers(self) -> list[tuple[forms.BoundField, str]]:
        """Return two answers a picture, its words and the right to publish it, and the link."""
        pairs = []
        for entry in self.entries:
            picture = entry.picture
            words = (
                gettext("Purely decorative") if picture.is_decorative else picture.text_alternative
            )
            text, _decorative, rights = entry.questions
            pairs.append((text, words))
            pairs.append((rights, shown(rights.field, picture.has_rights)))
        return [*pairs, (self["link"], self.instance.link)]

    def _read_stored(self) -> None:
        """Read the pictures as they are now, and ask about each by its number."""
        self.stored: list[Picture] = list(self.instance.pictures.all()) if self.instance.pk else []
        asked: dict[str, forms.Field] = {}
        initial: dict[str, Any] = {}
        for place, picture in enumerate(self.stored, 1):
            values = (picture.text_alternative, picture.is_decorative, picture.has_rights)
            asked |= zip(names_of(picture), fields_about(place), strict=True)
            initial |= zip(names_of(picture), values, strict=True)
        self.fields["picture"].help_text = gettext(
            "JPG, PNG or WebP, at most 10 MB each. At most %(most)d pictures; you can still add "
            "%(room)d."
        ) % {"most": MOST_PICTURES, "room": self.room}
        self.fields = asked | {name: self.fields[name] for name in ("picture", "link")}
        self.initial = {**initial, **self.initial}
        # Django keeps the fields as they were drawn first, labels with earlier numbers included.
        vars(self)["_bound_fields_cache"].clear()

    def _take_in(self, files: list[UploadedFile]) -> Iterator[str]:
        """Decode the files that fit into the report, and say why the others are left out."""
        for looked_into, file in enumerate(files):
            if len(self.received) >= self.room or looked_into >= _MOST_FILES:
                yield f"{shown_name(file)}: {TooManyPicturesError(most=MOST_PICTURES)}"
                continue
            try:
                self.received.append(rewrite(file))
            except PictureRefusedError as refusal:
                yield f"{shown_name(file)}: {refusal}"

    def _check_words(self, picture: Picture, place: int) -> None:
        """Refuse words beside decoration, and if the page is to be left, also what is missing."""
        text, decorative, rights = names_of(picture)
        has_text = bool(self.cleaned_data.get(text))
        is_decorative = bool(self.cleaned_data.get(decorative))
        if has_text and is_decorative:
            message = gettext(
                "Picture %(number)d: either write a text alternative or mark the picture as "
                "decorative, not both"
            )
            self.refuse(text, message % {"number": place}, code="both")
        elif not has_text and not is_decorative and not self.act:
            message = gettext(
                "Picture %(number)d: enter a text alternative or mark the picture as decorative"
            )
            self.refuse(text, message % {"number": place}, code="alternative")
        if not self.cleaned_data.get(rights) and not self.act:
            message = gettext("Picture %(number)d: confirm that the picture may be published")
            self.refuse(rights, message % {"number": place}, code="rights")

    def _forgive(self, picture: Picture) -> None:
        for name in names_of(picture):
            self.errors.pop(name, None)

    def _words(self, picture: Picture) -> Words:
        text, decorative, rights = (self.cleaned_data.get(name) for name in names_of(picture))
        return Words(text or "", is_decorative=bool(decorative), has_rights=bool(rights))

    def _do(self) -> None:
        """Store the new pictures and do what the button asked."""
        for renditions in self.received:
            with suppress(TooManyPicturesError):  # from another tab meanwhile; the page shows it
                add_picture(report=self.instance, renditions=renditions)
        match self.act:
            case "up":
                move_picture(report=self.instance, number=self.about, by=-1)
            case "down":
                move_picture(report=self.instance, number=self.about, by=1)
            case "remove":
                remove_picture(report=self.instance, number=self.about)
        self._read_stored()
