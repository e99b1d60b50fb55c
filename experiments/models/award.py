"""The award: yearly rounds, their categories and the nominations, secret until released."""

from typing import Self

from django.db import models
from django.db.models import Case, F, Prefetch, Q, Value, When
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from experiments.enums import Kind, NominationResult, State
from experiments.models.picture import Picture
from experiments.models.report import Report


class AwardRoundQuerySet(models.QuerySet["AwardRound"]):
    def announced(self) -> Self:
        """Keep the rounds of which anything at all may be public, newest first."""
        return self.filter(shortlist_released_at__isnull=False).order_by("-year")

    def in_preparation(self) -> Self:
        """Keep the rounds whose winners are not out yet, newest first."""
        return self.filter(winners_released_at__isnull=True).order_by("-year")


class AwardRound(models.Model):
    """One year's award. Reports sent from the first day to the last count."""

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    opens_on = models.DateField(_("first day"))
    closes_on = models.DateField(_("last day"))
    shortlist_released_at = models.DateTimeField(_("shortlist released"), null=True, editable=False)
    winners_released_at = models.DateTimeField(_("winners released"), null=True, editable=False)

    objects = AwardRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("award round")
        verbose_name_plural = _("award rounds")
        ordering = ["-year"]
        permissions = [("organise_award", _("Can organise the award and release its results"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")),
                name="round_closes_after_it_opens",
                violation_error_message=_("The last day must not be before the first day."),
            ),
            models.CheckConstraint(
                condition=Q(year__gte=2016, year__lte=2100), name="round_year_is_sensible"
            ),
            models.CheckConstraint(
                condition=Q(winners_released_at__isnull=True)
                | Q(shortlist_released_at__isnull=False),
                name="round_shortlist_before_winners",
            ),
        ]

    def __str__(self) -> str:
        return f"ValtioExpo {self.year}"

    @property
    def has_shortlist_out(self) -> bool:
        return self.shortlist_released_at is not None

    @property
    def has_winners_out(self) -> bool:
        return self.winners_released_at is not None


class AwardCategory(models.Model):
    """One prize of a round; it takes reports of one kind."""

    award_round = models.ForeignKey(
        AwardRound, models.CASCADE, related_name="categories", verbose_name=_("award round")
    )
    kind = models.CharField(_("kind of reports"), max_length=12, choices=Kind)
    name_fi = models.CharField(_("name in Finnish"), max_length=80)
    name_sv = models.CharField(_("name in Swedish"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("award category")
        verbose_name_plural = _("award categories")
        ordering = ["award_round", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["award_round", "name_fi"], name="category_name_is_unique_in_round"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=Kind.values), name="category_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.award_round.year}"

    @property
    def name(self) -> str:
        """The name in the page's language."""
        return str(getattr(self, f"name_{get_language() or 'fi'}", "") or self.name_fi)


class NominationQuerySet(models.QuerySet["Nomination"]):
    def announced(self) -> Self:
        """Keep what the public may know, and annotate how much of it.

        `announced_result` is the result as far as it is out: everybody is a nominee until the
        winners are released. Show that, never `result`.
        """
        out = Q(category__award_round__winners_released_at__isnull=False)
        return self.filter(
            category__award_round__shortlist_released_at__isnull=False,
            report__state=State.PUBLISHED,
        ).annotate(
            announced_result=Case(
                When(out, then=F("result")), default=Value(NominationResult.NOMINEE.value)
            )
        )

    def handled(self) -> Self:
        """Keep what organisers work on: not what was transferred to the whistleblowing officer."""
        return self.exclude(report__state=State.TRANSFERRED)

    def of_latest_round(self) -> Self:
        """Keep the nominations of the newest announced round."""
        latest = AwardRound.objects.announced().values("pk")[:1]
        return self.filter(category__award_round__in=latest).winners_first()

    def for_cards(self) -> Self:
        """Load all that a card with its award badge shows."""
        return self.select_related("category__award_round", "report__agency").prefetch_related(
            "report__theme_rows", Prefetch("report__pictures", Picture.objects.publishable())
        )

    def winners_first(self) -> Self:
        """Order as announced: winners, mentions, then nominees by title. Needs announced()."""
        place = Case(
            When(announced_result=NominationResult.WINNER, then=0),
            When(announced_result=NominationResult.MENTION, then=1),
            default=2,
        )
        return self.order_by("category__position", "category_id", place, "report__title", "pk")


class Nomination(models.Model):
    """A published report on the shortlist, and what became of it, in the jury's words."""

    category = models.ForeignKey(
        AwardCategory, models.CASCADE, related_name="nominations", verbose_name=_("award category")
    )
    report = models.ForeignKey(
        Report, models.PROTECT, related_name="nominations", verbose_name=_("report")
    )
    result = models.CharField(
        _("result"), max_length=10, choices=NominationResult, default=NominationResult.NOMINEE
    )
    citation_fi = models.TextField(_("citation in Finnish"), max_length=600, blank=True)
    citation_sv = models.TextField(_("citation in Swedish"), max_length=600, blank=True)
    citation_en = models.TextField(_("citation in English"), max_length=600, blank=True)

    objects = NominationQuerySet.as_manager()

    class Meta:
        verbose_name = _("nomination")
        verbose_name_plural = _("nominations")
        ordering = ["category", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["category", "report"],
                name="report_is_nominated_once_in_category",
                violation_error_message=_(
                    "This report is already on the shortlist of this category."
                ),
            ),
            models.UniqueConstraint(
                fields=["category"],
                condition=Q(result=NominationResult.WINNER),
                name="category_has_one_winner",
                violation_error_message=_(
                    "This category already has a winner. Change the other one first."
                ),
            ),
            models.CheckConstraint(
                condition=Q(result__in=NominationResult.values), name="nomination_result_is_known"
            ),
        ]

    def __str__(self) -> str:
        report = self.report
        return f"{report.reference if report.is_transferred else report.title} – {self.category}"

    @property
    def citation(self) -> str:
        """The citation in the page's language; in Finnish where there is none."""
        return str(getattr(self, f"citation_{get_language() or 'fi'}", "") or self.citation_fi)

    @property
    def citation_language(self) -> str:
        """The language `citation` is in, for the `lang` attribute (WCAG 3.1.2)."""
        language = get_language() or "fi"
        return language if getattr(self, f"citation_{language}", "") else "fi"

    # What is out by now. These need the annotation of announced(), so a query that forgot it fails
    # instead of telling a secret.

    @property
    def announced_result_label(self) -> str:
        return str(NominationResult(self.announced_result).label)  # type: ignore[attr-defined]

    @property
    def is_announced_winner(self) -> bool:
        return bool(self.announced_result == NominationResult.WINNER)  # type: ignore[attr-defined]

    @property
    def is_announced_as_honoured(self) -> bool:
        return bool(self.announced_result != NominationResult.NOMINEE)  # type: ignore[attr-defined]
