"""The search index: which terms stand in which published report, and how much they count there."""

from functools import reduce
from operator import or_
from typing import Final, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_TERM: Final = 80
# Terms are compared and sorted by their bytes on both databases (SQLite knows it by this name; the
# migration makes it on PostgreSQL), so that a range of the index is what begins with a prefix.
BINARY: Final = "binary"


class PostingQuerySet(models.QuerySet["Posting"]):
    def beginning_with(self, *prefixes: str) -> Self:
        """Keep the postings whose term begins with one of these (there must be one)."""
        ranges = (models.Q(term__gte=one, term__lt=f"{one}\U0010ffff") for one in prefixes)
        return self.filter(reduce(or_, ranges))


class Posting(models.Model):
    """One term of one published report; experiments.actions.search writes these.

    `weight` is the report's part of BM25, so that a query only multiplies and adds. `positions`
    tells where the whole word stands (numbers with spaces between), which phrases need.
    """

    pk = models.CompositePrimaryKey("report_id", "term")
    report = models.ForeignKey(
        "experiments.Report",
        models.CASCADE,
        related_name="postings",
        db_index=False,  # the primary key begins with it
        verbose_name=_("report"),
    )
    term = models.CharField(_("term"), max_length=LONGEST_TERM, db_collation=BINARY)
    weight = models.FloatField(_("weight"))
    positions = models.TextField(_("positions"), blank=True)

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        default_permissions = ()
        indexes = [
            # Read by experiments.analysis.searching: every word of a search.
            models.Index(fields=["term", "report"], name="posting_by_term"),
        ]

    def __str__(self) -> str:
        return self.term


class IndexedReport(models.Model):
    """That a published report is in the index, and as what: its texts and how they were read."""

    report = models.OneToOneField(
        "experiments.Report", models.CASCADE, primary_key=True, verbose_name=_("report")
    )
    fingerprint = models.CharField(_("fingerprint"), max_length=64)

    class Meta:
        verbose_name = _("indexed report")
        verbose_name_plural = _("indexed reports")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)
