import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from experiments.models import AwardRound, Nomination
from tests.admin.organising import (
    category_page,
    confirm,
    put_on_shortlist,
    release_page,
    round_page,
    typed_into,
)
from tests.factories import NominationFactory, ReportFactory

pytestmark = pytest.mark.django_db


def public_text(client, award_round):
    address = reverse("award:round", args=[award_round.year])
    return client.get(address).content.decode()


def test_confirmation_lists_exactly_what_will_be_shown(organiser, decided):
    winner = Nomination.objects.filter(result="winner").first()
    winner.citation_en = "Bold and clear."
    winner.save()

    page = organiser.get(release_page(decided, "release-winners")).content.decode()

    for nomination in Nomination.objects.all():
        assert nomination.report.title in page
    for words in (winner.citation_fi, winner.citation_sv, winner.citation_en, "Winner"):
        assert words in page


def test_confirmation_of_the_shortlist_shows_no_result(organiser, decided):
    page = organiser.get(release_page(decided, "release-shortlist")).content.decode()

    assert Nomination.objects.first().report.title in page
    assert "Winner" not in page
    assert "Perustelu" not in page


def test_looking_at_a_confirmation_releases_nothing(organiser, decided):
    for name in ("release-shortlist", "release-winners", "take-back"):
        assert organiser.get(release_page(decided, name)).status_code == 200
    decided.refresh_from_db()
    assert not decided.has_shortlist_out


def test_shortlist_then_winners_then_back(organiser, client, decided):
    winner = Nomination.objects.filter(result="winner").first()
    assert client.get(reverse("award:round", args=[decided.year])).status_code == 404

    assert confirm(organiser, decided, "release-shortlist").url == round_page(decided)
    page = public_text(client, decided)
    assert winner.report.title in page
    assert winner.citation_fi not in page

    confirm(organiser, decided, "release-winners")
    decided.refresh_from_db()
    assert decided.has_winners_out
    assert "The winners are public." in organiser.get(round_page(decided)).content.decode()

    confirm(organiser, decided, "take-back")
    assert client.get(reverse("award:round", args=[decided.year])).status_code == 404
    entries = LogEntry.objects.filter(object_id=decided.pk).order_by("pk")
    assert [entry.change_message for entry in entries] == [
        "The shortlist is public.",
        "The winners are public.",
        "Nothing of this round is public any more.",
    ]


def test_every_reason_against_a_release_is_listed(organiser, award_round):
    revelations, experiments = award_round.categories.all()
    NominationFactory(category=experiments, winner=True, citation_sv="", report__title="Kesken")

    response = confirm(organiser, award_round, "release-winners")

    page = response.content.decode()
    assert response.status_code == 200
    assert len(response.context["reasons"]) == 3
    assert f"There are no nominees in the category “{revelations.name}”." in page
    assert f"The category “{revelations.name}” has no winner." in page
    assert "“Kesken” lacks a citation in Finnish or in Swedish." in page
    award_round.refresh_from_db()
    assert not award_round.has_shortlist_out
    assert not LogEntry.objects.exists()


def test_names_are_released_only_as_they_were_confirmed(organiser, decided):
    address = release_page(decided, "release-winners")
    seen = organiser.get(address).context["form"]["seen"].value()
    winner = Nomination.objects.filter(result="winner").first()
    winner.citation_fi = "Toiset sanat."
    winner.save()

    response = organiser.post(address, {"seen": seen})

    decided.refresh_from_db()
    assert not decided.has_winners_out
    assert "Someone else edited this at the same time." in response.content.decode()
    assert "Toiset sanat." in response.content.decode()


def test_nobody_is_added_to_a_public_shortlist(organiser, decided):
    report = ReportFactory(published=True)
    confirm(organiser, decided, "release-shortlist")

    put_on_shortlist(organiser, decided, report)

    assert not report.nominations.exists()


def test_results_are_decided_while_the_shortlist_is_public(organiser, decided):
    confirm(organiser, decided, "release-shortlist")
    category = decided.categories.first()

    data = typed_into(organiser, category, {"citation_fi": "Uudet sanat."})
    organiser.post(category_page(category), data)

    assert category.nominations.filter(citation_fi="Uudet sanat.").exists()


def test_public_results_change_only_after_they_are_taken_back(organiser, decided):
    category = decided.categories.first()
    data = typed_into(organiser, category, {"citation_fi": "Toiset sanat."})
    confirm(organiser, decided, "release-winners")

    assert organiser.post(category_page(category), data).status_code == 403
    assert organiser.post(round_page(decided), {"year": 2030}).status_code == 403
    assert not Nomination.objects.filter(citation_fi="Toiset sanat.").exists()

    confirm(organiser, decided, "take-back")
    assert organiser.post(category_page(category), data).status_code == 302
    assert Nomination.objects.filter(citation_fi="Toiset sanat.").exists()


def test_public_round_is_not_deleted(organiser, decided):
    delete = reverse("admin:experiments_awardround_delete", args=[decided.pk])
    confirm(organiser, decided, "release-shortlist")
    assert organiser.post(delete, {"post": "yes"}).status_code == 403

    confirm(organiser, decided, "take-back")
    assert organiser.post(delete, {"post": "yes"}).status_code == 302
    assert not AwardRound.objects.exists()
