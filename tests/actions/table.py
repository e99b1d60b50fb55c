"""What may happen to a report, written by hand from the specification, not from the code."""

from typing import Any, Final

from experiments.enums import Move, Role, State
from experiments.models import Report, User
from tests.factories import ReportFactory, UserFactory

# State, move, role that may do it, state after it. Nothing else may happen.
ALLOWED: Final = {
    ("draft", "submit", "author"): "submitted",
    ("submitted", "publish", "handler"): "published",
    ("submitted", "ask_more", "handler"): "more_information",
    ("submitted", "decline", "handler"): "not_published",
    ("submitted", "withdraw", "author"): "withdrawn",
    ("more_information", "answer", "author"): "submitted",
    ("more_information", "decline", "handler"): "not_published",
    ("more_information", "reopen", "handler"): "submitted",
    ("more_information", "withdraw", "author"): "withdrawn",
    ("published", "unpublish", "handler"): "unpublished",
    ("published", "withdraw", "author"): "withdrawn",
    ("not_published", "reopen", "handler"): "submitted",
    ("unpublished", "reopen", "handler"): "submitted",
    ("submitted", "transfer", "handler"): "transferred",
    ("more_information", "transfer", "handler"): "transferred",
    ("published", "transfer", "handler"): "transferred",
    ("not_published", "transfer", "handler"): "transferred",
    ("unpublished", "transfer", "handler"): "transferred",
}
NOTE_IS_DUE: Final = {"ask_more", "decline", "unpublish", "transfer"}
# Who may press a handler's buttons; an author needs no account.
HANDLERS: Final = {"handler", "superuser"}
ACTORS: Final = [
    "anonymous",
    "reader",
    "juror",
    "organiser",
    "officer",
    "handler",
    "superuser",
    "inactive handler",
]
STATES: Final = [state.value for state in State]
MOVES: Final = [move.value for move in Move]
ROLES: Final = [role.value for role in Role]


def may(role: str, actor: str) -> bool:
    return role == "author" or actor in HANDLERS


def make_actor(actor: str) -> User | None:
    match actor:
        case "anonymous":
            return None
        case "reader":
            return UserFactory()
        case "inactive handler":
            return UserFactory(handler=True, is_active=False)
        case _:
            return UserFactory(**{actor: True})


def make_report(state: str, **fields: Any) -> Report:
    return ReportFactory(**fields) if state == "draft" else ReportFactory(**{state: True}, **fields)
