"""What is true: one file per noun, its QuerySet above it."""

from experiments.models.agency import Agency
from experiments.models.award import AwardCategory, AwardRound, Nomination
from experiments.models.history import StateChange
from experiments.models.link import AuthorLink
from experiments.models.picture import Picture
from experiments.models.posting import IndexedReport, Posting
from experiments.models.report import Report, ReportTheme
from experiments.models.tracking import TrackingCode
from experiments.models.unfinished import UnfinishedPage
from experiments.models.user import User
from experiments.models.version import ReportVersion

__all__ = [
    "Agency",
    "AuthorLink",
    "AwardCategory",
    "AwardRound",
    "IndexedReport",
    "Nomination",
    "Picture",
    "Posting",
    "Report",
    "ReportTheme",
    "ReportVersion",
    "StateChange",
    "TrackingCode",
    "UnfinishedPage",
    "User",
]
