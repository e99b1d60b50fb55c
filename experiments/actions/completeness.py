"""What every report must have that is with staff or readers."""

from django.core.exceptions import ValidationError

from experiments.exceptions import ReportIncompleteError
from experiments.models import Report


def refuse_incomplete(report: Report) -> None:
    """Raise ReportIncompleteError if mandatory parts are missing in the report as it stands.

    Columns are looked at in memory, before they are saved; themes as they are stored.
    """
    try:
        report.validate_constraints()
    except ValidationError as error:
        raise ReportIncompleteError from error
    if not report.theme_rows.exists():
        raise ReportIncompleteError


def refuse_undescribed(report: Report) -> None:
    """Raise ReportIncompleteError if a picture lacks its words or the right to publish it.

    Only its author can help that, so nobody else is kept from anything: readers do not see such a
    picture.
    """
    if not all(picture.is_publishable for picture in report.pictures.all()):
        raise ReportIncompleteError
