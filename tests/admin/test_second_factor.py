import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from experiments.models import User
from tests.factories import PASSWORD, UserFactory
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
LOGIN, INDEX, SETUP = "/en/admin/login/", "/en/admin/", "/en/second-factor/"
_SECRET = re.compile(r"<code>([A-Z2-7]{32})</code>")


@pytest.fixture(autouse=True)
def _required(settings):
    settings.STAFF_MFA_REQUIRED = True


@pytest.fixture
def staff() -> User:
    return UserFactory(handler=True)


def code_now(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def with_app(user: User) -> str:
    """Give the account an authenticator app and return its secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def password_in(client, user: User, password: str = PASSWORD):
    return client.post(LOGIN, {"username": user.email, "password": password, "next": INDEX})


def test_staff_without_a_second_factor_are_led_to_set_one_up(client, staff):
    assert password_in(client, staff).headers["Location"] == INDEX

    for page in (INDEX, reverse("admin:experiments_report_changelist")):
        assert client.get(page).headers["Location"] == reverse("mfa_index")
    assert "Set up one of the two below" in client.get(SETUP).content.decode()


@pytest.mark.django_db(transaction=True)  # the session learns of the factor when it is stored
def test_app_is_set_up_after_the_password_and_opens_the_admin(client, staff):
    password_in(client, staff)

    asked = client.get(f"{SETUP}totp/activate/")
    page = client.post(asked.headers["Location"], {"password": PASSWORD}, follow=True)
    [secret] = _SECRET.findall(page.content.decode())
    picture = client.get("/en/second-factor/picture.svg")
    done = client.post(f"{SETUP}totp/activate/", {"code": code_now(secret)}, follow=True)

    assert picture.headers["Content-Type"] == "image/svg+xml"
    assert b"<svg" in picture.content
    assert len(re.findall(r"<li><code>\d{8}</code></li>", done.content.decode())) == 10
    assert client.get(INDEX).status_code == 200


def test_wrong_password_sets_up_nothing(client, staff):
    password_in(client, staff)
    asked = client.get(f"{SETUP}totp/activate/")

    refused = client.post(asked.headers["Location"], {"password": "wrong"})

    assert refused.status_code == 200
    assert client.get(f"{SETUP}totp/activate/").status_code == 302


def test_password_alone_signs_nobody_in_who_has_a_second_factor(client, staff):
    secret = with_app(staff)

    first = password_in(client, staff)

    assert first.headers["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session
    assert client.get(INDEX).headers["Location"].startswith(LOGIN)
    assert client.post(f"{SETUP}authenticate/", {"code": "000000"}).status_code == 200
    second = client.post(f"{SETUP}authenticate/", {"code": code_now(secret)})
    assert second.headers["Location"] == INDEX
    assert client.get(INDEX).status_code == 200


def test_mailed_code_alone_signs_nobody_in_who_has_a_second_factor(client, staff):
    with_app(staff)

    response = sign_in(client, staff.email)

    assert response.redirect_chain[-1] == (reverse("mfa_authenticate"), 302)
    assert client.get("/en/mine/").status_code == 302


def test_recovery_code_works_once(client, staff):
    with_app(staff)
    codes = Authenticator.objects.create(
        user=staff,
        type=Authenticator.Type.RECOVERY_CODES,
        data={"migrated_codes": ["12345678", "87654321"]},
    )
    answers = []

    for _time in range(2):
        client.cookies.clear()
        password_in(client, staff)
        answers.append(client.post(f"{SETUP}authenticate/", {"code": "12345678"}).status_code)

    assert answers == [302, 200]
    assert codes.user == staff


def test_session_from_before_the_second_factor_has_to_show_it(client, staff):
    """Else a stolen password, used early, would open the admin or add a factor of the thief's."""
    client.force_login(staff)
    secret = with_app(staff)
    shown = reverse("mfa_reauthenticate")

    for page in (INDEX, SETUP, f"{SETUP}totp/deactivate/", f"{SETUP}webauthn/add/"):
        assert client.get(page).headers["Location"].startswith(shown)
    client.post(f"{shown}?next={INDEX}", {"code": code_now(secret), "next": INDEX})

    assert client.get(INDEX).status_code == 200


def test_removing_the_app_closes_the_admin(client, staff):
    secret = with_app(staff)
    password_in(client, staff)
    client.post(f"{SETUP}authenticate/", {"code": code_now(secret)})
    asked = client.get(f"{SETUP}totp/deactivate/")
    client.post(asked.headers["Location"], {"password": PASSWORD})

    removed = client.post(f"{SETUP}totp/deactivate/")

    assert removed.headers["Location"] == SETUP
    assert client.get(INDEX).headers["Location"] == reverse("mfa_index")


def test_administrator_removes_a_lost_factor_and_the_log_tells(client, staff, settings):
    settings.STAFF_MFA_REQUIRED = False  # for the administrator's own session
    with_app(staff)
    client.force_login(UserFactory(superuser=True))
    typed = {"action": "remove_second_factor", "_selected_action": [staff.pk]}

    client.post(reverse("admin:experiments_user_changelist"), typed)

    assert not Authenticator.objects.exists()
    assert LogEntry.objects.get().object_id == str(staff.pk)


def test_demo_asks_for_no_second_factor(client, staff, settings):
    settings.STAFF_MFA_REQUIRED = False

    password_in(client, staff)

    assert client.get(INDEX).status_code == 200


def test_reporters_need_none(client):
    sign_in(client, "a@virasto.example")

    assert client.get("/en/mine/").status_code == 200
    assert client.get(INDEX).headers["Location"].startswith(LOGIN)


def test_who_is_no_staff_cannot_sign_in_at_the_admin(client):
    user = UserFactory()

    answer = password_in(client, user)

    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session


def test_wrong_passwords_are_counted_and_the_refusal_is_the_same_for_unknown_addresses(client):
    staff = UserFactory(handler=True, email="kasittelija@virasto.example")
    answers = []
    for email in (staff.email, "outo@virasto.example"):
        texts = [
            client.post(LOGIN, {"username": email, "password": "wrong"}).context["form"].errors
            for _time in range(6)
        ]
        answers.append([str(text) for text in texts])

    assert answers[0] == answers[1]
    assert "Too many attempts" in answers[0][5]
    assert "Too many attempts" not in answers[0][4]
    assert password_in(client, staff).status_code == 200


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example"])
def test_admin_sign_in_leads_to_no_other_site(client, staff, elsewhere):
    typed = {"username": staff.email, "password": PASSWORD, "next": elsewhere}

    assert client.post(LOGIN, typed).headers["Location"] == INDEX


def test_admin_sign_in_leads_to_the_page_that_was_asked_for(client, staff):
    wanted = reverse("admin:experiments_report_changelist")
    asked = client.get(wanted, follow=True).content.decode()
    typed = {"username": staff.email, "password": PASSWORD, "next": wanted}

    assert f'name="next" value="{wanted}"' in asked
    assert client.post(LOGIN, typed).headers["Location"] == wanted


@pytest.mark.parametrize("path", ["", "totp/activate/", "webauthn/", "webauthn/add/"])
def test_pages_of_the_second_factor_are_strict_personal_and_without_code(client, path):
    user = UserFactory(handler=True)
    user.set_unusable_password()  # else the password is asked for first
    user.save()
    client.force_login(user)

    response = client.get(f"{SETUP}{path}")

    assert response.status_code == 200
    text = re.sub(r'<script id="[\w-]+" type="application/json">', "", response.content.decode())
    assert not re.search(r"<script(?![^>]*\ssrc=)|<style\b|<[^>]*\s(style|on[a-z]+)\s*=", text)
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert "data:" not in response.headers["Content-Security-Policy"]
    assert "publickey-credentials-create=(self)" in response.headers["Permissions-Policy"]
    assert "no-store" in response.headers["Cache-Control"]
