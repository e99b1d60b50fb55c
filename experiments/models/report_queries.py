"""What is asked of reports: who may see which, and what the pages need loaded."""

from collections.abc import Collection
from typing import Self

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Prefetch

from experiments.enums import State
from experiments.models.agency import Agency
from experiments.models.ownership import OwnershipQuerySet
from experiments.models.user import User


class ReportQuerySet(OwnershipQuerySet):
    def published(self) -> Self:
        """Keep what any reader may see."""
        return self.filter(state=State.PUBLISHED)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Keep what this person may see: handlers what they work on, officers what was transferred
        (Act 1171/2022, section 32), others what is published.
        """
        visible = self.handled() if user.has_perm("experiments.handle_report") else self.published()
        if isinstance(user, User) and user.sees_transferred:
            visible |= self.filter(state=State.TRANSFERRED)
        return visible

    def handled(self) -> Self:
        """Keep what handlers work on: all that was ever sent and was not transferred.

        An unsent draft is its author's own paper: it has not arrived (Act 13/2003, section 10).
        """
        return self.exclude(state__in=[State.DRAFT, State.TRANSFERRED])

    def waiting(self) -> Self:
        """Keep what a handler has to read, the one that has waited longest first."""
        return self.filter(state=State.SUBMITTED).order_by("submitted_at", "pk")

    def about(self, themes: Collection[str]) -> Self:
        """Keep the reports with at least one of these themes."""
        return self.filter(pk__in=self.model.objects.filter(theme_rows__theme__in=themes))

    def newest(self) -> Self:
        """Put what was published last first."""
        return self.order_by("-published_at", "-pk")

    def most_time_saved(self) -> Self:
        """Put those that save the most working hours a month first, those without a figure last."""
        return self.order_by(F("hours_saved").desc(nulls_last=True), "-published_at", "-pk")

    def for_cards(self) -> Self:
        """Load in a constant number of queries all that templates/gallery/_card.html shows."""
        # By its name: the model of pictures is built on this one.
        publishable = apps.get_model("experiments", "Picture").objects.publishable()
        pictures = Prefetch("pictures", publishable)
        return self.select_related("agency").prefetch_related("theme_rows", pictures)

    def for_index(self) -> Self:
        """Load all that a search looks into (experiments.analysis.passages)."""
        return self.select_related("agency").prefetch_related("theme_rows", "partners")

    def for_story(self) -> Self:
        """Load all that templates/gallery/_story.html shows."""
        return self.for_cards().prefetch_related(Prefetch("partners", Agency.objects.by_name()))
