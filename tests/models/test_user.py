import pytest
from django.contrib.auth import authenticate
from django.core import mail
from django.core.exceptions import ValidationError

from experiments.models import User
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("typed", ["maija@virasto.example", "MAIJA@Virasto.Example"])
def test_address_signs_in_in_any_case(typed):
    user = UserFactory(email="Maija@virasto.example")

    assert authenticate(username=typed, password=PASSWORD) == user


@pytest.mark.usefixtures("in_english")
def test_validation_names_an_address_that_is_taken_in_another_case():
    UserFactory(email="maija@virasto.example")

    with pytest.raises(ValidationError) as refusal:
        User(email="MAIJA@virasto.example", password="x").full_clean()  # noqa: S106

    assert refusal.value.messages == ["There is already an account with this email address."]


def test_account_without_a_password_cannot_be_signed_in_to():
    user = User.objects.create_user("maija@virasto.example")

    assert not user.has_usable_password()


def test_administrator_may_do_everything():
    user = User.objects.create_superuser("maija@virasto.example", PASSWORD)

    assert (user.is_staff, user.is_superuser, user.check_password(PASSWORD)) == (True, True, True)


@pytest.mark.parametrize(
    ("role", "handles", "organises"),
    [
        ({}, False, False),
        ({"juror": True}, False, False),
        ({"organiser": True}, False, True),
        ({"handler": True}, True, False),
        ({"superuser": True}, True, True),
        ({"superuser": True, "is_active": False}, False, False),
    ],
)
def test_rights_come_from_the_groups(role, handles, organises):
    user = UserFactory(**role)

    assert (user.is_handler, user.is_organiser) == (handles, organises)


@pytest.mark.parametrize(("name", "shown"), [("Maija", "Maija"), ("", "m@virasto.example")])
def test_nameless_account_is_called_by_its_address(name, shown):
    user = User(name=name, email="m@virasto.example")

    assert (str(user), user.get_short_name(), user.get_full_name()) == (shown, shown, name)


def test_mail_to_an_account_goes_to_its_address():
    user = UserFactory()

    user.email_user("Otsikko", "Teksti")

    assert [message.to for message in mail.outbox] == [[user.email]]
