import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.urls import reverse

from experiments.actions.report import decide
from experiments.enums import Move
from experiments.models import Agency, User
from tests.factories import PASSWORD, AgencyFactory, ReportFactory, UserFactory

pytestmark = pytest.mark.django_db

NEW_PASSWORD = "kolme sanaa riittää 7"  # noqa: S105


def page(name, *arguments):
    return reverse(f"admin:experiments_{name}", args=arguments)


def test_account_is_made_with_an_address_and_a_password(administrator, client):
    typed = {"email": "uusi@virasto.example", "name": "Uusi", "usable_password": "true"}
    typed |= {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}

    response = administrator.post(page("user_add"), typed)

    user = User.objects.get(email="uusi@virasto.example")
    assert response.url == page("user_change", user.pk)
    assert client.login(username="UUSI@virasto.example", password=NEW_PASSWORD)


def test_address_that_is_taken_in_another_case_is_refused(administrator):
    UserFactory(email="maija@virasto.example")
    typed = {"email": "MAIJA@virasto.example", "usable_password": "false"}

    answer = administrator.post(page("user_add"), typed)

    assert "There is already an account with this email address." in answer.content.decode()


def test_account_gets_its_groups_agency_and_language(administrator):
    user, agency = UserFactory(), AgencyFactory()
    group = Group.objects.get(name="handler")
    typed = {"email": user.email, "name": "Käsittelijä", "language": "sv", "is_active": "on"}
    typed |= {"is_staff": "on", "agency": agency.pk, "groups": [group.pk]}

    assert administrator.post(page("user_change", user.pk), typed).status_code == 302

    user = User.objects.get(pk=user.pk)
    assert (user.agency, user.language, user.is_handler) == (agency, "sv", True)
    assert user.check_password(PASSWORD)


def test_password_is_changed_by_an_administrator(administrator, client):
    user = UserFactory(handler=True)
    typed = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD, "set-password": "1"}

    administrator.post(reverse("admin:auth_user_password_change", args=[user.pk]), typed)

    assert client.login(username=user.email, password=NEW_PASSWORD)


def test_account_without_a_past_can_be_deleted(administrator):
    user = UserFactory()
    administrator.post(page("user_delete", user.pk), {"post": "yes"})
    assert not User.objects.filter(pk=user.pk).exists()


@pytest.mark.parametrize("one_by_one", [True, False])
@pytest.mark.parametrize("past", ["decided on a report", "in the log"])
def test_account_with_a_past_cannot_be_deleted(administrator, rf, past, one_by_one):
    user = UserFactory(handler=True)
    if past == "in the log":
        LogEntry.objects.log_actions(user.pk, [user], 2, "Julkisti voittajat.", single_object=True)
    else:
        decide(
            report=ReportFactory(submitted=True), move=Move.PUBLISH, by=user, at=user.date_joined
        )

    if one_by_one:
        answer = administrator.post(page("user_delete", user.pk), {"post": "yes"})
    else:
        typed = {"action": "delete_selected", "_selected_action": [user.pk], "post": "yes"}
        answer = administrator.post(page("user_changelist"), typed)

    assert User.objects.filter(pk=user.pk).exists()
    assert "protected related objects" in answer.content.decode()


@pytest.mark.parametrize("role", ["handler", "organiser", "juror"])
def test_accounts_are_the_administrators_own(request, role):
    client = request.getfixturevalue(role)
    for address in (page("user_changelist"), page("user_add"), page("user_change", client.user.pk)):
        assert client.get(address).status_code == 403


def test_passwords_cannot_be_asked_for_by_a_lookup(administrator):
    answer = administrator.get(page("user_changelist"), {"password__startswith": "md5"})
    assert answer.status_code == 400


def test_handler_adds_an_agency_and_finds_it(handler):
    typed = {"name_fi": "Uusi virasto", "slug": "uusi", "kind": "agency", "abbreviation": "UVI"}
    assert handler.post(page("agency_add"), typed).status_code == 302
    AgencyFactory(name_fi="Muu", kind="court")

    assert Agency.objects.filter(slug="uusi").exists()
    found = handler.get(page("agency_changelist"), {"q": "uvi"}).content.decode()
    assert "Uusi virasto" in found
    assert "Muu" not in found
    courts = handler.get(page("agency_changelist"), {"kind__exact": "court"}).content.decode()
    assert "Uusi virasto" not in courts


@pytest.mark.parametrize("one_by_one", [True, False])
def test_agency_with_reports_is_not_deleted_and_its_drafts_are_not_named(administrator, one_by_one):
    agency = ReportFactory(title="Keskeneräinen").agency
    ReportFactory(published=True, agency=agency)

    if one_by_one:
        answer = administrator.post(page("agency_delete", agency.pk), {"post": "yes"})
    else:
        typed = {"action": "delete_selected", "_selected_action": [agency.pk], "post": "yes"}
        answer = administrator.post(page("agency_changelist"), typed)

    assert "Cannot delete" in answer.content.decode()
    assert "Keskeneräinen" not in answer.content.decode()
    assert Agency.objects.filter(pk=agency.pk).exists()


def test_lists_take_the_same_queries_for_one_and_for_ten(administrator, queries):
    lists = [page("user_changelist"), page("agency_changelist"), page("awardround_changelist")]
    UserFactory(agency=AgencyFactory())
    one = [queries(administrator, address) for address in lists]
    for _time in range(9):
        UserFactory(agency=AgencyFactory())
    assert [queries(administrator, address) for address in lists] == one
