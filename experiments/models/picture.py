"""A report's pictures, as they were written anew by experiments.actions.pictures."""

import secrets
from collections.abc import Collection
from typing import Final, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from experiments.enums import State
from experiments.models.report import Report
from experiments.models.user import User

MOST_PICTURES: Final = 5  # of one report
_CARD_WIDTH: Final = 960  # pixels; twice what a card takes, for fine screens


def storage_name(_picture: "Picture", _filename: str) -> str:
    """Name the file by chance: nothing of the sender's name is kept, and it cannot be guessed."""
    return f"pictures/{secrets.token_urlsafe(16)}.webp"


_HAS_WORDS: Final = Q(is_decorative=True) | ~Q(text_alternative="")
_IS_PUBLISHABLE: Final = Q(has_rights=True) & _HAS_WORDS  # see Picture.is_publishable


class PictureQuerySet(models.QuerySet["Picture"]):
    def publishable(self) -> Self:
        """Keep what may be shown to readers: with its words and the right to publish it."""
        return self.filter(_IS_PUBLISHABLE)

    def published(self) -> Self:
        """Keep what any reader may see."""
        return self.publishable().filter(report__in=Report.objects.published().values("pk"))

    def visible_to(self, user: User | AnonymousUser, *, opened: Collection[str]) -> Self:
        """Keep the pictures this person may see: of reports opened to write (by key) all.

        Of other reports that are visible to them, what readers will see.
        """
        visible = Report.objects.visible_to(user).values("pk")
        own = Q(report__key__in=opened) & ~Q(report__state=State.TRANSFERRED)
        return self.filter((_IS_PUBLISHABLE & Q(report__in=visible)) | own)


class Picture(models.Model):
    """One picture with its text alternative, or marked as pure decoration.

    `image` is the whole picture; `renditions` names the copies for small screens that lie beside
    it, as experiments.actions.renditions makes them. The files of a row never change.

    While its author may change the report a picture may lack words and the right to publish: a page
    that is refused must not lose the file. experiments.actions.states sends no report with such a
    one, and readers of a published report do not see it until it is described.
    """

    report = models.ForeignKey(
        Report, models.CASCADE, related_name="pictures", verbose_name=_("report")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    image = models.ImageField(
        _("picture"),
        upload_to=storage_name,
        width_field="width",
        height_field="height",
        max_length=100,
    )
    width = models.PositiveIntegerField(_("width in pixels"), editable=False)
    height = models.PositiveIntegerField(_("height in pixels"), editable=False)
    renditions = models.JSONField(_("smaller copies"), default=list, editable=False)
    text_alternative = models.CharField(_("text alternative"), max_length=300, blank=True)
    is_decorative = models.BooleanField(_("purely decorative"), default=False)
    has_rights = models.BooleanField(_("right to publish confirmed"), default=False)

    objects = PictureQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "position"], name="picture_position_is_unique"
            ),
            models.CheckConstraint(
                condition=Q(is_decorative=False) | Q(text_alternative=""),
                name="picture_that_decorates_has_no_alternative",
            ),
        ]

    def __str__(self) -> str:
        return self.text_alternative or str(_("purely decorative"))

    @property
    def is_publishable(self) -> bool:
        """Whether the right to publish is confirmed and the words are there (WCAG 1.1.1)."""
        return self.has_rights and bool(self.is_decorative or self.text_alternative)

    @property
    def url(self) -> str:
        """The address of the whole picture."""
        return reverse("gallery:picture", args=[self.pk])

    @property
    def srcset(self) -> str:
        """All widths, for <source srcset> of a page that shows the picture large."""
        return self._srcset(widest=self.width)

    @property
    def card_srcset(self) -> str:
        """The small widths, for cards and thumbnails; the whole picture where it has no copies."""
        return self._srcset(widest=_CARD_WIDTH)

    @property
    def fallback_url(self) -> str:
        """The address of the JPEG, for programs that know no WebP."""
        jpegs = (name for name in self.renditions if name.endswith(".jpg"))
        return next((self._url_of(name) for name in jpegs), self.url)

    @property
    def thumbnail_url(self) -> str:
        """The address of the smallest copy."""
        return next(iter(self._urls().values()))

    def file_name(self, rendition: str) -> str | None:
        """Return the name in storage of one of `renditions`; None if there is no such one."""
        if rendition not in self.renditions:
            return None
        return f"{(self.image.name or '').removesuffix('.webp')}-{rendition}"

    @property
    def file_names(self) -> list[str]:
        """The names in storage of all the picture's files."""
        names = [self.image.name, *map(self.file_name, self.renditions)]
        return [name for name in names if name]

    def _srcset(self, *, widest: int) -> str:
        urls = self._urls()
        shown = {width: url for width, url in urls.items() if width <= widest} or urls
        return ", ".join(f"{url} {width}w" for width, url in shown.items())

    def _urls(self) -> dict[int, str]:
        """Return the addresses of the WebP files by width, the narrowest first."""
        webps = (name for name in self.renditions if name.endswith(".webp"))
        smaller = {int(name.removesuffix(".webp")): self._url_of(name) for name in webps}
        return {**smaller, self.width: self.url}

    def _url_of(self, rendition: str) -> str:
        return reverse("gallery:rendition", args=[self.pk, rendition])
