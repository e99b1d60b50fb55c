"""The database refuses what must never be stored, whoever writes it and however."""

from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from experiments.models import AwardCategory, ReportTheme, StateChange, UnfinishedPage
from tests.factories import (
    AgencyFactory,
    AwardCategoryFactory,
    AwardRoundFactory,
    NominationFactory,
    PictureFactory,
    ReportFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

NOW = timezone.now()
ENDED = {"ended": True, "submitted": True}
REVELATION = {"revelation": True, "submitted": True}

# Constraint, the report to begin with, the update that breaks it.
REPORTS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("report_kind_is_known", {}, {"kind": "rumour"}),
    ("report_language_is_known", {}, {"language": "no"}),
    ("report_state_is_known", {"submitted": True}, {"state": "lost"}),
    ("report_stage_is_known", {}, {"stage": "paused"}),
    ("report_outcome_is_known", {"ended": True}, {"outcome": "failed"}),
    ("report_origin_is_known", {"revelation": True}, {"origin": "weather"}),
    ("report_barrier_state_is_known", {"revelation": True}, {"barrier_state": "gone"}),
    ("report_authorship_is_known", {"revelation": True}, {"authorship": "secret"}),
    ("report_anonymous_names_nobody", {"anonymous": True}, {"author_name": "Tekijä"}),
    ("report_anonymous_names_nobody", {"anonymous": True}, {"author_email": "t@virasto.example"}),
    ("report_anonymous_names_nobody", {"anonymous": True}, {"may_be_contacted": True}),
    ("report_anonymous_names_nobody", {"anonymous": True}, {"author_id": 1}),
    ("report_anonymous_names_nobody", {}, {"authorship": "anonymous"}),
    ("report_anonymous_names_nobody", REVELATION, {"authorship": "anonymous"}),
    ("report_name_consent_only_with_a_name", {"anonymous": True}, {"name_consent_at": NOW}),
    (
        "report_name_consent_only_with_a_name",
        REVELATION | {"name_consent_at": NOW},
        {"authorship": "unnamed"},
    ),
    ("report_hours_have_a_basis", {}, {"hours_saved": 5}),
    ("report_hours_have_a_basis", {}, {"hours_saved": 0}),
    ("report_hours_have_a_basis", {}, {"hours_basis": "measured"}),
    ("report_hours_have_a_basis", {}, {"hours_saved": -1, "hours_basis": "measured"}),
    ("report_hours_have_a_basis", {}, {"hours_saved": 5, "hours_basis": "guess"}),
    ("report_euros_have_a_basis", {}, {"euros_saved": 5}),
    ("report_euros_have_a_basis", {}, {"euros_basis": "estimated"}),
    ("report_euros_have_a_basis", {}, {"euros_saved": -1, "euros_basis": "estimated"}),
    ("report_nerves_have_a_basis", {}, {"nerves_spared": "much"}),
    ("report_nerves_have_a_basis", {}, {"nerves_basis": "measured"}),
    ("report_nerves_have_a_basis", {}, {"nerves_spared": "all", "nerves_basis": "measured"}),
    ("report_reference_iff_sent", {}, {"reference": "TYO-2026-0001"}),
    ("report_reference_iff_sent", {}, {"submitted_at": NOW}),
    ("report_reference_iff_sent", {"submitted": True}, {"reference": None}),
    ("report_reference_iff_sent", {"submitted": True}, {"submitted_at": None}),
    ("report_reference_iff_sent", {"withdrawn": True}, {"state": "draft"}),
    ("report_published_has_its_moment", {"published": True}, {"published_at": None}),
    ("report_published_has_its_moment", {"submitted": True}, {"state": "published"}),
    ("report_sent_has_title_summary_author", {"submitted": True}, {"title": ""}),
    ("report_sent_has_title_summary_author", {"submitted": True}, {"summary": ""}),
    ("report_sent_has_title_summary_author", {"published": True}, {"author_name": ""}),
    ("report_sent_has_title_summary_author", {"published": True}, {"author_email": ""}),
    ("experiment_sent_is_complete", {"submitted": True}, {"stage": ""}),
    ("experiment_sent_is_complete", {"submitted": True}, {"problem": ""}),
    ("experiment_sent_is_complete", {"published": True}, {"change": ""}),
    ("experiment_sent_names_an_agency", {"submitted": True}, {"agency": None}),
    ("experiment_ended_has_lessons_and_outcome", ENDED, {"lessons": ""}),
    ("experiment_ended_has_lessons_and_outcome", ENDED, {"outcome": ""}),
    ("revelation_sent_is_complete", REVELATION, {"origin": ""}),
    ("revelation_sent_is_complete", REVELATION, {"proposal": ""}),
    ("report_outcome_only_when_ended", {"published": True}, {"outcome": "adopted"}),
    ("report_ends_after_it_begins", {}, {"started_on": "2026-03-06", "ended_on": "2026-03-05"}),
    ("report_people_are_at_least_one", {}, {"people_involved": 0}),
    ("report_barrier_that_stays_has_a_reason", {"revelation": True}, {"barrier_state": "stays"}),
]

# Constraint, the factory of the row to begin with, the update that breaks it.
OTHERS: list[tuple[str, Any, dict[str, Any]]] = [
    ("agency_kind_is_known", AgencyFactory, {"kind": "club"}),
    (
        "agency_ends_after_it_begins",
        AgencyFactory,
        {"valid_from": "2026-01-01", "valid_to": "2025-12-31"},
    ),
    ("user_has_an_email", UserFactory, {"email": ""}),
    ("round_closes_after_it_opens", AwardRoundFactory, {"closes_on": "2016-01-01"}),
    ("round_year_is_sensible", AwardRoundFactory, {"year": 2015}),
    ("round_year_is_sensible", AwardRoundFactory, {"year": 2101}),
    ("round_shortlist_before_winners", AwardRoundFactory, {"winners_released_at": NOW}),
    ("category_kind_is_known", AwardCategoryFactory, {"kind": "rumour"}),
    ("nomination_result_is_known", NominationFactory, {"result": "second"}),
    ("picture_that_decorates_has_no_alternative", PictureFactory, {"is_decorative": True}),
]

# The rest breaks only between rows, or in a row that cannot be updated: one test each, below.
IN_OWN_TESTS = {
    "user_email_is_unique_in_any_case",
    "category_name_is_unique_in_round",
    "report_is_nominated_once_in_category",
    "category_has_one_winner",
    "picture_position_is_unique",
    "unfinished_page_is_kept_once",
    "report_has_a_theme_once",
    "theme_is_known",
    "change_leads_to_a_known_state",
    "change_by_staff_names_them",
    # in test_version.py
    "version_number_is_unique",
    "version_numbers_begin_at_one",
    "version_by_staff_names_them",
}


def test_every_constraint_has_a_test_that_breaks_it():
    declared = {
        constraint.name
        for model in apps.get_app_config("experiments").get_models()
        for constraint in model._meta.constraints  # noqa: SLF001  (documented API)
    }

    tested = {name for name, _begin, _update in [*REPORTS, *OTHERS]} | IN_OWN_TESTS

    assert tested == declared


@pytest.mark.parametrize(("name", "begin", "update"), REPORTS)
def test_report_cannot_break(name, begin, update):
    report = ReportFactory(**begin)

    _refuses(name, lambda: _update(report, update))


@pytest.mark.parametrize(("name", "factory", "update"), OTHERS)
def test_row_cannot_break(name, factory, update):
    row = factory()

    _refuses(name, lambda: _update(row, update))


def test_report_being_written_may_have_holes():
    holes = {
        "title": "",
        "summary": "",
        "stage": "",
        "problem": "",
        "change": "",
        "agency": None,
        "author_name": "",
        "author_email": "",
    }

    for report in (ReportFactory(), ReportFactory(more_information=True)):
        _update(report, holes)


def test_agency_may_be_one_that_the_list_lacks():
    report = ReportFactory(submitted=True)

    _update(report, {"agency": None, "other_agency": "Uusi virasto"})


def test_two_accounts_cannot_share_an_address_in_another_case():
    UserFactory(email="maija@virasto.example")
    other = UserFactory()

    _refuses(
        "user_email_is_unique_in_any_case",
        lambda: _update(other, {"email": "MAIJA@virasto.example"}),
    )


def test_two_categories_of_a_round_cannot_share_a_name():
    category = AwardCategoryFactory()
    twin = AwardCategory(award_round=category.award_round, kind="revelation")
    twin.name_fi = category.name_fi

    _refuses("category_name_is_unique_in_round", lambda: AwardCategory.objects.bulk_create([twin]))


def test_report_cannot_be_nominated_twice_in_a_category():
    nomination = NominationFactory()

    _refuses(
        "report_is_nominated_once_in_category",
        lambda: NominationFactory(category=nomination.category, report=nomination.report),
    )


def test_category_cannot_have_two_winners():
    winner = NominationFactory(winner=True)
    other = NominationFactory(category=winner.category)

    _refuses("category_has_one_winner", lambda: _update(other, {"result": "winner"}))


def test_two_pictures_of_a_report_cannot_share_a_position():
    picture = PictureFactory()

    _refuses("picture_position_is_unique", lambda: PictureFactory(report=picture.report))


def test_page_of_a_report_is_left_unfinished_once():
    report = ReportFactory()

    def leave() -> None:
        UnfinishedPage.objects.create(report=report, page="results")

    leave()
    _refuses("unfinished_page_is_kept_once", leave)


def test_report_cannot_have_a_theme_twice():
    report = ReportFactory(themes=["technology"])

    _refuses(
        "report_has_a_theme_once",
        lambda: ReportTheme.objects.bulk_create([ReportTheme(report=report, theme="technology")]),
    )


def test_report_cannot_have_an_unknown_theme():
    report = ReportFactory()

    _refuses(
        "theme_is_known",
        lambda: ReportTheme.objects.bulk_create([ReportTheme(report=report, theme="weather")]),
    )


def test_history_cannot_lead_to_an_unknown_state():
    change = _change(to_state="lost")

    _refuses("change_leads_to_a_known_state", lambda: StateChange.objects.bulk_create([change]))


def test_history_cannot_hide_which_handler_acted():
    change = _change(role="handler", actor=None)

    _refuses("change_by_staff_names_them", lambda: StateChange.objects.bulk_create([change]))


def _change(**fields: Any) -> StateChange:
    usual = {"move": "submit", "from_state": "draft", "to_state": "submitted", "role": "author"}
    return StateChange(report=ReportFactory(submitted=True), at=NOW, **(usual | fields))


def _update(row: Any, fields: dict[str, Any]) -> None:
    assert type(row).objects.filter(pk=row.pk).update(**fields) == 1


def _refuses(name: str, write: Any) -> None:
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        write()

    # SQLite names the columns, not the constraint, where plain columns must be unique.
    plain_unique = connection.vendor == "sqlite" and "UNIQUE constraint failed: " in str(
        refusal.value
    )
    assert name in str(refusal.value) or plain_unique
