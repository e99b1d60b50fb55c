"""The staff's pages, in each language, wide and narrow, break no rule of WCAG."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from experiments.actions.report import decide
from experiments.enums import Language, Move
from experiments.models import Report, User
from tests.browser.accessibility import inspected
from tests.browser.content import LONG_TEXT, full_experiment, full_revelation, round_with_nominees
from tests.browser.doors import sign_in
from tests.browser.people import Handler, Staff
from tests.factories import AgencyFactory, AwardRoundFactory, ReportFactory, UserFactory

each_language = pytest.mark.parametrize("language", Language.values)


def ask_for_more(report: Report, by: User) -> None:
    decide(report=report, move=Move.ASK_MORE, by=by, at=timezone.now(), note=LONG_TEXT)


@each_language
def test_way_in_and_out(page: Page, language: str):
    user = UserFactory(handler=True)
    staff = Staff(page, language)
    with inspected(page, language) as inspection:
        staff.visit("admin:index")
        inspection.look("sign-in")
        staff.answer({"username": user.email, "password": "wrong"})
        staff.press("Log in")
        inspection.look("sign-in, refused")
        staff.sign_in(user)
        inspection.look("first page, nothing waits")
        staff.visit("admin:password_change")
        inspection.look("password change")
        staff.press("Log out")
        inspection.look("signed out")


@each_language
def test_queue(page: Page, live_server: LiveServer, language: str):
    staff = Staff(page, language)
    sign_in(page, UserFactory(superuser=True), live_server.url)
    with inspected(page, language) as inspection:
        staff.visit("admin:experiments_report_changelist")
        inspection.look("queue, empty")
        full_experiment(submitted=True)
        ReportFactory.create_batch(2, submitted=True, other_agency="Yliopisto", agency=None)
        AwardRoundFactory()
        staff.visit("admin:experiments_report_changelist")
        inspection.look("queue")
        staff.visit("admin:experiments_report_changelist", query="?state=all&q=zyx")
        inspection.look("queue, nothing found")
        staff.visit("admin:index")
        inspection.look("first page, with work")


@each_language
def test_review_page(page: Page, live_server: LiveServer, language: str):
    handler = Handler(page, language)
    user = UserFactory(handler=True)
    sign_in(page, user, live_server.url)
    waiting = full_experiment(submitted=True, language=language)
    asked = full_experiment(submitted=True)
    ask_for_more(asked, user)
    with inspected(page, language) as inspection:
        handler.visit("admin:experiments_report_change", waiting.pk)
        inspection.look("review, submitted")
        handler.decide(Move.DECLINE)
        inspection.look("review, reason missing")
        reports = {
            "more requested": asked,
            "published": full_experiment(published=True),
            "revelation": full_revelation(published=True),
        }
        for name, report in reports.items():
            handler.visit("admin:experiments_report_change", report.pk)
            inspection.look(f"review, {name}")
        handler.answer({"barrier_state": "stays", "barrier_note": ""})
        handler.press("Save the changes")
        inspection.look("review, barrier without its reason")
        handler.visit("admin:experiments_report_history", waiting.pk)
        inspection.look("other changes of a report")


@each_language
def test_award_round(page: Page, live_server: LiveServer, language: str):
    staff = Staff(page, language)
    sign_in(page, UserFactory(organiser=True), live_server.url)
    with inspected(page, language) as inspection:
        staff.visit("admin:experiments_awardround_changelist")
        inspection.look("rounds, none")
        staff.visit("admin:experiments_awardround_add")
        inspection.look("round, new")
        staff.press("Save")
        inspection.look("round, new, errors")
        award_round = round_with_nominees()
        staff.visit("admin:experiments_awardround_changelist")
        inspection.look("rounds")
        staff.visit("admin:experiments_awardround_change", award_round.pk)
        inspection.look("round")
        category = award_round.categories.earliest("position")
        staff.visit("admin:experiments_awardcategory_change", category.pk)
        inspection.look("results and citations")
        staff.field("nominations-1-result", "winner").check()
        staff.press("Save")
        inspection.look("results, two winners")
        staff.visit("admin:experiments_awardround_delete", award_round.pk)
        inspection.look("round, deletion")


@each_language
def test_release(page: Page, live_server: LiveServer, language: str):
    staff = Staff(page, language)
    sign_in(page, UserFactory(organiser=True), live_server.url)
    award_round = round_with_nominees()
    unfinished = AwardRoundFactory()
    with inspected(page, language) as inspection:
        staff.visit("admin:experiments_awardround_release-winners", unfinished.pk)
        staff.press("Release the winners")
        inspection.look("release, refused")
        staff.visit("admin:experiments_awardround_release-winners", award_round.pk)
        inspection.look("release, winners")
        staff.press("Release the winners")
        inspection.look("round, released")
        category = award_round.categories.earliest("position")
        staff.visit("admin:experiments_awardcategory_change", category.pk)
        inspection.look("results, released")
        staff.visit("admin:experiments_awardround_take-back", award_round.pk)
        inspection.look("taking the release back")


@each_language
def test_agencies_and_accounts(page: Page, live_server: LiveServer, language: str):
    staff = Staff(page, language)
    user = UserFactory(superuser=True)
    sign_in(page, user, live_server.url)
    agency = AgencyFactory()
    group = user.groups.model.objects.earliest("name")
    with inspected(page, language) as inspection:
        for model, row in {"agency": agency, "user": user}.items():
            staff.visit(f"admin:experiments_{model}_changelist")
            inspection.look(f"{model}, list")
            staff.visit(f"admin:experiments_{model}_add")
            inspection.look(f"{model}, new")
            staff.press("Save")
            inspection.look(f"{model}, new, errors")
            staff.visit(f"admin:experiments_{model}_change", row.pk)
            inspection.look(f"{model}, change")
        staff.visit("admin:auth_user_password_change", user.pk)
        inspection.look("password of another")
        staff.visit("admin:auth_group_change", group.pk)
        inspection.look("group")
