"""Closed vocabularies, and the one table of what may happen to a report."""

from dataclasses import dataclass
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Language(TextChoices):
    """The languages a report may be written in; each name is in its own language."""

    FINNISH = "fi", "suomi"
    SWEDISH = "sv", "svenska"
    ENGLISH = "en", "English"


class Kind(TextChoices):
    EXPERIMENT = "experiment", _("Experiment")
    REVELATION = "revelation", _("Revelation")


class Theme(TextChoices):
    LEADERSHIP = "leadership", _("Leadership")
    PRACTICES = "practices", _("Ways of working")
    COMPETENCE = "competence", _("Skills")
    ENVIRONMENT = "environment", _("Working environment")
    TECHNOLOGY = "technology", _("New technology")


class Stage(TextChoices):
    PLANNED = "planned", pgettext_lazy("stage", "Planned")
    RUNNING = "running", pgettext_lazy("stage", "In progress")
    ENDED = "ended", pgettext_lazy("stage", "Completed")


class Outcome(TextChoices):
    """What came of an experiment that ended. Stopping with a lesson learned is a success."""

    ADOPTED = "adopted", pgettext_lazy("outcome", "Stayed in use")
    CHANGED = "changed", pgettext_lazy("outcome", "Changed and went on")
    STOPPED = "stopped", pgettext_lazy("outcome", "Stopped, and we learned")


class Basis(TextChoices):
    """What a figure of savings rests on; where figures are added up, the words say which."""

    MEASURED = "measured", pgettext_lazy("basis", "Measured")
    ESTIMATED = "estimated", pgettext_lazy("basis", "Estimated")
    UNKNOWN = "unknown", pgettext_lazy("basis", "Not known yet")


class Nerves(TextChoices):
    """Nerves spared, in five words. Words cannot be summed, and are not."""

    NONE = "none", pgettext_lazy("nerves", "Not at all")
    LITTLE = "little", pgettext_lazy("nerves", "A little")
    SOME = "some", pgettext_lazy("nerves", "Somewhat")
    MUCH = "much", pgettext_lazy("nerves", "A lot")
    HUGE = "huge", pgettext_lazy("nerves", "Enormously")


class Origin(TextChoices):
    """Where a needless practice comes from."""

    LAW = "law", _("The law")
    OWN_RULE = "own_rule", _("Our own rule or instruction")
    HABIT = "habit", _("Habit")
    UNKNOWN = "unknown", _("I do not know")


class Authorship(TextChoices):
    """What a revelation tells of who sends it. Only the last one leaves staff without a name."""

    NAMED = "named", _("With my name")
    UNNAMED = "unnamed", _("Published without a name")
    ANONYMOUS = "anonymous", _("I submit anonymously")


class BarrierState(TextChoices):
    OPEN = "open", pgettext_lazy("barrier", "Open")
    BEING_DISMANTLED = "being_dismantled", pgettext_lazy("barrier", "Being dismantled")
    DISMANTLED = "dismantled", pgettext_lazy("barrier", "Dismantled")
    STAYS = "stays", pgettext_lazy("barrier", "Stays")


class AgencyKind(TextChoices):
    MINISTRY = "ministry", _("Ministries")
    AGENCY = "agency", _("Agencies")
    INSTITUTE = "institute", _("Research institutes")
    COURT = "court", _("Courts")
    REGIONAL = "regional", _("Regional administration")
    ENTERPRISE = "enterprise", _("State enterprises")
    COMPANY = "company", _("State-owned companies")
    OTHER = "other", _("Others")


class NominationResult(TextChoices):
    NOMINEE = "nominee", _("Nominee")
    MENTION = "mention", _("Honourable mention")
    WINNER = "winner", _("Winner")


class Sort(TextChoices):
    """The orders of the gallery."""

    BEST = "best", pgettext_lazy("sort", "Best match")
    NEWEST = "newest", pgettext_lazy("sort", "Newest")
    HOURS = "hours", pgettext_lazy("sort", "Most working time saved")


class State(TextChoices):
    DRAFT = "draft", pgettext_lazy("report state", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("report state", "Submitted")
    MORE_INFORMATION = (
        "more_information",
        pgettext_lazy("report state", "More information requested"),
    )
    PUBLISHED = "published", pgettext_lazy("report state", "Published")
    NOT_PUBLISHED = "not_published", pgettext_lazy("report state", "Not published")
    WITHDRAWN = "withdrawn", pgettext_lazy("report state", "Withdrawn")
    UNPUBLISHED = "unpublished", pgettext_lazy("report state", "Unpublished")
    TRANSFERRED = (
        "transferred",
        pgettext_lazy("report state", "Transferred to the whistleblowing officer"),
    )


class Role(TextChoices):
    """In what capacity somebody acts on one report."""

    AUTHOR = "author", _("Author")
    HANDLER = "handler", _("Handler")


class Move(TextChoices):
    """What can be done to a report; the labels are the buttons' texts."""

    SUBMIT = "submit", pgettext_lazy("move", "Submit")
    PUBLISH = "publish", pgettext_lazy("move", "Publish")
    ASK_MORE = "ask_more", pgettext_lazy("move", "Ask for more information")
    ANSWER = "answer", pgettext_lazy("move", "Send the completed report")
    DECLINE = "decline", pgettext_lazy("move", "Do not publish")
    REOPEN = "reopen", pgettext_lazy("move", "Return to the queue")
    UNPUBLISH = "unpublish", pgettext_lazy("move", "Remove from publication")
    WITHDRAW = "withdraw", pgettext_lazy("move", "Withdraw submission")
    TRANSFER = "transfer", pgettext_lazy("move", "Transfer to the whistleblowing officer")


@dataclass(frozen=True, slots=True)
class Transition:
    """One line of the table: from which states, to which, by whom, and whether words are due.

    The words are for the author, unless they are internal.
    """

    sources: frozenset[State]
    target: State
    role: Role
    needs_note: bool = False
    note_is_internal: bool = False


TRANSITIONS: Final[dict[Move, Transition]] = {
    Move.SUBMIT: Transition(frozenset({State.DRAFT}), State.SUBMITTED, Role.AUTHOR),
    Move.PUBLISH: Transition(frozenset({State.SUBMITTED}), State.PUBLISHED, Role.HANDLER),
    Move.ASK_MORE: Transition(
        frozenset({State.SUBMITTED}), State.MORE_INFORMATION, Role.HANDLER, needs_note=True
    ),
    Move.ANSWER: Transition(frozenset({State.MORE_INFORMATION}), State.SUBMITTED, Role.AUTHOR),
    Move.DECLINE: Transition(
        frozenset({State.SUBMITTED, State.MORE_INFORMATION}),
        State.NOT_PUBLISHED,
        Role.HANDLER,
        needs_note=True,
    ),
    Move.REOPEN: Transition(
        frozenset({State.NOT_PUBLISHED, State.UNPUBLISHED, State.MORE_INFORMATION}),
        State.SUBMITTED,
        Role.HANDLER,
    ),
    Move.UNPUBLISH: Transition(
        frozenset({State.PUBLISHED}), State.UNPUBLISHED, Role.HANDLER, needs_note=True
    ),
    Move.WITHDRAW: Transition(
        frozenset({State.SUBMITTED, State.MORE_INFORMATION, State.PUBLISHED}),
        State.WITHDRAWN,
        Role.AUTHOR,
    ),
    # Nothing leads out of it: whoever gets it handles it outside this service (Act 1171/2022).
    Move.TRANSFER: Transition(
        frozenset(
            {
                State.SUBMITTED,
                State.MORE_INFORMATION,
                State.PUBLISHED,
                State.NOT_PUBLISHED,
                State.UNPUBLISHED,
            }
        ),
        State.TRANSFERRED,
        Role.HANDLER,
        needs_note=True,
        note_is_internal=True,
    ),
}

# A report in these states is with staff or readers, so its mandatory parts must be there.
COMPLETE_STATES: Final = (State.SUBMITTED, State.PUBLISHED)
# In these the author is writing.
WRITING_STATES: Final = (State.DRAFT, State.MORE_INFORMATION)
# In these the author may change it: while writing, and out of trust once it is published.
CHANGEABLE_STATES: Final = (*WRITING_STATES, State.PUBLISHED)


def moves_from(state: State, *, role: Role) -> list[Move]:
    """Return what this role may do to a report in this state, in the order of the table."""
    return [move for move, row in TRANSITIONS.items() if state in row.sources and row.role is role]
