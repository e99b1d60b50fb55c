"""Deletes reports for good, with everything of theirs that lies outside the database."""

from django.db import transaction

from experiments.actions.pictures import delete_files_later
from experiments.models import Picture
from experiments.models.report_queries import ReportQuerySet


@transaction.atomic
def delete_reports(*, reports: ReportQuerySet) -> int:
    """Delete these reports or drafts with their pictures' files; return how many there were.

    Raises ProtectedError, and deletes nothing, if one of them is on a shortlist.
    """
    # Locked, so that no picture is added between the look at its files and the end of its report.
    keys = list(reports.select_for_update().values_list("pk", flat=True))
    delete_files_later(Picture.objects.filter(report__in=keys))
    reports.model.objects.filter(pk__in=keys).delete()
    return len(keys)
