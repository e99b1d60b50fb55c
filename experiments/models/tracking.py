"""The code by which the author of an anonymous revelation follows it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TrackingCode(models.Model):
    """Only a digest of the code is kept, and no moment: nothing here tells of a person."""

    report = models.OneToOneField(
        "experiments.Report",
        models.CASCADE,
        related_name="tracking_code",
        verbose_name=_("report"),
    )
    digest = models.CharField(_("digest of the code"), max_length=64, unique=True)

    class Meta:
        verbose_name = _("tracking code")
        verbose_name_plural = _("tracking codes")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.report.reference)
