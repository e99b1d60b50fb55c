"""What waits for one member of staff, shown on the first page of the admin."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, Q, When

from experiments.analysis.facets import count_by
from experiments.enums import State
from experiments.models import AwardRound, Report, User


@dataclass(frozen=True, slots=True)
class Pile:
    """The reports in one state."""

    state: State
    count: int


@dataclass(frozen=True, slots=True)
class Desk:
    """The handler's piles and longest waiting report; the organiser's unfinished rounds."""

    piles: list[Pile]
    oldest: Report | None
    rounds: list[AwardRound]


def desk_of(user: User | AnonymousUser) -> Desk:
    """Return what waits for this person; empty where it is not theirs to do."""
    piles, oldest = [], None
    if states := piles_of(user):
        numbers = count_by(Report.objects.visible_to(user), "state")
        piles = [Pile(state, numbers.get(state, 0)) for state in states]
    if user.has_perm("experiments.handle_report"):
        oldest = Report.objects.waiting().first()
    rounds = []
    if user.has_perm("experiments.organise_award"):
        rounds = list(AwardRound.objects.in_preparation())
    return Desk(piles, oldest, rounds)


def piles_of(user: User | AnonymousUser) -> list[State]:
    """Return the states that this person's piles are for, in their order."""
    kept: set[State] = set()
    if user.has_perm("experiments.handle_report"):
        kept |= set(State) - {State.DRAFT, State.TRANSFERRED}
    if isinstance(user, User) and user.sees_transferred:
        kept.add(State.TRANSFERRED)
    return [state for state in State if state in kept]


def next_waiting(report: Report) -> Report | None:
    """Return the report after this one in the queue, else the one that has waited longest."""
    later = Q(submitted_at__gt=report.submitted_at) | Q(
        submitted_at=report.submitted_at, pk__gt=report.pk
    )
    later_first = Case(When(later, then=0), default=1)
    others = Report.objects.waiting().exclude(pk=report.pk)
    return others.order_by(later_first, "submitted_at", "pk").first()
