import datetime as dt

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from experiments.actions.award import nominate
from experiments.enums import Kind, NominationResult
from experiments.models import AwardCategory, AwardRound, Nomination
from tests.admin.organising import (
    category_page,
    put_on_shortlist,
    release_page,
    round_page,
    typed_into,
)
from tests.factories import AwardCategoryFactory, NominationFactory, ReportFactory

pytestmark = pytest.mark.django_db

CITATION = "Rohkea ja selkeä."


def test_new_round_gets_the_usual_categories(organiser):
    typed = {"year": "2026", "opens_on": "1.1.2026", "closes_on": "31.10.2026"}

    response = organiser.post(reverse("admin:experiments_awardround_add"), typed)

    award_round = AwardRound.objects.get()
    assert response.url == round_page(award_round)
    assert award_round.closes_on == dt.date(2026, 10, 31)
    kinds = [category.kind for category in award_round.categories.all()]
    assert kinds == [Kind.REVELATION, Kind.EXPERIMENT]


def test_round_that_ends_before_it_begins_is_refused(organiser):
    typed = {"year": "2026", "opens_on": "1.10.2026", "closes_on": "31.1.2026"}
    page = organiser.post(reverse("admin:experiments_awardround_add"), typed).content.decode()
    assert "The last day must not be before the first day." in page


def test_organiser_puts_reports_on_the_shortlist(organiser, award_round):
    experiment, revelation = (
        ReportFactory(published=True),
        ReportFactory(published=True, revelation=True),
    )

    put_on_shortlist(organiser, award_round, experiment, revelation)

    chosen = Nomination.objects.values_list("report", "category__kind")
    assert set(chosen) == {(experiment.pk, "experiment"), (revelation.pk, "revelation")}
    entries = LogEntry.objects.filter(object_id=award_round.pk)
    assert {str(entry.user) for entry in entries} == {organiser.user.name}
    assert f"On the shortlist: {experiment}" in {entry.change_message for entry in entries}


def test_what_cannot_be_nominated_is_named_and_the_rest_goes_on(organiser, award_round):
    shy = ReportFactory(published=True, takes_part_in_award=False)
    listed, new = ReportFactory.create_batch(2, published=True)
    nominate(report=listed, award_round=award_round)

    page = put_on_shortlist(organiser, award_round, shy, listed, new).content.decode()

    assert f"{shy}: The author does not want" in page
    assert f"{listed}: This report is already on the shortlist" in page
    assert Nomination.objects.filter(report=new).exists()
    assert not Nomination.objects.filter(report=shy).exists()


def test_report_that_is_not_published_cannot_be_chosen(organiser, award_round):
    waiting = ReportFactory(submitted=True)
    put_on_shortlist(organiser, award_round, waiting)
    assert not Nomination.objects.exists()


@pytest.mark.parametrize("role", ["handler", "juror"])
def test_only_organisers_nominate_and_release(request, role, decided):
    client = request.getfixturevalue(role)
    report = ReportFactory(published=True)

    put_on_shortlist(client, decided, report)

    assert not report.nominations.exists()
    for page in ("release-shortlist", "release-winners", "take-back"):
        assert client.get(release_page(decided, page)).status_code == 403
        assert client.post(release_page(decided, page)).status_code == 403
    assert client.get(round_page(decided)).status_code == 403
    decided.refresh_from_db()
    assert not decided.has_shortlist_out


def test_round_page_shows_nominees_and_results(organiser, decided):
    page = organiser.get(round_page(decided)).content.decode()
    for nomination in Nomination.objects.all():
        assert nomination.report.title in page
    assert page.count("Winner") >= 2
    assert "The winners are not public." in page


def test_results_and_citations_are_given_on_the_page_of_the_category(organiser, award_round):
    category = award_round.categories.get(kind=Kind.EXPERIMENT)
    NominationFactory(category=category)
    words = {"citation_fi": CITATION, "citation_sv": "Modigt.", "citation_en": ""}

    data = typed_into(organiser, category, {"result": NominationResult.WINNER, **words})
    response = organiser.post(category_page(category), data)

    assert response.url == round_page(award_round)
    nomination = category.nominations.get()
    assert (nomination.result, nomination.citation_fi) == (NominationResult.WINNER, CITATION)
    assert LogEntry.objects.filter(object_id=category.pk).exists()


def test_prize_moves_from_one_nominee_to_another_at_once(organiser, decided):
    category = decided.categories.first()
    winner, other = category.nominations.order_by("-result")

    data = typed_into(organiser, category, {"result": "nominee"}, {"result": "winner"})
    assert organiser.post(category_page(category), data).status_code == 302

    winner.refresh_from_db()
    other.refresh_from_db()
    assert (winner.result, other.result) == ("nominee", "winner")


def test_two_winners_in_a_category_are_refused(organiser, decided):
    category = decided.categories.first()

    data = typed_into(organiser, category, {}, {"result": "winner", "citation_fi": CITATION})
    page = organiser.post(category_page(category), data).content.decode()

    assert "A category has one winner." in page
    assert CITATION in page


def test_two_organisers_do_not_overwrite_each_other(organiser, decided):
    category = decided.categories.first()
    mine = typed_into(organiser, category, {"citation_fi": "Minun sanani."})
    organiser.post(
        category_page(category), typed_into(organiser, category, {"citation_fi": "Toisen."})
    )

    page = organiser.post(category_page(category), mine).content.decode()

    assert "Someone else edited this at the same time." in page
    assert category.nominations.get(result="winner").citation_fi == "Toisen."


def test_nominee_leaves_the_list(organiser, decided):
    category = decided.categories.first()
    data = typed_into(organiser, category)
    organiser.post(category_page(category), data | {"nominations-1-DELETE": "on"})
    assert category.nominations.count() == 1


def test_category_with_nominees_is_not_deleted_by_the_way(organiser, award_round):
    category = award_round.categories.first()
    NominationFactory(category=category)
    response = organiser.get(round_page(award_round))
    formset = response.context["inline_admin_formsets"][0].formset
    data = {field.html_name: field.value() for field in formset.management_form}
    for form in formset.forms:
        data |= {form.add_prefix(name): form[name].value() or "" for name in form.fields}
    data |= {"year": 2026, "opens_on": "1.1.2026", "closes_on": "1.2.2026"}
    data |= {"categories-0-DELETE": "on"}

    page = organiser.post(round_page(award_round), data).content.decode()
    assert "has nominees. Remove them first." in page

    data |= {"categories-0-DELETE": "", "categories-0-kind": Kind.EXPERIMENT}
    page = organiser.post(round_page(award_round), data).content.decode()
    assert "The category has nominees of another kind." in page
    assert AwardCategory.objects.count() == 2


def test_pages_of_a_round_take_the_same_queries_for_one_nominee_and_for_ten(organiser, queries):
    category = AwardCategoryFactory()
    pages = [
        round_page(category.award_round),
        category_page(category),
        release_page(category.award_round, "release-winners"),
    ]
    NominationFactory(category=category)
    one = [queries(organiser, page) for page in pages]
    NominationFactory.create_batch(9, category=category)
    assert [queries(organiser, page) for page in pages] == one
    assert max(one) <= 16
