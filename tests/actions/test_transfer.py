import json
from datetime import UTC, datetime

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core import mail

from experiments.actions.report import decide
from experiments.enums import Move, NominationResult, State
from experiments.exceptions import MoveNotAllowedError, NoteMissingError, WrongRoleError
from experiments.models import AwardRound, Nomination, Report
from tests.factories import NominationFactory, ReportFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

AT = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
TITLE = "Kävelevä “kortisto”"


def transfer(report, note="Voi kuulua lain soveltamisalaan.", **by) -> Report:
    by = by or {"handler": True}
    return decide(report=report, move=Move.TRANSFER, by=UserFactory(**by), at=AT, note=note)


def log(row, message, *, name=None):
    return LogEntry.objects.create(
        user=UserFactory(),
        content_type=ContentType.objects.get_for_model(row),
        object_id=str(row.pk),
        object_repr=name or str(row),
        action_flag=CHANGE,
        change_message=message,
    )


def test_transfer_keeps_the_report_as_it_was_and_tells_nobody():
    report = ReportFactory(revelation=True, submitted=True)
    before = Report.objects.values().get()

    transfer(report)

    assert Report.objects.values().get() == before | {"state": State.TRANSFERRED}
    assert report.history.get().note == "Voi kuulua lain soveltamisalaan."
    assert not mail.outbox


def test_transfer_is_in_the_log_by_number():
    report = ReportFactory(submitted=True, title=TITLE)

    transfer(report)

    entry = LogEntry.objects.get()
    assert entry.object_repr == report.reference
    assert entry.change_message == "Transferred to the whistleblowing officer"
    assert entry.object_id == str(report.pk)


@pytest.mark.parametrize(
    ("note", "by", "refusal"),
    [
        ("", {"handler": True}, NoteMissingError),
        ("x", {"organiser": True}, WrongRoleError),
        ("x", {"officer": True}, WrongRoleError),
        ("x", {}, WrongRoleError),
    ],
)
def test_refused_transfer_changes_nothing(note, by, refusal):
    NominationFactory(winner=True)
    report = Report.objects.get()

    with pytest.raises(refusal):
        decide(report=report, move=Move.TRANSFER, by=UserFactory(**by), at=AT, note=note)

    assert Report.objects.get().state == State.PUBLISHED
    assert Nomination.objects.get().result == NominationResult.WINNER
    assert not LogEntry.objects.exists()


@pytest.mark.parametrize("move", [move for move in Move if move != Move.SUBMIT])
def test_nothing_leads_out(move):
    report = ReportFactory(transferred=True)

    if move in {Move.ANSWER, Move.WITHDRAW}:
        return  # the author's; tests/actions/test_states.py has them
    with pytest.raises(MoveNotAllowedError):
        decide(report=report, move=move, by=UserFactory(handler=True), at=AT, note="x")


def test_nomination_is_hidden_and_its_prize_can_go_to_another():
    winner = NominationFactory(winner=True, category__award_round__winners_out=True)
    other = NominationFactory(category=winner.category)

    transfer(winner.report)
    Nomination.objects.filter(pk=other.pk).update(result=NominationResult.WINNER)

    assert list(Nomination.objects.announced()) == [other]
    assert list(Nomination.objects.handled()) == [other]
    assert AwardRound.objects.get().has_winners_out
    assert Nomination.objects.get(pk=winner.pk).result == NominationResult.NOMINEE
    lost = LogEntry.objects.get(content_type__model="awardcategory")
    assert lost.change_message == f"Result taken back: {winner.report.reference}, Winner"


@pytest.mark.parametrize(
    "spell",
    [
        lambda nomination: f"On the shortlist: {nomination.report}",
        lambda nomination: json.dumps([{"changed": {"object": str(nomination)}}]),
        lambda nomination: json.dumps(
            [{"changed": {"object": str(nomination)}}], ensure_ascii=False
        ),
    ],
)
def test_title_leaves_the_log_of_staff(spell):
    nomination = NominationFactory(report__title=TITLE)
    report, text = nomination.report, spell(nomination)
    about_round = log(nomination.category.award_round, text)
    about_report = log(report, "Changed the state of the barrier.")
    other = log(NominationFactory().report, f"Mentions “{TITLE}” by chance")
    names = {other.pk: (other.object_repr, other.change_message)}

    transfer(report)

    kept = LogEntry.objects.filter(pk__in=[about_round.pk, about_report.pk])
    shown = "".join(entry.object_repr + entry.change_message for entry in kept)
    assert "kortisto" not in shown
    assert report.reference in shown
    assert (
        LogEntry.objects.values_list("object_repr", "change_message").get(pk=other.pk)
        == names[other.pk]
    )
