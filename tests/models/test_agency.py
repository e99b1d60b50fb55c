import datetime as dt

import pytest
from django.utils.translation import override

from experiments.models import Agency
from tests.factories import AgencyFactory

pytestmark = pytest.mark.django_db

# By hand, as a Finnish reader looks them up: spaces and hyphens first, w after v, å ä ö last.
FINNISH_NAMES = [
    "1. virasto",
    "Aalto",
    "aamu",
    "Aamu",
    "Aamu 2",
    "Aamu-virasto",
    "Aamuvirasto",
    "Edustus",
    "Émile",
    "Valtio",
    "Vero",
    "Wanha",
    "Wero",
    "Yhdistys",
    "Zebra",
    "Åland",
    "Ähtäri",
    "Öljy",
]
DAY = dt.date(2026, 1, 1)
DAY_BEFORE = dt.date(2025, 12, 31)
DAY_AFTER = dt.date(2026, 1, 2)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_by_name_follows_the_finnish_alphabet_in_every_language(language):
    for name in reversed(FINNISH_NAMES):
        AgencyFactory(**{f"name_{language}": name})

    with override(language):
        names = [agency.name for agency in Agency.objects.by_name()]

    assert names == FINNISH_NAMES


@pytest.mark.parametrize("language", ["sv", "en"])
def test_by_name_files_an_untranslated_agency_under_the_name_that_is_shown(language):
    AgencyFactory(name_fi="Museovirasto", name_sv="", name_en="")
    AgencyFactory(name_fi="X", name_sv="Lantmäteriverket", name_en="Land Survey")
    AgencyFactory(name_fi="A", name_sv="Skatteförvaltningen", name_en="Tax Administration")

    with override(language):
        names = [agency.name for agency in Agency.objects.by_name()]

    assert names[1] == "Museovirasto"


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "existed"),
    [
        (None, None, True),
        (None, DAY, True),
        (None, DAY_BEFORE, False),
        (DAY, None, True),
        (DAY_AFTER, None, False),
        (DAY, DAY, True),
        (DAY_BEFORE, DAY_BEFORE, False),
        (DAY_AFTER, DAY_AFTER, False),
    ],
)
def test_in_existence_counts_the_first_and_the_last_day(valid_from, valid_to, existed):
    agency = AgencyFactory(valid_from=valid_from, valid_to=valid_to)

    assert list(Agency.objects.in_existence(on=DAY)) == ([agency] if existed else [])


@pytest.mark.parametrize(
    ("language", "name_sv", "shown", "shown_in"),
    [
        ("fi", "Skatteverket", "Verohallinto", "fi"),
        ("sv", "Skatteverket", "Skatteverket", "sv"),
        ("sv", "", "Verohallinto", "fi"),
    ],
)
def test_name_says_which_language_it_is_in(language, name_sv, shown, shown_in):
    agency = Agency(name_fi="Verohallinto", name_sv=name_sv)

    with override(language):
        assert (str(agency), agency.name_language) == (shown, shown_in)
