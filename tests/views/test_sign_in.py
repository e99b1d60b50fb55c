import re
from datetime import timedelta
from http.cookies import SimpleCookie

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from experiments.models import User
from tests.factories import PASSWORD, ReportFactory, UserFactory
from tests.signing_in import ENTER_CODE, SIGN_IN, ask_for_code, code_in, sign_in

pytestmark = pytest.mark.django_db
MINE = "/en/mine/"
_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')


def page_of(response) -> bytes:
    """The page without the token that differs on every page."""
    return _TOKEN.sub(b"", response.content)


def is_signed_in(client) -> bool:
    return client.get(MINE).status_code == 200


def test_code_from_the_mail_signs_in_and_makes_the_account(client):
    response = sign_in(client, "Uusi.Henkilo@Virasto.example")

    assert response.redirect_chain == [(MINE, 302)]
    user = User.objects.get()
    assert (user.email, user.language) == ("uusi.henkilo@virasto.example", "en")
    assert not user.has_usable_password()
    assert EmailAddress.objects.get().verified
    assert "uusi.henkilo@virasto.example" in response.content.decode()


def test_same_code_page_opens_an_old_account_whatever_the_case(client):
    user = UserFactory(email="Maija@virasto.example")

    sign_in(client, "MAIJA@virasto.example")

    assert User.objects.get() == user
    assert client.session["_auth_user_id"] == str(user.pk)


def closed(email: str) -> None:
    UserFactory(email=email, is_active=False)


@pytest.mark.parametrize("known", [UserFactory, closed])
def test_pages_are_the_same_to_the_byte_for_known_and_unknown_addresses(client, known):
    known(email="tuttu@virasto.example")
    pages = []

    for browser, email in (
        (client, "tuttu@virasto.example"),
        (client.__class__(), "outo@virasto.example"),
    ):
        asked = browser.post(SIGN_IN, {"email": email})
        code_page = browser.get(asked.headers["Location"])
        wrong = browser.post(ENTER_CODE, {"code": "BCDF-GHJK"})
        again = browser.post(ENTER_CODE, {"code": "BCDF-GHJK"})
        third = browser.post(ENTER_CODE, {"code": "BCDF-GHJK"})
        after = browser.get(SIGN_IN)
        answers = (asked, code_page, wrong, again, third, after)
        pages.append(
            [
                (
                    answer.status_code,
                    answer.headers.get("Location"),
                    page_of(answer).replace(email.encode(), b"ADDRESS"),
                )
                for answer in answers
            ]
        )

    assert pages[0] == pages[1]
    assert len(mail.outbox) == 2


def test_closed_account_gets_no_code(client):
    UserFactory(email="suljettu@virasto.example", is_active=False)

    client.post(SIGN_IN, {"email": "suljettu@virasto.example"})

    [message] = mail.outbox
    assert "closed" in message.body
    assert User.objects.count() == 1


def test_three_wrong_codes_end_the_attempt_and_the_right_one_comes_too_late(client):
    code = ask_for_code(client, "a@virasto.example")

    for _time in range(2):
        wrong = client.post(ENTER_CODE, {"code": "BCDF-GHJK"})
        assert "The code is wrong" in wrong.content.decode()
    third = client.post(ENTER_CODE, {"code": "BCDF-GHJK"}, follow=True)
    late = client.post(ENTER_CODE, {"code": code}, follow=True)

    assert "Too many attempts" in third.content.decode()
    assert "The code is no longer valid" in late.content.decode()
    assert not is_signed_in(client)


def test_code_expires_in_ten_minutes(client, monkeypatch):
    code = ask_for_code(client, "a@virasto.example")
    later = timezone.now() + timedelta(minutes=10, seconds=1)
    monkeypatch.setattr("time.time", later.timestamp)

    response = client.post(ENTER_CODE, {"code": code}, follow=True)

    assert "The code is no longer valid" in response.content.decode()
    assert not is_signed_in(client)


def test_code_of_another_session_does_not_open_this_one(client):
    other = client.__class__()
    code = ask_for_code(other, "a@virasto.example")

    without = client.post(ENTER_CODE, {"code": code}, follow=True)
    ask_for_code(client, "a@virasto.example")
    with_its_own = client.post(ENTER_CODE, {"code": code})

    assert "The code is no longer valid" in without.content.decode()
    assert "The code is wrong" in with_its_own.content.decode()
    assert not is_signed_in(client)


def test_a_new_code_replaces_the_old_one_and_no_code_works_twice(client):
    first, second = (
        ask_for_code(client, "a@virasto.example"),
        ask_for_code(client, "a@virasto.example"),
    )

    assert client.post(ENTER_CODE, {"code": first}).status_code == 200
    assert client.post(ENTER_CODE, {"code": second.replace("-", "").lower()}).status_code == 302
    client.post(reverse("account_logout"))
    client.post(ENTER_CODE, {"code": second})
    assert not is_signed_in(client)


def test_fourth_request_in_a_minute_is_refused_and_the_address_stays_typed(client):
    for _time in range(3):
        client.post(SIGN_IN, {"email": "a@virasto.example"})

    response = client.post(SIGN_IN, {"email": "a@virasto.example"})

    page = response.content.decode()
    assert "Too many attempts" in page
    assert 'value="a@virasto.example"' in page
    assert len(mail.outbox) == 3


def test_refused_request_makes_no_account_and_tells_nothing(client):
    UserFactory(email="tuttu@virasto.example")
    pages = []
    for email in ("tuttu@virasto.example", "outo@virasto.example"):
        for _time in range(4):
            response = client.post(SIGN_IN, {"email": email})
        pages.append(page_of(response).replace(email.encode(), b"ADDRESS"))

    assert pages[0] == pages[1]


def test_forged_forwarding_header_does_not_escape_the_limit(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"request_login_code": "2/m/ip"}
    answers = [
        client.post(
            SIGN_IN, {"email": f"{n}@virasto.example"}, headers={"x-forwarded-for": f"192.0.2.{n}"}
        ).status_code
        for n in range(3)
    ]

    assert answers == [302, 302, 200]


@pytest.mark.parametrize("typed", ["", "not an address", "a@b@c.example", "\x00@virasto.example"])
def test_what_is_no_address_is_named_and_stores_nothing(client, typed):
    response = client.post(SIGN_IN, {"email": typed})

    assert response.status_code == 200
    assert response.context["form"].errors["email"]
    assert response.content.decode().count("<title>Error: Sign in") == 1
    assert not User.objects.exists()
    assert mail.outbox == []


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:1"])
def test_sign_in_leads_to_no_other_site(client, elsewhere):
    asked = client.post(f"{SIGN_IN}?next={elsewhere}", {"email": "a@virasto.example"})
    code = code_in(mail.outbox[-1].body)

    response = client.post(asked.headers["Location"], {"code": code, "next": elsewhere})

    assert response.headers["Location"] == MINE


def test_sign_in_leads_back_to_the_page_that_was_asked_for(client):
    report = ReportFactory(published=True, author_email="a@virasto.example")
    wanted = reverse("mine:withdraw", args=[report.key])
    with override("en"):
        wanted = reverse("mine:withdraw", args=[report.key])

    asked = client.get(wanted)
    code_page = client.post(asked.headers["Location"], {"email": "a@virasto.example"})
    form = client.get(code_page.headers["Location"]).content.decode()
    code = code_in(mail.outbox[-1].body)
    response = client.post(ENTER_CODE, {"code": code, "next": wanted})

    assert f'value="{wanted}"' in form
    assert response.headers["Location"] == wanted


def test_signing_in_changes_the_session_and_keeps_what_the_browser_opened(client):
    client.post("/en/report/experiment/")
    opened, before = client.session["opened_reports"], client.session.session_key

    sign_in(client, "a@virasto.example")

    assert client.session.session_key != before
    assert client.session["opened_reports"] == opened


def test_signing_out_needs_a_button_and_ends_the_session(client):
    sign_in(client, "a@virasto.example")

    assert client.get("/en/sign-out/").status_code == 200
    assert is_signed_in(client)
    response = client.post("/en/sign-out/")

    assert response.headers["Location"] == "/en/"
    assert not is_signed_in(client)


@pytest.mark.parametrize("address", [SIGN_IN, MINE, "/en/sign-out/"])
def test_personal_pages_are_kept_by_no_cache(client, address):
    for browser in (client, client.__class__()):
        if browser is client:
            sign_in(browser, "a@virasto.example")
        assert "no-store" in browser.get(address).headers["Cache-Control"]


@pytest.mark.parametrize("address", ["/en/", "/en/experiments/", "/en/award/", "/en/privacy/"])
def test_public_pages_offer_my_submissions_and_read_no_session(
    client, django_assert_num_queries, address
):
    plain = client.get(address)
    sign_in(client, "a@virasto.example")

    response = client.get(address)

    assert f'href="{MINE}"' in response.content.decode()
    assert response.content == plain.content
    assert "Cookie" not in response.headers.get("Vary", "")
    assert response.cookies == SimpleCookie()


@pytest.mark.parametrize(
    "gone", ["sign-in/signup/", "signup/", "email/", "password/reset/", "password/set/"]
)
def test_pages_of_allauth_that_we_do_not_offer_are_not_there(client, gone):
    assert client.get(f"/en/{gone}").status_code == 404


def test_password_does_not_open_the_code_page(client):
    UserFactory(email="maija@virasto.example")

    client.post(SIGN_IN, {"email": "maija@virasto.example", "password": PASSWORD})

    assert not is_signed_in(client)


def test_account_whose_address_was_changed_confirms_the_new_one_only(client):
    sign_in(client, "vanha@virasto.example")
    User.objects.update(email="uusi@virasto.example")

    sign_in(client.__class__(), "uusi@virasto.example")
    sign_in(client.__class__(), "vanha@virasto.example")

    addresses = EmailAddress.objects.order_by("pk").values_list("user__email", "email", "verified")
    assert list(addresses) == [
        ("uusi@virasto.example", "uusi@virasto.example", True),
        ("vanha@virasto.example", "vanha@virasto.example", True),
    ]
