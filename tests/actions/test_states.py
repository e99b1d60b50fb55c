from datetime import UTC, datetime
from functools import partial

import pytest
from django.utils import timezone

from experiments.actions.states import move_report
from experiments.enums import TRANSITIONS, Move, Role, State, moves_from
from experiments.exceptions import (
    ActionRefusedError,
    MoveNotAllowedError,
    NoteMissingError,
    ReportIncompleteError,
    WrongRoleError,
)
from experiments.models import Report, StateChange
from tests.actions.table import (
    ACTORS,
    ALLOWED,
    MOVES,
    NOTE_IS_DUE,
    ROLES,
    STATES,
    make_actor,
    make_report,
    may,
)
from tests.factories import PictureFactory, ReportFactory, UserFactory

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("state", STATES)
def test_move_is_done_exactly_where_the_specification_allows_it(state, move):
    untouched = make_report(state)
    for actor in ACTORS:
        by = make_actor(actor)
        for role in ROLES:
            press = partial(
                move_report, move=Move(move), role=Role(role), by=by, at=AT, note="  Koska.\n"
            )
            if (state, move, role) in ALLOWED and may(role, actor):
                _assert_done_and_remembered(press, state, move, role, by)
            else:
                _assert_refused_and_nothing_changed(press, untouched)


def _assert_done_and_remembered(press, state, move, role, by):
    report, target = make_report(state), ALLOWED[state, move, role]

    done = press(report=report)

    assert done == report
    assert Report.objects.get(pk=report.pk).state == done.state == target
    assert list(
        report.history.values_list("move", "from_state", "to_state", "role", "actor", "at", "note")
    ) == [(move, state, target, role, by and by.pk, AT, "Koska.")]


def _assert_refused_and_nothing_changed(press, report):
    before = Report.objects.filter(pk=report.pk).values().get()

    with pytest.raises((WrongRoleError, MoveNotAllowedError)):
        press(report=report)

    assert Report.objects.filter(pk=report.pk).values().get() == before
    assert not report.history.exists()


@pytest.mark.parametrize(("state", "move", "role"), ALLOWED)
@pytest.mark.parametrize("note", ["", " \n\t "])
def test_words_are_demanded_where_they_are_due(state, move, role, note):
    report, by = make_report(state), UserFactory(handler=True)
    fields = {"report": report, "move": Move(move), "role": Role(role), "by": by, "at": AT}

    if move in NOTE_IS_DUE:
        with pytest.raises(NoteMissingError):
            move_report(**fields, note=note)
        assert Report.objects.get().state == state
        assert not StateChange.objects.exists()
    else:
        move_report(**fields, note=note)
        assert StateChange.objects.get().note == ""


@pytest.mark.parametrize(
    ("traits", "hole"),
    [
        *(
            ({}, {name: ""})
            for name in (
                "title",
                "summary",
                "stage",
                "problem",
                "change",
                "author_name",
                "author_email",
            )
        ),
        ({}, {"agency": None}),
        ({"ended": True}, {"lessons": ""}),
        ({"ended": True}, {"outcome": ""}),
        ({}, {"outcome": "adopted"}),
        ({"revelation": True}, {"origin": ""}),
        ({"revelation": True}, {"proposal": ""}),
        ({"revelation": True}, {"summary": ""}),
        ({}, {"themes": []}),
    ],
)
@pytest.mark.parametrize(
    ("state", "move"), [("draft", Move.SUBMIT), ("more_information", Move.ANSWER)]
)
def test_incomplete_report_is_not_sent(state, move, traits, hole):
    report = make_report(state, **(traits | hole))
    before = Report.objects.values().get()

    with pytest.raises(ReportIncompleteError):
        move_report(report=report, move=move, role=Role.AUTHOR, by=None, at=AT)

    assert Report.objects.values().get() == before
    assert not StateChange.objects.exists()


@pytest.mark.parametrize("fields", [{"text_alternative": ""}, {"has_rights": False}])
def test_report_is_not_sent_with_a_picture_that_cannot_be_published(fields):
    report = ReportFactory()
    PictureFactory(report=report, position=0)
    PictureFactory(report=report, position=1, **fields)

    with pytest.raises(ReportIncompleteError):
        move_report(report=report, move=Move.SUBMIT, role=Role.AUTHOR, by=None, at=AT)

    assert Report.objects.get().state == State.DRAFT


def test_handlers_decide_on_a_report_whose_author_has_just_added_a_picture():
    report = ReportFactory(published=True)
    PictureFactory(report=report, text_alternative="")
    by = UserFactory(handler=True)

    for move in (Move.UNPUBLISH, Move.REOPEN, Move.PUBLISH):
        move_report(report=report, move=move, role=Role.HANDLER, by=by, at=AT, note="Syy.")

    assert Report.objects.get().state == State.PUBLISHED


def test_revelation_needs_no_agency():
    report = ReportFactory(revelation=True, agency=None)

    sent = move_report(report=report, move=Move.SUBMIT, role=Role.AUTHOR, by=None, at=AT)

    assert sent.state == State.SUBMITTED


@pytest.mark.parametrize(
    ("at", "year"),
    [
        (datetime(2026, 12, 31, 21, 59, tzinfo=UTC), 2026),
        (datetime(2026, 12, 31, 22, 0, tzinfo=UTC), 2027),
        (datetime(2026, 6, 30, 12, 0, tzinfo=UTC), 2026),
    ],
)
def test_reference_is_made_of_the_year_in_finland_and_the_number_of_the_report(at, year):
    report = ReportFactory()

    sent = move_report(report=report, move=Move.SUBMIT, role=Role.AUTHOR, by=None, at=at)

    assert sent.reference == f"TYO-{year}-{report.pk:04d}"
    assert sent.submitted_at == at


def test_reference_and_moments_stay_as_they_first_were():
    handler, author = {"by": UserFactory(handler=True)}, {"by": None}
    moments = (datetime(2026, month, 1, tzinfo=UTC) for month in range(1, 13))
    report = ReportFactory()

    def do(move, **by):
        role = TRANSITIONS[move].role
        return move_report(report=report, move=move, role=role, at=next(moments), note="x", **by)

    first = do(Move.SUBMIT, **author)
    do(Move.ASK_MORE, **handler)
    do(Move.ANSWER, **author)
    published = do(Move.PUBLISH, **handler)
    do(Move.UNPUBLISH, **handler)
    do(Move.REOPEN, **handler)
    again = do(Move.PUBLISH, **handler)

    assert published.published_at == datetime(2026, 4, 1, tzinfo=UTC)
    assert (again.reference, again.submitted_at, again.published_at) == (
        first.reference,
        first.submitted_at,
        published.published_at,
    )


def test_move_leaves_alone_what_somebody_else_wrote_meanwhile():
    stale = ReportFactory(submitted=True)
    Report.objects.update(title="Uusi otsikko")

    move_report(
        report=stale, move=Move.PUBLISH, role=Role.HANDLER, by=UserFactory(handler=True), at=AT
    )

    assert Report.objects.get().title == "Uusi otsikko"


def test_state_that_counts_is_the_stored_one():
    stale = ReportFactory(submitted=True)
    Report.objects.update(state=State.WITHDRAWN)

    with pytest.raises(MoveNotAllowedError):
        move_report(
            report=stale, move=Move.PUBLISH, role=Role.HANDLER, by=UserFactory(handler=True), at=AT
        )


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", STATES)
def test_buttons_are_those_that_work(state, role):
    buttons = moves_from(State(state), role=Role(role))

    assert set(buttons) == {move for source, move, by in ALLOWED if (source, by) == (state, role)}


def test_refusals_say_what_was_refused():
    texts = {
        str(MoveNotAllowedError(move=Move.PUBLISH, state=State.DRAFT)),
        str(WrongRoleError(move=Move.PUBLISH)),
        str(NoteMissingError()),
        str(ReportIncompleteError()),
    }

    assert len(texts) == 4
    assert all(text.endswith(".") and "%(" not in text for text in texts)
    assert all(
        issubclass(error, ActionRefusedError)
        for error in (MoveNotAllowedError, WrongRoleError, NoteMissingError, ReportIncompleteError)
    )


def test_clock_is_the_callers():
    long_ago = datetime(2017, 1, 1, tzinfo=UTC)
    report = ReportFactory()

    sent = move_report(report=report, move=Move.SUBMIT, role=Role.AUTHOR, by=None, at=long_ago)

    assert sent.submitted_at == sent.history.get().at == long_ago < timezone.now()
