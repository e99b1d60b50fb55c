import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from experiments.enums import Move, Role, State
from experiments.models import Report, StateChange
from tests.factories import ReportFactory

pytestmark = pytest.mark.django_db


def test_history_cannot_be_updated_through_the_orm():
    change = _change()

    with pytest.raises(TypeError):
        StateChange.objects.filter(pk=change.pk).update(note="rewritten")

    assert StateChange.objects.get().note == "as it was"


@pytest.mark.parametrize("set_to", ["note = 'rewritten'", "actor_id = NULL", "to_state = 'draft'"])
def test_history_cannot_be_updated_in_sql(set_to):
    _change()

    with (
        pytest.raises(DatabaseError, match="history is only added to"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE experiments_statechange SET {set_to}")  # noqa: S608

    assert StateChange.objects.get().note == "as it was"


def test_history_cannot_be_updated_by_saving_a_row_again():
    change = _change()
    change.note = "rewritten"

    with pytest.raises((TypeError, DatabaseError)), transaction.atomic():
        change.save()

    assert StateChange.objects.get().note == "as it was"


def test_history_cannot_be_updated_in_bulk():
    change = _change()
    change.note = "rewritten"

    with pytest.raises((TypeError, DatabaseError)), transaction.atomic():
        StateChange.objects.bulk_update([change], ["note"])

    assert StateChange.objects.get().note == "as it was"


def test_erasing_a_report_erases_its_history():
    change = _change()

    Report.objects.filter(pk=change.report_id).delete()

    assert not StateChange.objects.exists()


def _change() -> StateChange:
    return StateChange.objects.create(
        report=ReportFactory(submitted=True),
        move=Move.SUBMIT,
        from_state=State.DRAFT,
        to_state=State.SUBMITTED,
        role=Role.AUTHOR,
        at=timezone.now(),
        note="as it was",
    )
