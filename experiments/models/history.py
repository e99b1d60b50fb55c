"""What was done to a report, when and by whom. Rows are only ever added."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from experiments.enums import TRANSITIONS, Move, Role, State


class StateChangeQuerySet(models.QuerySet["StateChange"]):
    def update(self, **_fields: Any) -> NoReturn:
        raise TypeError("History is only added to. The database refuses too.")


class StateChange(models.Model):
    """One line of a report's history; written by experiments.actions.states alone."""

    report = models.ForeignKey(
        "experiments.Report", models.CASCADE, related_name="history", verbose_name=_("report")
    )
    move = models.CharField(_("what was done"), max_length=20, choices=Move)
    from_state = models.CharField(_("from"), max_length=20, choices=State)
    to_state = models.CharField(_("to"), max_length=20, choices=State)
    role = models.CharField(_("in what role"), max_length=10, choices=Role)
    # Empty for an author without an account. PROTECT: an account with a past is not deleted.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name=_("by whom")
    )
    at = models.DateTimeField(_("when"))
    note = models.TextField(_("note"), blank=True)

    objects = StateChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("state change")
        verbose_name_plural = _("state changes")
        # Not by `at`: what an anonymous author does carries its date only. A report's lines are
        # added one at a time, under its lock, so their numbers tell the order.
        ordering = ["pk"]
        get_latest_by = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_state__in=State.values), name="change_leads_to_a_known_state"
            ),
            models.CheckConstraint(
                condition=Q(role=Role.AUTHOR) | Q(actor__isnull=False),
                name="change_by_staff_names_them",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_move_display()} {self.at:%d.%m.%Y %H.%M}"

    @property
    def is_by_author(self) -> bool:
        return self.role == Role.AUTHOR

    @property
    def note_for_author(self) -> str:
        """The note, if it was written to be read by the author."""
        return "" if TRANSITIONS[Move(self.move)].note_is_internal else self.note
