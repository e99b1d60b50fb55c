"""What must be true of every stored report, as the database checks it.

Half-written reports (a draft, or one its author is completing) may have holes; one that is with
staff or readers may not.
"""

from functools import reduce
from operator import and_

from django.db.models import BaseConstraint, CheckConstraint, F, Q

from experiments.enums import (
    COMPLETE_STATES,
    WRITING_STATES,
    Authorship,
    BarrierState,
    Basis,
    Kind,
    Language,
    Nerves,
    Origin,
    Outcome,
    Stage,
    State,
)

_KNOWN_BASES = [Basis.MEASURED, Basis.ESTIMATED]


def _filled(*names: str) -> Q:
    return reduce(and_, (~Q(**{name: ""}) for name in names))


def _choices() -> list[CheckConstraint]:
    """One constraint a field with a closed vocabulary."""
    optional = [""]
    vocabularies = {
        "kind": Kind.values,
        "language": Language.values,
        "state": State.values,
        "stage": Stage.values + optional,
        "outcome": Outcome.values + optional,
        "origin": Origin.values + optional,
        "barrier_state": BarrierState.values,
        "authorship": Authorship.values + optional,
    }
    return [
        CheckConstraint(condition=Q(**{f"{field}__in": values}), name=f"report_{field}_is_known")
        for field, values in vocabularies.items()
    ]


def _savings() -> list[CheckConstraint]:
    """A figure has a basis, and a basis has a figure: “not known” is not zero."""
    amounts = {"hours": "hours_saved", "euros": "euros_saved"}
    rules = [
        CheckConstraint(
            condition=Q(**{f"{name}__isnull": True, f"{prefix}_basis": Basis.UNKNOWN})
            # Said twice, for SQL: a check whose outcome is unknown passes.
            | Q(
                **{
                    f"{name}__isnull": False,
                    f"{name}__gte": 0,
                    f"{prefix}_basis__in": _KNOWN_BASES,
                }
            ),
            name=f"report_{prefix}_have_a_basis",
        )
        for prefix, name in amounts.items()
    ]
    nerves = CheckConstraint(
        condition=Q(nerves_spared="", nerves_basis=Basis.UNKNOWN)
        | Q(nerves_spared__in=Nerves.values, nerves_basis__in=_KNOWN_BASES),
        name="report_nerves_have_a_basis",
    )
    return [*rules, nerves]


def _complete() -> list[CheckConstraint]:
    """What a report must hold once it has been sent."""
    writing = Q(state__in=WRITING_STATES)
    incomplete_allowed = ~Q(state__in=COMPLETE_STATES)
    experiment, revelation = Q(kind=Kind.EXPERIMENT), Q(kind=Kind.REVELATION)
    return [
        CheckConstraint(
            condition=Q(state=State.DRAFT, reference__isnull=True, submitted_at__isnull=True)
            | Q(~Q(state=State.DRAFT), reference__isnull=False, submitted_at__isnull=False),
            name="report_reference_iff_sent",
        ),
        CheckConstraint(
            condition=~Q(state=State.PUBLISHED) | Q(published_at__isnull=False),
            name="report_published_has_its_moment",
        ),
        CheckConstraint(
            condition=incomplete_allowed
            | _filled("title", "summary")
            & (Q(authorship=Authorship.ANONYMOUS) | _filled("author_name", "author_email")),
            name="report_sent_has_title_summary_author",
        ),
        CheckConstraint(
            condition=incomplete_allowed | revelation | _filled("stage", "problem", "change"),
            name="experiment_sent_is_complete",
        ),
        CheckConstraint(
            condition=incomplete_allowed
            | revelation
            | Q(agency__isnull=False)
            | _filled("other_agency"),
            name="experiment_sent_names_an_agency",
        ),
        CheckConstraint(
            condition=incomplete_allowed | ~Q(stage=Stage.ENDED) | _filled("lessons", "outcome"),
            name="experiment_ended_has_lessons_and_outcome",
        ),
        CheckConstraint(
            condition=incomplete_allowed | experiment | _filled("origin", "proposal"),
            name="revelation_sent_is_complete",
        ),
        CheckConstraint(
            condition=writing | Q(outcome="") | Q(stage=Stage.ENDED),
            name="report_outcome_only_when_ended",
        ),
    ]


def _authorship() -> list[CheckConstraint]:
    """What is not to be known about the author is not there."""
    return [
        CheckConstraint(
            condition=~Q(authorship=Authorship.ANONYMOUS)
            | Q(
                kind=Kind.REVELATION,
                author__isnull=True,
                author_name="",
                author_email="",
                may_be_contacted=False,
            ),
            name="report_anonymous_names_nobody",
        ),
        CheckConstraint(
            condition=Q(name_consent_at__isnull=True)
            | ~Q(authorship__in=[Authorship.UNNAMED, Authorship.ANONYMOUS]),
            name="report_name_consent_only_with_a_name",
        ),
    ]


REPORT_CONSTRAINTS: list[BaseConstraint] = [
    *_choices(),
    *_savings(),
    *_complete(),
    *_authorship(),
    CheckConstraint(
        condition=Q(started_on__isnull=True)
        | Q(ended_on__isnull=True)
        | Q(ended_on__gte=F("started_on")),
        name="report_ends_after_it_begins",
    ),
    CheckConstraint(
        condition=Q(people_involved__isnull=True) | Q(people_involved__gte=1),
        name="report_people_are_at_least_one",
    ),
    CheckConstraint(
        condition=~Q(barrier_state=BarrierState.STAYS) | _filled("barrier_note"),
        name="report_barrier_that_stays_has_a_reason",
    ),
]
