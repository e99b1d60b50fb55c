"""Random walks: whatever is pressed, by whom and in what order, a report's story stays coherent."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from experiments.actions.states import move_report
from experiments.enums import Move, Role
from experiments.exceptions import (
    MoveNotAllowedError,
    NoteMissingError,
    ReportIncompleteError,
    WrongRoleError,
)
from experiments.models import Report
from tests.actions.table import ACTORS, ALLOWED, MOVES, NOTE_IS_DUE, ROLES, make_actor, may
from tests.factories import ReportFactory

COMPLETE = {"submitted", "published"}
HOLES = {"experiment": ["summary", "problem", "author_name"], "revelation": ["proposal", "origin"]}


class ReportWalk(RuleBasedStateMachine):
    """One report, all buttons, and a model of six fields to compare it with."""

    @initialize(is_revelation=st.booleans())
    def begin(self, is_revelation):
        self.actors = {actor: make_actor(actor) for actor in ACTORS}
        self.report = ReportFactory(revelation=is_revelation)
        self.words = {name: getattr(self.report, name) for name in HOLES[self.report.kind]}
        self.clock = datetime(2026, 1, 1, tzinfo=UTC)
        self.state, self.holes, self.story = "draft", set(), []
        self.first = {"reference": None, "submitted_at": None, "published_at": None}

    @rule(
        button=st.one_of(
            st.tuples(st.sampled_from(MOVES), st.sampled_from(ROLES)),
            st.sampled_from([(move, role) for _state, move, role in ALLOWED]),
        ),
        actor=st.sampled_from([*ACTORS, "handler", "superuser"]),
        note=st.sampled_from(["", "Koska."]),
    )
    def press(self, button, actor, note):
        move, role = button
        expected, target = self._expect(move, role, actor, note)
        self.clock += timedelta(hours=1)

        press = partial(
            move_report,
            report=self.report,
            move=Move(move),
            role=Role(role),
            by=self.actors[actor],
            at=self.clock,
            note=note,
        )

        if expected:
            with pytest.raises(expected):
                press()
        else:
            press()
            self._follow(move, role, actor, note, target)

    def _expect(self, move, role, actor, note):
        target = ALLOWED.get((self.state, move, role))
        if role not in {by for _state, what, by in ALLOWED if what == move} or not may(role, actor):
            return WrongRoleError, None
        if target is None:
            return MoveNotAllowedError, None
        if move in NOTE_IS_DUE and not note:
            return NoteMissingError, None
        if target in COMPLETE and self.holes:
            return ReportIncompleteError, None
        return None, target

    def _follow(self, move, role, actor, note, target):
        user = self.actors[actor]
        self.story.append((move, self.state, target, role, user and user.pk, self.clock, note))
        self.state = target
        self.first["submitted_at"] = self.first["submitted_at"] or self.clock
        if target == "published":
            self.first["published_at"] = self.first["published_at"] or self.clock

    @precondition(lambda self: self.state in {"draft", "more_information"})
    @rule(data=st.data())
    def empty_an_answer(self, data):
        self._write(data.draw(st.sampled_from(sorted(self.words))), "")

    @precondition(lambda self: self.state in {"draft", "more_information"} and self.holes)
    @rule(data=st.data())
    def answer_again(self, data):
        name = data.draw(st.sampled_from(sorted(self.holes)))
        self._write(name, self.words[name])

    def _write(self, name, text):
        Report.objects.filter(pk=self.report.pk).update(**{name: text})
        self.holes = self.holes - {name} if text else self.holes | {name}

    @invariant()
    def story_is_whole(self):
        history = list(
            self.report.history.order_by("pk").values_list(
                "move", "from_state", "to_state", "role", "actor", "at", "note"
            )
        )

        assert history == self.story
        states = ["draft", *(row[2] for row in history)]
        assert [row[1] for row in history] == states[:-1]
        assert states[-1] == self.state

    @invariant()
    def report_is_as_its_story_says(self):
        stored = Report.objects.get(pk=self.report.pk)
        self.first["reference"] = self.first["reference"] or stored.reference

        assert stored.state == self.state
        assert (stored.reference is None) == (self.state == "draft")
        assert {name: getattr(stored, name) for name in self.first} == self.first
        assert self.state not in COMPLETE or not self.holes


@pytest.mark.django_db
def test_no_walk_breaks_a_reports_story():
    run_state_machine_as_test(
        ReportWalk, settings=settings(max_examples=50, stateful_step_count=25)
    )
