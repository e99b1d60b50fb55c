import datetime as dt
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from experiments.actions.own_reports import move_stage
from experiments.actions.pictures import Words, describe_pictures, move_picture, remove_picture
from experiments.actions.report import (
    decide,
    save_answers,
    save_barrier,
    save_unfinished,
    send_report,
)
from experiments.actions.versions import restore_version
from experiments.enums import Move, Outcome, Role, Stage, Theme
from experiments.exceptions import (
    AlreadySentError,
    ChangedMeanwhileError,
    NotRestorableError,
    ReportIncompleteError,
)
from experiments.models import Report, ReportVersion, User
from experiments.models.version import snapshot_of
from tests.actions.table import ACTORS, STATES, make_actor, make_report
from tests.factories import AgencyFactory, PictureFactory, ReportFactory, UserFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()
AUTHOR_MAY_CHANGE = {"draft", "more_information", "published"}
HANDLER_MAY_RESTORE = {"submitted", "published"}


def _save(report: Report, **columns: Any) -> None:
    page = Report.objects.get(pk=report.pk)
    for name, value in columns.items():
        setattr(page, name, value)
    save_answers(report=page, fields=columns, at=NOW)


def _restore(report: Report, number: int, *, by: User | None = None) -> ReportVersion | None:
    seen = report.versions.latest().number
    handler = by or UserFactory(handler=True)
    return restore_version(report=report, number=number, seen=seen, by=handler, at=NOW)


def _assert_latest_is_stored(report: Report) -> None:
    assert report.versions.latest().snapshot == snapshot_of(Report.objects.get(pk=report.pk))


@pytest.mark.parametrize("state", STATES)
def test_author_may_change_a_report_in_these_states_only(state):
    report = make_report(state, title="Ennen")

    if state in AUTHOR_MAY_CHANGE:
        _save(report, title="Jälkeen")
    else:
        with pytest.raises(AlreadySentError):
            _save(report, title="Jälkeen")

    expected = "Jälkeen" if state in AUTHOR_MAY_CHANGE else "Ennen"
    assert Report.objects.get().title == expected
    assert Report.objects.get().state == state
    assert Report.objects.get().is_changeable_by_author == (state in AUTHOR_MAY_CHANGE)
    assert Report.objects.changeable_by_author().exists() == (state in AUTHOR_MAY_CHANGE)


@pytest.mark.parametrize("actor", [actor for actor in ACTORS if actor != "anonymous"])
@pytest.mark.parametrize("state", [state for state in STATES if state != "draft"])
def test_handlers_alone_bring_versions_back_and_in_these_states_only(state, actor):
    report = ReportFactory(published=True, title="Ennen")
    _save(report, title="Jälkeen")
    Report.objects.update(state=state)

    if state in HANDLER_MAY_RESTORE and actor in {"handler", "superuser"}:
        _restore(report, 1, by=make_actor(actor))
        assert Report.objects.get().title == "Ennen"
    else:
        with pytest.raises(NotRestorableError):
            _restore(report, 1, by=make_actor(actor))
        assert Report.objects.get().title == "Jälkeen"
        assert report.versions.count() == 2


def test_drafts_have_no_versions():
    report = ReportFactory()

    _save(report, title="Uusi")

    assert not ReportVersion.objects.exists()


def test_first_version_is_written_when_the_report_is_first_sent():
    report = ReportFactory()

    send_report(report=report, by=None, at=NOW)

    version = ReportVersion.objects.get()
    assert (version.number, version.at, version.role, version.actor) == (1, NOW, "author", None)
    _assert_latest_is_stored(report)


def test_completing_a_report_writes_versions():
    report = ReportFactory()
    send_report(report=report, by=None, at=NOW)
    by = UserFactory(handler=True)
    decide(report=report, move=Move.ASK_MORE, by=by, at=NOW, note="Lisää.")
    _save(report, tips="Kokeilkaa.")
    send_report(report=Report.objects.get(), by=None, at=NOW)

    assert [version.changed for version in report.versions.all()][1:] == [["tips"]]
    _assert_latest_is_stored(report)


def test_report_sent_before_versions_were_kept_gets_its_first_one_when_changed():
    report = ReportFactory(published=True, title="Ennen")

    _save(report, title="Jälkeen")

    first, second = report.versions.all()
    assert (first.snapshot["title"], first.at) == ("Ennen", report.submitted_at)
    assert (second.snapshot["title"], second.changed, second.at) == ("Jälkeen", ["title"], NOW)


def test_saving_what_is_there_already_writes_no_version():
    report = ReportFactory(published=True)
    _save(report, title="Uusi")

    _save(report, title="Uusi")
    _save(report, author_name="Toinen Esimerkki")

    assert report.versions.count() == 2
    _assert_latest_is_stored(report)


@pytest.mark.parametrize(
    "columns",
    [{"title": ""}, {"author_email": ""}, {"problem": ""}, {"stage": Stage.ENDED}],
)
def test_published_report_cannot_be_left_incomplete(columns):
    report = ReportFactory(published=True)
    before = Report.objects.values().get()

    with pytest.raises(ReportIncompleteError):
        _save(report, **columns)

    assert Report.objects.values().get() == before
    assert not ReportVersion.objects.exists()


def test_published_report_keeps_a_theme():
    report = ReportFactory(published=True)

    with pytest.raises(ReportIncompleteError):
        save_answers(report=report, fields=[], themes=[], at=NOW)

    assert report.theme_rows.count() == 1


def test_page_read_before_the_report_was_published_cannot_leave_it_incomplete():
    report = ReportFactory(more_information=True)
    page = Report.objects.get()
    send_report(report=report, by=None, at=NOW)
    decide(report=report, move=Move.PUBLISH, by=UserFactory(handler=True), at=NOW)
    page.problem = ""

    with pytest.raises(ReportIncompleteError):
        save_answers(report=page, fields=["problem"], at=NOW)
    page.problem = "Toinen"
    save_answers(report=page, fields=["problem"], at=NOW)

    stored = Report.objects.get()
    assert (stored.state, stored.problem) == ("published", "Toinen")
    _assert_latest_is_stored(report)


def test_what_is_typed_but_not_accepted_is_no_version():
    report = ReportFactory(published=True, title="Ennen")

    save_unfinished(report=report, page="experiment", answers={"title": ""})

    assert report.versions.count() == 1
    _assert_latest_is_stored(report)


def test_moving_a_published_experiment_on_is_a_version_of_its_author():
    report = ReportFactory(published=True)
    by = UserFactory()
    report.stage, report.outcome, report.lessons = Stage.ENDED, Outcome.STOPPED, "Opimme."

    move_stage(report=report, fields=["stage", "outcome", "lessons"], by=by, at=NOW)

    latest = report.versions.latest()
    assert (latest.number, latest.role, latest.actor) == (2, Role.AUTHOR, by)
    assert set(latest.changed) == {"stage", "outcome", "lessons"}
    _assert_latest_is_stored(report)


def test_picture_that_readers_do_not_see_is_in_no_version():
    report = ReportFactory(published=True)
    seen = PictureFactory(report=report, position=0)
    hidden = PictureFactory(report=report, position=1, text_alternative="")

    _save(report, title="Uusi")
    describe_pictures(report=report, words={hidden.pk: Words("Polku.", has_rights=True)})
    _save(report)

    told = [[each["image"] for each in v.snapshot["pictures"]] for v in report.versions.all()]
    assert told == [[seen.image.name], [seen.image.name], [seen.image.name, hidden.image.name]]
    assert report.versions.latest().changed == ["pictures"]


def test_bringing_back_puts_pictures_in_their_order_and_leaves_new_ones_after_them():
    report = ReportFactory(published=True)
    first, second, third = (PictureFactory(report=report, position=place) for place in range(3))
    _save(report, title="Uusi")
    move_picture(report=report, number=third.pk, by=-1)
    remove_picture(report=report, number=first.pk)
    new = PictureFactory(report=report, position=7)
    move_picture(report=report, number=new.pk, by=-1)
    move_picture(report=report, number=new.pk, by=-1)
    describe_pictures(report=report, words={second.pk: Words("Muu.", has_rights=True)})
    _save(report)

    _restore(report, 1)

    pictures = list(report.pictures.all())
    assert [picture.pk for picture in pictures] == [second.pk, third.pk, new.pk]
    assert pictures[0].text_alternative == second.text_alternative
    assert [picture.position for picture in pictures] == [0, 1, 2]
    _assert_latest_is_stored(report)


def test_what_handlers_write_of_a_barrier_is_a_version_of_theirs():
    report = ReportFactory(published=True, revelation=True)
    by = UserFactory(handler=True)
    report.agency_reply = "Kiitos, korjaamme."

    save_barrier(report=report, fields=["agency_reply"], by=by, at=NOW)

    latest = report.versions.latest()
    assert (latest.role, latest.actor, latest.changed) == (Role.HANDLER, by, ["agency_reply"])
    _assert_latest_is_stored(report)


def test_bringing_back_restores_everything_but_the_author():
    own, partner, other = AgencyFactory.create_batch(3)
    report = ReportFactory(
        published=True,
        agency=own,
        stage=Stage.ENDED,
        outcome=Outcome.STOPPED,
        lessons="Opimme.",
        started_on=dt.date(2026, 1, 7),
        hours_saved="12.5",
        hours_basis="measured",
        themes=[Theme.PRACTICES, Theme.COMPETENCE],
    )
    report.partners.add(partner)
    kept = PictureFactory(report=report)
    _save(report, tips="")
    _save(report, tips="Ensimmäinen")
    wanted = report.versions.latest()
    before = Report.objects.values().get()
    page = Report.objects.get()
    page.stage, page.outcome, page.lessons, page.started_on = Stage.RUNNING, "", "", None
    page.hours_saved, page.hours_basis, page.agency = None, "unknown", other
    page.author_name, page.takes_part_in_award = "Uusi Esimerkki", False
    fields = ["stage", "outcome", "lessons", "started_on", "hours_saved", "hours_basis", "agency"]
    save_answers(
        report=page,
        fields=[*fields, "author_name", "takes_part_in_award"],
        themes=[Theme.TECHNOLOGY],
        partners=[other, own],
        at=NOW,
    )
    describe_pictures(report=page, words={kept.pk: Words("Muu.", has_rights=True)})
    by = UserFactory(handler=True)

    made = _restore(report, wanted.number, by=by)

    after = Report.objects.values().get()
    differs = {name for name, value in after.items() if before[name] != value}
    assert differs == {"author_name", "takes_part_in_award"}
    assert snapshot_of(Report.objects.get()) == wanted.snapshot == made.snapshot
    assert list(report.partners.all()) == [partner]
    assert report.pictures.get().text_alternative == kept.text_alternative
    assert (made.role, made.actor, made.restores) == (Role.HANDLER, by, wanted.number)


def test_bringing_back_what_is_there_already_does_nothing():
    report = ReportFactory(published=True)
    _save(report, title="Uusi")

    assert _restore(report, 2) is None
    assert report.versions.count() == 2


def test_bringing_back_is_refused_when_there_is_a_newer_version_than_was_seen():
    report = ReportFactory(published=True)
    _save(report, title="Toinen")
    _save(report, title="Kolmas")

    with pytest.raises(ChangedMeanwhileError):
        restore_version(report=report, number=1, seen=2, by=UserFactory(handler=True), at=NOW)

    assert Report.objects.get().title == "Kolmas"


def test_half_written_version_cannot_be_brought_back():
    report = ReportFactory(more_information=True)
    _save(report, problem="")
    _save(report, problem="Taas")
    send_report(report=Report.objects.get(), by=None, at=NOW)

    with pytest.raises(NotRestorableError, match=r"mandatory|pakoll"):
        _restore(report, 2)

    assert Report.objects.get().problem == "Taas"
    assert report.versions.count() == 3


def test_version_that_names_an_agency_that_is_gone_cannot_be_brought_back():
    gone = AgencyFactory(slug="lakkautettu")
    report = ReportFactory(published=True)
    report.partners.add(gone)
    _save(report, title="Uusi")
    save_answers(report=Report.objects.get(), fields=[], partners=[], at=NOW)
    gone.delete()

    with pytest.raises(NotRestorableError, match="lakkautettu"):
        _restore(report, 1)

    assert not report.partners.exists()


def test_mail_about_publishing_has_the_link_that_opens_the_report():
    report = ReportFactory(submitted=True)

    decide(report=report, move=Move.PUBLISH, by=UserFactory(handler=True), at=NOW)

    [message] = mail.outbox
    assert report.links.count() == 1
    assert message.to == [report.author_email]
    assert len([line for line in message.body.splitlines() if line.startswith("http")]) == 2


_TEXTS = st.sampled_from(["", "a", "b", "Å–ö"])
_CHANGES = st.one_of(
    st.fixed_dictionaries({"summary": _TEXTS}),
    st.fixed_dictionaries({"tips": _TEXTS, "people_involved": st.sampled_from([None, 1, 7])}),
    st.fixed_dictionaries({"themes": st.sets(st.sampled_from(list(Theme)))}),
    st.fixed_dictionaries({"partners": st.sets(st.integers(0, 2))}),
    st.fixed_dictionaries({"author_name": _TEXTS}),
    st.fixed_dictionaries({"stage": st.sampled_from(Stage.values), "lessons": _TEXTS}),
    st.fixed_dictionaries({"restore": st.integers(1, 12)}),
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(_CHANGES, max_size=12))
def test_newest_version_is_always_what_is_stored(changes, db):
    agencies = AgencyFactory.create_batch(3)
    handler = UserFactory(handler=True)
    report = send_report(report=ReportFactory(), by=None, at=NOW)
    decide(report=report, move=Move.PUBLISH, by=handler, at=NOW)

    for change in changes:
        _do(report, dict(change), agencies, handler)

        _assert_latest_is_stored(report)
        numbers = list(report.versions.values_list("number", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))


def _do(report: Report, change: dict[str, Any], agencies: list[Any], handler: User) -> None:
    page = Report.objects.get(pk=report.pk)
    try:
        if "restore" in change:
            number = min(change["restore"], report.versions.count())
            _restore(report, number, by=handler)
            return
        themes, partners = change.pop("themes", None), change.pop("partners", None)
        for name, value in change.items():
            setattr(page, name, value)
        chosen = None if partners is None else [agencies[n] for n in partners]
        save_answers(report=page, fields=change, themes=themes, partners=chosen, at=NOW)
    except ReportIncompleteError:
        pass  # a published report stays complete, and nothing of the change is stored
