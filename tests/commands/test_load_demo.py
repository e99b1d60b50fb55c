import io
import stat
import tomllib

import pytest
from django.conf import settings as django_settings
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from experiments import models
from experiments.actions.demo import DATA, key_of
from experiments.actions.demo_accounts import ACCOUNTS
from experiments.actions.report import decide
from experiments.enums import TRANSITIONS, Kind, Language, Move, State
from experiments.forms.steps import filled_pages
from experiments.models import AwardRound, Nomination, Report, User

pytestmark = pytest.mark.django_db

REPORTS = tomllib.loads((DATA / "demo_reports.toml").read_text(encoding="utf-8"))["reports"]


@pytest.fixture(scope="module", autouse=True)
def said(django_db_setup, django_db_blocker, tmp_path_factory):
    """Load the demonstration once for all tests of this file; what the command said.

    What a test changes is rolled back to here, and all of it after the last test.
    """
    folder = tmp_path_factory.mktemp("var")
    in_demo = override_settings(
        DEMO=True,
        VAR_DIR=folder,
        MEDIA_ROOT=folder / "media",
        EMAIL_FILE_PATH=folder / "mail",
        SERVICE_URL="http://127.0.0.1:8123",
    )
    with django_db_blocker.unblock(), in_demo, transaction.atomic():
        call_command("load_agencies", stdout=io.StringIO())
        yield load()
        transaction.set_rollback(True)


def load():
    output = io.StringIO()
    call_command("load_demo", stdout=output)
    return output.getvalue()


def password_file():
    return django_settings.VAR_DIR / "demo_password"


def password():
    return password_file().read_text().strip()


def publish(report):
    handler = User.objects.get(email=ACCOUNTS[0].email)
    decide(report=report, move=Move.PUBLISH, by=handler, at=timezone.now())


def everything():
    kept = (
        *(models.Report, models.ReportTheme, models.Picture, models.StateChange, models.AuthorLink),
        *(models.User, models.AwardRound, models.AwardCategory, models.Nomination, models.Agency),
    )
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in kept}


def test_there_are_25_reports_in_the_order_they_were_sent():
    reports = list(Report.objects.order_by("pk"))

    assert len(reports) == len(REPORTS) == 25
    assert reports == list(Report.objects.order_by("submitted_at"))


@pytest.mark.parametrize("data", [pytest.param(data, id=data["id"]) for data in REPORTS])
def test_a_report_went_the_way_the_file_tells(data):
    report = Report.objects.get(key=key_of(data["id"]))

    history = [
        (change.move, timezone.make_naive(change.at), change.note)
        for change in report.history.all()
    ]
    told = [(step["move"], step["at"], step.get("note", "")) for step in data["moves"]]
    assert history == told
    assert report.state == TRANSITIONS[Move(told[-1][0])].target
    assert report.created_at < report.submitted_at
    assert report.reference == f"TYO-{told[0][1].year}-{report.pk:04d}"
    assert set(report.themes) == set(data["themes"])
    assert report.partners.count() == len(data.get("partners", []))
    assert report.pictures.count() == ("picture" in data)


@pytest.mark.parametrize("name", [data["id"] for data in REPORTS])
def test_a_report_would_be_accepted_by_the_form(name):
    report = Report.objects.get(key=key_of(name))
    sent_on = timezone.localdate(report.submitted_at)

    pages = filled_pages(report, today=sent_on)  # only agencies that existed then are accepted

    assert [page.errors for page in pages] == [{}] * len(pages)
    assert report.author_email.endswith("@virasto.example")


def test_the_reports_show_what_there_is_to_try():
    def used(field):
        return set(Report.objects.values_list(field, flat=True))

    assert used("kind") == set(Kind)
    assert used("language") == set(Language)
    assert used("state") == {
        *(State.PUBLISHED, State.SUBMITTED, State.MORE_INFORMATION, State.NOT_PUBLISHED)
    }
    assert Report.objects.exclude(name_consent_at=None).exists()
    assert Report.objects.filter(name_consent_at=None).exists()
    assert Report.objects.filter(pictures__text_alternative__gt="").count() == 6


def test_the_accounts_have_their_roles_and_open_with_the_kept_password():
    assert stat.S_IMODE(password_file().stat().st_mode) == 0o600
    for account in ACCOUNTS:
        user = authenticate(username=account.email, password=password())
        assert (user.name, user.is_staff, user.is_superuser) == (account.name, True, False)
        assert [group.name for group in user.groups.all()] == [account.group]
    jurors = User.objects.filter(groups__name="juror")
    assert jurors.count() == len(set(jurors.values_list("agency", flat=True))) == 3


def test_the_end_says_how_to_get_in(said):
    shown = said[said.index("┌") :]

    assert "Reports: 10/25\n" in said
    assert "http://127.0.0.1:8123/fi/ " in shown
    assert "http://127.0.0.1:8123/fi/admin/ " in shown
    assert all(account.email in shown for account in ACCOUNTS)
    assert f"password of all five: {password()}" in shown
    assert str(django_settings.EMAIL_FILE_PATH) in shown
    assert len({len(line) for line in shown.splitlines()}) == 1


def test_the_past_round_is_out_and_the_present_one_is_not():
    past, present = AwardRound.objects.order_by("year")

    assert list(AwardRound.objects.announced()) == [past]
    assert past.has_winners_out
    announced = Nomination.objects.announced()
    assert announced.filter(result="winner").count() == past.categories.count() == 2
    for honoured in announced.exclude(result="nominee"):
        assert all((honoured.citation_fi, honoured.citation_sv, honoured.citation_en))
    assert Nomination.objects.filter(category__award_round=present).count() >= 3


def test_the_nominees_were_sent_while_their_round_was_open():
    for nomination in Nomination.objects.select_related("category__award_round", "report"):
        award_round = nomination.category.award_round
        sent_on = timezone.localdate(nomination.report.submitted_at)
        assert award_round.opens_on <= sent_on <= award_round.closes_on


def test_a_second_run_keeps_everything_also_what_was_done_since(said):
    publish(Report.objects.waiting()[0])
    Report.objects.filter(key=key_of("office-dog")).update(title="Toimistokissa torstaisin")
    juror = User.objects.get(email="raati1@virasto.example")
    juror.set_password("chosen by hand")
    juror.save()
    before = everything()

    said_again = load()

    assert everything() == before
    assert said_again == said


def test_a_run_that_was_stopped_is_completed_by_the_next():
    for name in ("office-dog", "podcast"):
        Report.objects.get(key=key_of(name)).delete()
    AwardRound.objects.get(year=2026).delete()
    User.objects.get(email="raati2@virasto.example").delete()

    load()

    assert Report.objects.count() == 25
    assert Report.objects.get(key=key_of("podcast")).state == State.MORE_INFORMATION
    assert AwardRound.objects.count() == 2
    assert authenticate(username="raati2@virasto.example", password=password())


def test_loading_sends_no_mail_but_the_service_afterwards_does(mailoutbox):
    Report.objects.get(key=key_of("podcast")).delete()
    load()
    assert mailoutbox == []

    report = Report.objects.waiting()[0]
    publish(report)

    assert [mail.to for mail in mailoutbox] == [[report.author_email]]


def test_a_lost_password_is_replaced(settings, tmp_path):
    lost = password()
    settings.VAR_DIR = tmp_path / "new"

    load()

    assert password() != lost
    for account in ACCOUNTS:
        assert authenticate(username=account.email, password=password())
        assert not authenticate(username=account.email, password=lost)


def test_the_password_file_is_closed_before_it_is_written(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    password_file().touch(mode=0o666)
    password_file().chmod(0o666)

    load()

    assert password()
    assert stat.S_IMODE(password_file().stat().st_mode) == 0o600
