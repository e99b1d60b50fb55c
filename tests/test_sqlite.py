"""What experiments.sqlite teaches: Finnish text is sorted and found alike on both databases."""

import sqlite3
from contextlib import closing
from types import SimpleNamespace

import pytest

from experiments.models import Agency, Report
from experiments.sqlite import teach_finnish
from tests.factories import AgencyFactory, ReportFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("searched", "title", "is_found"),
    [
        ("työ", "TYÖ 2.0", True),
        ("TYÖ", "työ 2.0", True),
        ("ÅÄÖ", "nyt åäö nyt", True),
        ("šakki", "ŠAKKI", True),
        ("tyo", "TYÖ", False),
        ("100 %", "Säästö 100 %", True),
        ("100 %", "Säästö 100 prosenttia", False),
        ("a_b", "A_B", True),
        ("a_b", "AxB", False),
        ("%", "ei mitään", False),
        ("_", "ei mitään", False),
        ("\\", "a\\b", True),
        ("\\", "ab", False),
        ("\\%", "a\\%b", True),
        ("\\%", "a%b", False),
        ("'; --", "x'; --", True),
        (".*", "mitä vain", False),
        ("[a-z]", "mitä vain", False),
        ("toka", "eka\ntoka", True),
    ],
)
def test_search_knows_the_case_of_every_letter_and_takes_signs_as_signs(searched, title, is_found):
    report = ReportFactory(title=title)

    found = Report.objects.filter(title__icontains=searched)

    assert list(found) == ([report] if is_found else [])


@pytest.mark.parametrize(
    ("lookup", "expected"),
    [
        ({"title__istartswith": "ÄLY"}, ["äly", "älykäs"]),
        ({"title__iendswith": "KÄS"}, ["älykäs"]),
        ({"title__iexact": "ÄLY"}, ["äly"]),
        ({"title__contains": "äly"}, ["äly", "älykäs"]),
    ],
)
def test_other_searches_agree(lookup, expected):
    for title in ("äly", "älykäs", "alku"):
        ReportFactory(title=title)

    found = Report.objects.filter(**lookup).order_by("pk")

    assert [report.title for report in found] == expected


def test_search_finds_nothing_in_what_is_not_there():
    ReportFactory(reference=None)

    assert not Report.objects.filter(reference__icontains="tyo").exists()


def test_agencies_are_sorted_alike():
    names = ["Å", "Z", "Ö", "Ä", "a", "W", "V", "É", "E", "F", "A", "A B", "A-B", "AB", "1"]
    for name in names:
        AgencyFactory(name_fi=name)

    stored = Agency.objects.order_by("name_fi").values_list("name_fi", flat=True)

    assert list(stored) == [
        "1", "a", "A", "A B", "A-B", "AB", "E", "É", "F", "V", "W", "Z", "Å", "Ä", "Ö",
    ]  # fmt: skip


def test_names_that_differ_in_case_only_are_two_names():
    AgencyFactory(name_fi="Vero")

    assert Agency.objects.filter(name_fi="Vero").exists()
    assert not Agency.objects.filter(name_fi="VERO").exists()


@pytest.mark.parametrize(
    ("sql", "answer"),
    [
        ("SELECT 'TYÖ' LIKE 'työ'", 1),
        ("SELECT 'työmaa' LIKE 'TYÖ%'", 1),
        ("SELECT 'työ' LIKE 't_ö'", 1),
        ("SELECT 'tyyö' LIKE 't_ö'", 0),
        ("SELECT 'a%b' LIKE 'a!%b' ESCAPE '!'", 1),
        ("SELECT 'axb' LIKE 'a!%b' ESCAPE '!'", 0),
        ("SELECT NULL LIKE 'a'", None),
        ("SELECT 'a' LIKE NULL", None),
        ("SELECT 12 LIKE '1%'", 1),
        ("SELECT '' LIKE ''", 1),
        ("SELECT 'a' LIKE 'a!' ESCAPE '!'", 1),
    ],
)
def test_like_of_sqlite_knows_all_letters(sql, answer):
    database = sqlite3.connect(":memory:")
    teach_finnish(SimpleNamespace(vendor="sqlite", connection=database))

    with closing(database):
        assert database.execute(sql).fetchone() == (answer,)
