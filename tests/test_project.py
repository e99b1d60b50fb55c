"""Promises that the whole project keeps."""

import datetime as dt
import re
import warnings
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse
from django.utils.translation import override

from experiments.enums import TRANSITIONS, Move, State

ROOT = Path(__file__).parent.parent
LANGUAGES = [code for code, _name in settings.LANGUAGES]
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*") if path.is_file())
PYTHON = sorted([*(ROOT / "experiments").rglob("*.py"), *(ROOT / "tyo20").rglob("*.py")])
TESTS = sorted((ROOT / "tests").rglob("*.py"))

# Where text is put on a page, or into a mail, without being escaped, and why that is right.
UNESCAPED = {
    "templates/account/email": "a plain-text mail shows signs as they are",
    "templates/emails": "a plain-text mail shows signs as they are",
}
# No law makes a report secret because its author wishes it (Act 621/1999): do not promise it.
NOT_TO_BE_PROMISED = [
    "luottamuksellinen",
    "luottamuksellisesti",
    "salainen",
    "kukaan ei saa tietää",
]
OLD_SUPERVISORS = ["aluehallintovirasto", "regionförvaltningsverk", "Regional State Administrative"]


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.django_db
def test_migrations_make_what_the_models_say():
    said = StringIO()

    call_command("makemigrations", check=True, dry_run=True, stdout=said)

    assert said.getvalue() == "No changes detected\n"


def test_every_state_can_be_reached_and_every_move_is_in_the_table():
    reached = {row.target for row in TRANSITIONS.values()} | {State.DRAFT}
    left = {state for row in TRANSITIONS.values() for state in row.sources}

    assert reached == set(State)
    assert left == set(State) - {State.WITHDRAWN, State.TRANSFERRED}
    assert set(TRANSITIONS) == set(Move)


def test_nothing_is_printed_unescaped_without_a_reason():
    unescaped = re.compile(
        r"mark_safe\(|SafeString\(|\|\s*safe(seq)?\b|autoescape off|html_safe|__html__"
    )

    found = {_name(path) for path in [*TEMPLATES, *PYTHON] if unescaped.search(path.read_text())}

    unexplained = {name for name in found if not name.startswith(tuple(UNESCAPED))}
    assert unexplained == set()
    assert all(any(name.startswith(reason) for name in found) for reason in UNESCAPED)


def test_no_form_is_exempt_from_the_check_of_its_origin():
    assert [_name(path) for path in PYTHON if "csrf_exempt" in path.read_text()] == []


@pytest.mark.parametrize(
    "forbidden",
    [
        r"<script(?![^>]*\ssrc=)",
        r"<style\b",
        r"<[^>]*\sstyle\s*=",
        r"<[^>]*\son[a-z]+\s*=",
        r"javascript:",
        r"<(script|link|img|iframe|source)\b[^>]*\s(src|href)\s*=\s*[\"']?(https?:)?//",
    ],
)
def test_templates_hold_no_code_and_load_nothing_from_elsewhere(forbidden):
    pattern = re.compile(forbidden, re.IGNORECASE)
    # What {% … %} and {# … #} hold is not part of the page.
    pages = {_name(path): re.sub(r"{[%#].*?[%#]}", "", path.read_text()) for path in TEMPLATES}

    assert [name for name, page in pages.items() if pattern.search(page)] == []


def test_styles_and_scripts_load_nothing_from_elsewhere():
    elsewhere = re.compile(r"(url\(|@import|\bimport\b|fetch\()\s*[\"']?(https?:)?//")
    files = [path for kind in ("css", "js") for path in (ROOT / "static").rglob(f"*.{kind}")]

    assert files
    assert [_name(path) for path in files if elsewhere.search(path.read_text())] == []


@pytest.mark.parametrize("word", NOT_TO_BE_PROMISED)
def test_texts_promise_no_secrecy(word):
    texts = [*TEMPLATES, *(ROOT / "locale").rglob("*.po"), *PYTHON]

    assert [_name(path) for path in texts if word in path.read_text().casefold()] == []


def test_no_way_to_start_the_service_keeps_an_access_log():
    starts = [ROOT / "Makefile", ROOT / "README.md", ROOT / ".ci" / "run"]

    assert all(path.exists() for path in starts)
    assert "access-log" not in "".join(path.read_text() for path in starts)
    assert not list(ROOT.glob("gunicorn.conf*"))


def test_files_stay_within_their_budget():
    budgets = [(PYTHON, 300), (TESTS, 400), (TEMPLATES, 130)]

    too_long = {
        _name(path): lines
        for paths, budget in budgets
        for path in paths
        if "migrations" not in path.parts and (lines := path.read_text().count("\n")) > budget
    }

    assert too_long == {}


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_accessibility_statement_names_the_authority_that_supervises(client, language):
    with override(language):
        address = reverse("pages:accessibility")

    page = client.get(address).content.decode()

    assert "Traficom" in page
    assert [name for name in OLD_SUPERVISORS if name.casefold() in page.casefold()] == []


@pytest.mark.filterwarnings("default:The accessibility statement")
def test_accessibility_statement_is_younger_than_a_year():
    """Only warns: the statement must be looked at, but its age breaks nothing by itself."""
    drawn_up, updated = (
        dt.date.fromisoformat(settings.ACCESSIBILITY[name])
        for name in ("drawn_up_on", "updated_on")
    )
    age = dt.datetime.now(tz=dt.UTC).date() - updated

    assert drawn_up <= updated
    if age > dt.timedelta(days=365):
        warnings.warn(f"The accessibility statement is {age.days} days old.", stacklevel=1)
