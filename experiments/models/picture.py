"""A report's pictures, as they were written anew by experiments.actions.pictures."""

import secrets
from collections.abc import Collection
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from experiments.models.report import Report
from experiments.models.user import User


def storage_name(_picture: "Picture", _filename: str) -> str:
    """Name the file by chance: nothing of the sender's name is kept, and it cannot be guessed."""
    return f"pictures/{secrets.token_urlsafe(16)}.webp"


class PictureQuerySet(models.QuerySet["Picture"]):
    def visible_to(self, user: User | AnonymousUser, *, opened: Collection[str]) -> Self:
        """Keep the pictures of reports this person may see, or has opened to write (by key)."""
        visible = Report.objects.visible_to(user).values("pk")
        return self.filter(Q(report__in=visible) | Q(report__key__in=opened))


class Picture(models.Model):
    """One picture with its text alternative, or marked as pure decoration.

    While its report is being written a picture may lack words and the right to publish: a page that
    is refused must not lose the file. experiments.actions.states sends no report with such a one.
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
