import re

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.urls import NoReverseMatch, reverse
from django.utils.translation import override
from post_office.models import Email

from experiments.models import Agency, AwardCategory, AwardRound, Report, User
from tests.factories import AwardRoundFactory, NominationFactory, ReportFactory

pytestmark = pytest.mark.django_db

INLINE = re.compile(
    r"<script(?![^>]*\ssrc=)|<style\b|<[^>]*\sstyle\s*=|<[^>]*\son[a-z]+\s*=|javascript:",
    re.IGNORECASE,
)


def every_page(user):
    """Return the address of each kind of page there is."""
    nomination = NominationFactory()
    award_round = nomination.category.award_round
    rows = {
        "agency": nomination.report.agency,
        "awardround": award_round,
        "awardcategory": nomination.category,
        "report": ReportFactory(submitted=True, revelation=True),
        "user": user,
    }
    pages = ["index", "password_change", "password_change_done"]
    addresses = [reverse(f"admin:{page}") for page in pages]
    addresses.append(reverse("admin:app_list", args=["experiments"]))
    for name, row in rows.items():
        addresses.append(reverse(f"admin:experiments_{name}_changelist"))
        kinds = ["change", "history"] + ["delete"] * (name != "report")
        addresses += [reverse(f"admin:experiments_{name}_{kind}", args=[row.pk]) for kind in kinds]
    addresses += [reverse(f"admin:experiments_{name}_add") for name in ("agency", "user")]
    addresses.append(reverse("admin:experiments_awardround_add"))
    addresses.append(reverse("admin:auth_user_password_change", args=[user.pk]))
    for name in ("release-shortlist", "release-winners", "take-back"):
        addresses.append(reverse(f"admin:experiments_awardround_{name}", args=[award_round.pk]))
    group = Group.objects.first()
    addresses.append(reverse("admin:auth_group_changelist"))
    addresses.append(reverse("admin:auth_group_change", args=[group.pk]))
    return addresses


def test_no_page_holds_code_or_style_of_its_own(administrator):
    for address in every_page(administrator.user):
        response = administrator.get(address)
        assert response.status_code == 200, address
        assert not INLINE.search(response.content.decode()), address
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "no-store" in response.headers["Cache-Control"], address


def test_sign_in_page_is_as_strict_and_speaks_three_languages(client):
    for language, heading in (("fi", "Suomeksi"), ("sv", "På svenska"), ("en", "In English")):
        with override(language):
            response = client.get(reverse("admin:login"))
        page = response.content.decode()
        assert not INLINE.search(page)
        assert f'<html lang="{language}"' in page
        assert heading in page
        assert page.count('hreflang="') == 3
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]


def test_pages_lead_to_the_other_languages_and_to_the_public_site(handler):
    page = handler.get(reverse("admin:experiments_report_changelist")).content.decode()

    for language in ("fi", "sv", "en"):
        with override(language):
            for address in ("admin:experiments_report_changelist", "pages:accessibility"):
                if address.startswith("admin") or language == "en":
                    assert f'href="{reverse(address)}"' in page
    assert f'href="{reverse("pages:front")}"' in page
    assert f'href="{reverse("pages:privacy")}"' in page
    assert "theme-toggle" in page


def test_only_our_own_pages_are_there():
    """Mails hold secret links: post_office's pages would show them."""
    models = {Report, AwardRound, AwardCategory, Agency, User, Group}
    assert set(admin.site._registry) == models  # noqa: SLF001
    with pytest.raises(NoReverseMatch):
        reverse("admin:post_office_email_changelist")


def test_waiting_mail_cannot_be_read_by_anybody(administrator):
    mail = Email.objects.create(from_email="a@x.example", to=["b@x.example"], message="salaisuus")
    start = reverse("admin:index")
    for address in ("", "email/", f"email/{mail.pk}/change/", f"email/{mail.pk}/preview/"):
        assert administrator.get(f"{start}post_office/{address}").status_code == 404
    assert "post_office" not in administrator.get(start).content.decode()


@pytest.mark.parametrize(
    ("role", "menu"),
    [
        ("handler", ["Reports", "Agencies"]),
        ("organiser", ["Reports", "Award rounds"]),
        ("juror", []),
        ("administrator", ["Reports", "Award rounds", "Agencies", "Users", "Groups"]),
    ],
)
def test_menu_offers_what_each_role_may_open(request, role, menu):
    page = request.getfixturevalue(role).get(reverse("admin:index"))
    apps = page.context["available_apps"]
    assert [str(model["name"]) for app in apps for model in app["models"]] == menu


def test_somebody_without_staff_rights_is_refused(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("a@virasto.example"))
    AwardRoundFactory()
    for page in ("index", "experiments_report_changelist", "experiments_awardround_changelist"):
        assert client.get(reverse(f"admin:{page}")).status_code == 302
