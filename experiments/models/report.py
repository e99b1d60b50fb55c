"""The report: an experiment somebody made, or a needless practice somebody revealed."""

import re
import uuid
from typing import Final

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from experiments.enums import (
    CHANGEABLE_STATES,
    TRANSITIONS,
    WRITING_STATES,
    Authorship,
    BarrierState,
    Basis,
    Kind,
    Language,
    Move,
    Nerves,
    Origin,
    Outcome,
    Stage,
    State,
    Theme,
)
from experiments.models.agency import Agency
from experiments.models.report_queries import ReportQuerySet
from experiments.models.report_rules import REPORT_CONSTRAINTS
from experiments.models.user import User

LONGEST_QUOTE: Final = 220  # characters
_SENTENCE_END: Final = re.compile(r"(?<=[.!?…])\s")


class Report(models.Model):
    """One report in its author's words. Only experiments.actions.states writes `state`."""

    key = models.UUIDField(_("key"), default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    language = models.CharField(_("language"), max_length=2, choices=Language)
    state = models.CharField(
        _("state"), max_length=20, choices=State, default=State.DRAFT, editable=False
    )
    reference = models.CharField(
        _("reference number"), max_length=20, null=True, unique=True, editable=False
    )
    created_at = models.DateTimeField(_("begun"), auto_now_add=True)
    submitted_at = models.DateTimeField(_("submitted"), null=True, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, editable=False)

    # What it is about
    title = models.CharField(_("title"), max_length=100)
    summary = models.TextField(_("summary"), max_length=600, blank=True)
    link = models.URLField(_("link"), max_length=500, blank=True)

    # An experiment
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, blank=True)
    outcome = models.CharField(_("what came of it"), max_length=10, choices=Outcome, blank=True)
    problem = models.TextField(_("what you wanted to solve"), max_length=1000, blank=True)
    change = models.TextField(_("what you did differently"), max_length=1500, blank=True)
    results = models.TextField(_("what happened"), max_length=1500, blank=True)
    lessons = models.TextField(_("what you learned"), max_length=1500, blank=True)
    tips = models.TextField(_("tips for others"), max_length=1500, blank=True)
    started_on = models.DateField(_("started"), null=True, blank=True)
    ended_on = models.DateField(_("ended"), null=True, blank=True)
    decision_due_on = models.DateField(_("decision due"), null=True, blank=True)
    people_involved = models.PositiveIntegerField(_("people involved"), null=True, blank=True)
    customers_involved = models.BooleanField(_("customers involved"), null=True, blank=True)
    customers_how = models.TextField(_("how customers were involved"), max_length=500, blank=True)
    looking_for = models.TextField(_("looking for"), max_length=300, blank=True)

    # Savings: hours a month, euros a year, nerves in words; no figure is not the same as zero
    hours_saved = models.DecimalField(
        _("hours saved a month"), max_digits=9, decimal_places=1, null=True, blank=True
    )
    hours_basis = models.CharField(
        _("basis of the hours"), max_length=10, choices=Basis, default=Basis.UNKNOWN
    )
    euros_saved = models.DecimalField(
        _("euros saved a year"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    euros_basis = models.CharField(
        _("basis of the euros"), max_length=10, choices=Basis, default=Basis.UNKNOWN
    )
    nerves_spared = models.CharField(_("nerves spared"), max_length=10, choices=Nerves, blank=True)
    nerves_basis = models.CharField(
        _("basis of the nerves"), max_length=10, choices=Basis, default=Basis.UNKNOWN
    )

    # A revelation
    origin = models.CharField(_("where it comes from"), max_length=10, choices=Origin, blank=True)
    affected = models.TextField(_("whom it affects and how often"), max_length=600, blank=True)
    proposal = models.TextField(_("what should be done instead"), max_length=1500, blank=True)
    barrier_state = models.CharField(
        _("state of the barrier"), max_length=20, choices=BarrierState, default=BarrierState.OPEN
    )
    barrier_note = models.TextField(_("note on the barrier"), max_length=600, blank=True)
    agency_reply = models.TextField(_("the agency's reply"), max_length=1000, blank=True)

    # Who
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name=_("agency"),
    )
    other_agency = models.CharField(_("other agency"), max_length=150, blank=True)
    partners = models.ManyToManyField(
        Agency, blank=True, related_name="partner_reports", verbose_name=_("partner agencies")
    )
    authorship = models.CharField(_("authorship"), max_length=10, choices=Authorship, blank=True)
    author_name = models.CharField(_("author's name"), max_length=150, blank=True)
    author_email = models.EmailField(_("author's email address"), blank=True)
    # Written by experiments.actions.accounts alone. A report outlives the account it belongs to.
    author = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="reports",
        verbose_name=_("account"),
    )
    # The moment of consent to publish the name (GDPR article 7.1: be able to show it), if any.
    name_consent_at = models.DateTimeField(_("consent to publish the name"), null=True, blank=True)
    may_be_contacted = models.BooleanField(_("colleagues may get in touch"), default=False)
    help_languages = models.JSONField(_("languages of help"), default=list, blank=True)
    takes_part_in_award = models.BooleanField(_("takes part in the award"), default=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-published_at", "-pk"]
        default_permissions = ("view",)
        permissions = [
            ("handle_report", _("Can read what is sent and decide on it")),
            ("judge_report", _("Can score reports in the jury")),
            ("see_transferred", _("Can read what was transferred to the whistleblowing officer")),
        ]
        indexes = [
            models.Index(fields=["state", "-published_at", "-id"], name="report_newest_published"),
            models.Index(fields=["state", "submitted_at"], name="report_queue"),
        ]
        constraints = REPORT_CONSTRAINTS

    def __str__(self) -> str:
        # The admin prints this in many places, to people who may not see what was transferred.
        return " ".join(filter(None, (self.reference, "" if self.is_transferred else self.title)))

    def get_absolute_url(self) -> str:
        """The public page; the number decides, the words are for people."""
        return reverse("gallery:report", args=[self.pk, slugify(self.title) or "-"])

    def open_request(self) -> str:
        """Return what a handler asks the author for, while the report is with the author again."""
        if self.state != State.MORE_INFORMATION:
            return ""
        # Chosen here and not in SQL: where the history is loaded already it is not asked for again.
        requests = [line for line in self.history.all() if line.to_state == State.MORE_INFORMATION]
        return max(requests, key=lambda line: (line.at, line.pk)).note

    @property
    def is_experiment(self) -> bool:
        return self.kind == Kind.EXPERIMENT

    @property
    def is_revelation(self) -> bool:
        return self.kind == Kind.REVELATION

    @property
    def is_published(self) -> bool:
        return self.state == State.PUBLISHED

    @property
    def is_transferred(self) -> bool:
        return self.state == State.TRANSFERRED

    @property
    def is_anonymous(self) -> bool:
        """Whether nobody knows who sends it: it has no name, no address and no times of day."""
        return self.authorship == Authorship.ANONYMOUS

    @property
    def is_being_written(self) -> bool:
        return self.state in WRITING_STATES

    @property
    def is_changeable_by_author(self) -> bool:
        """As ReportQuerySet.changeable_by_author says of stored ones."""
        return self.state in CHANGEABLE_STATES and not (self.is_anonymous and self.is_published)

    @property
    def has_been_sent(self) -> bool:
        return self.reference is not None

    @property
    def sending_move(self) -> Move:
        """What the author's Send button does: a first sending, or the answer to a request."""
        return Move.SUBMIT if self.state in TRANSITIONS[Move.SUBMIT].sources else Move.ANSWER

    @property
    def themes(self) -> list[Theme]:
        """The themes in their fixed order (read from `theme_rows`: prefetch those on lists)."""
        chosen = {row.theme for row in self.theme_rows.all()}
        return [theme for theme in Theme if theme in chosen]

    @property
    def picture(self) -> "models.Model | None":
        """The first picture, shown on cards (read from `pictures`: prefetch those on lists)."""
        return next(iter(self.pictures.all()), None)

    @property
    def has_savings(self) -> bool:
        return any((self.hours_saved is not None, self.euros_saved is not None, self.nerves_spared))

    @property
    def lesson_quote(self) -> str:
        """The first sentence of the lesson, if it is short enough to be set in large type."""
        sentence = _SENTENCE_END.split(self.lessons, maxsplit=1)[0]
        return sentence if len(sentence) <= LONGEST_QUOTE else ""

    @property
    def lesson_rest(self) -> str:
        """What of the lesson is not in its quote."""
        return self.lessons[len(self.lesson_quote) :].strip()

    @property
    def published_author(self) -> str:
        """The author's name if they agreed to its publishing, else nothing."""
        return self.author_name if self.name_consent_at else ""


class ReportTheme(models.Model):
    """One theme of one report."""

    report = models.ForeignKey(
        Report, models.CASCADE, related_name="theme_rows", verbose_name=_("report")
    )
    theme = models.CharField(_("theme"), max_length=20, choices=Theme)

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        constraints = [
            models.UniqueConstraint(fields=["theme", "report"], name="report_has_a_theme_once"),
            models.CheckConstraint(condition=Q(theme__in=Theme.values), name="theme_is_known"),
        ]

    def __str__(self) -> str:
        return self.get_theme_display()
