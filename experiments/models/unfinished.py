"""What was typed on a page of the report form but is not accepted yet."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class UnfinishedPage(models.Model):
    """The raw answers of one page, exactly as typed, right or wrong, until the page is accepted."""

    report = models.ForeignKey(
        "experiments.Report",
        models.CASCADE,
        related_name="unfinished_pages",
        verbose_name=_("report"),
    )
    page = models.CharField(_("page"), max_length=30)
    answers = models.JSONField(_("answers"), default=dict)

    class Meta:
        verbose_name = _("unfinished page")
        verbose_name_plural = _("unfinished pages")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["report", "page"], name="unfinished_page_is_kept_once"),
        ]

    def __str__(self) -> str:
        return f"{self.report} – {self.page}"
