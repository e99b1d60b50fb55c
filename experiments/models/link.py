"""Secret links by which an author comes back to a report without an account."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _


class AuthorLinkQuerySet(models.QuerySet["AuthorLink"]):
    def usable(self, *, at: datetime) -> "AuthorLinkQuerySet":
        return self.filter(expires_at__gt=at)


class AuthorLink(models.Model):
    """One mailed link. Only a digest is kept: who reads the database cannot use it."""

    report = models.ForeignKey(
        "experiments.Report", models.CASCADE, related_name="links", verbose_name=_("report")
    )
    digest = models.CharField(_("digest of the secret"), max_length=64, unique=True)
    created_at = models.DateTimeField(_("made"))
    expires_at = models.DateTimeField(_("expires"))

    objects = AuthorLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("author's link")
        verbose_name_plural = _("authors' links")

    def __str__(self) -> str:
        return f"{self.report} – {self.expires_at:%d.%m.%Y}"
