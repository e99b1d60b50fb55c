"""What is kept of the moment when an anonymous author did something: the day."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.timezone import localtime


def day_of(at: datetime) -> datetime:
    """Return the midnight in Finland that began the day: a date, where a moment is stored."""
    return localtime(at, ZoneInfo(settings.TIME_ZONE)).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
