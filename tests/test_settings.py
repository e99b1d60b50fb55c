"""The service starts configured or not at all. Each start is a process of its own."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MANDATORY = {
    "SECRET_KEY": "a-key-of-more-than-fifty-characters-for-this-test-alone-0123456789",
    "ALLOWED_HOSTS": "tyo20.virasto.example",
    "DATABASE_URL": "postgres://tyo20@database.virasto.example/tyo20",
}
PRINT = (
    "import json; from django.conf import settings; print(json.dumps({expression}, default=str))"
)


@pytest.fixture
def place(tmp_path):
    """A copy of the project's settings where no .env lies beside them."""
    shutil.copytree(ROOT / "tyo20", tmp_path / "tyo20")
    return tmp_path


def _run(place, *arguments, **environment):
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    return subprocess.run(  # noqa: S603
        [sys.executable, *arguments],
        cwd=place,
        env=kept | {"DJANGO_SETTINGS_MODULE": "tyo20.settings"} | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def _read(place, *names, **environment):
    expression = "{" + ", ".join(f"{name!r}: settings.{name}" for name in names) + "}"
    result = _run(place, "-c", PRINT.format(expression=expression), **environment)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


@pytest.mark.parametrize(
    "given",
    [
        (),
        ("SECRET_KEY",),
        ("ALLOWED_HOSTS", "DATABASE_URL"),
        ("SECRET_KEY", "ALLOWED_HOSTS"),
    ],
)
@pytest.mark.parametrize("demo", [{}, {"DEMO": "off"}])
def test_half_configured_service_does_not_start_and_names_what_is_missing(place, given, demo):
    environment = {name: MANDATORY[name] for name in given} | demo

    result = _run(place, "-c", "import tyo20.settings", **environment)

    assert result.returncode != 0
    named = result.stderr.split("Set ")[-1].split(" in the environment")[0]
    assert set(named.split(", ")) == set(MANDATORY) - set(given)
    assert not (place / "var").exists()


@pytest.mark.parametrize("name", MANDATORY)
def test_empty_setting_is_a_missing_one(place, name):
    result = _run(place, "-c", "import tyo20.settings", **(MANDATORY | {name: ""}))

    assert result.returncode != 0
    assert f"Set {name} in the environment" in result.stderr


def test_production_speaks_https_only(place):
    names = [
        "DEBUG",
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "SESSION_COOKIE_HTTPONLY",
        "CSRF_COOKIE_HTTPONLY",
        "SESSION_COOKIE_SAMESITE",
        "CSRF_COOKIE_SAMESITE",
        "SESSION_COOKIE_NAME",
        "CSRF_COOKIE_NAME",
        "SECURE_SSL_REDIRECT",
        "SECURE_HSTS_SECONDS",
        "SECURE_HSTS_INCLUDE_SUBDOMAINS",
        "SECURE_CONTENT_TYPE_NOSNIFF",
        "X_FRAME_OPTIONS",
        "SECURE_PROXY_SSL_HEADER",
    ]

    assert _read(place, *names, **MANDATORY) == {
        "DEBUG": False,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "CSRF_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_NAME": "__Host-session",
        "CSRF_COOKIE_NAME": "__Host-csrf",
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 365 * 24 * 60 * 60,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
        "SECURE_CONTENT_TYPE_NOSNIFF": True,
        "X_FRAME_OPTIONS": "DENY",
        "SECURE_PROXY_SSL_HEADER": None,
    }


def test_production_uses_what_it_is_given(place):
    read = _read(place, "SECRET_KEY", "ALLOWED_HOSTS", "DATABASES", "EMAIL_BACKEND", **MANDATORY)

    assert read["SECRET_KEY"] == MANDATORY["SECRET_KEY"]
    assert read["ALLOWED_HOSTS"] == [MANDATORY["ALLOWED_HOSTS"]]
    assert read["DATABASES"]["default"]["HOST"] == "database.virasto.example"
    assert read["EMAIL_BACKEND"] == "post_office.EmailBackend"


def test_header_of_a_proxy_is_believed_only_behind_one(place):
    read = _read(place, "SECURE_PROXY_SSL_HEADER", **MANDATORY, BEHIND_PROXY="on")

    assert read == {"SECURE_PROXY_SSL_HEADER": ["HTTP_X_FORWARDED_PROTO", "https"]}


def test_database_may_be_behind_a_socket(place):
    url = "postgres://tyo20@/%2Frun%2Fpostgresql/tyo20"

    database = _read(place, "DATABASES", **(MANDATORY | {"DATABASE_URL": url}))["DATABASES"]

    assert (database["default"]["HOST"], database["default"]["NAME"]) == (
        "/run/postgresql",
        "tyo20",
    )


def test_embedded_database_loses_nothing_in_a_power_cut(place):
    environment = MANDATORY | {"DATABASE_URL": f"sqlite:///{place}/tyo20.sqlite3"}

    options = _read(place, "DATABASES", **environment)["DATABASES"]["default"]["OPTIONS"]

    assert options["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in options["init_command"]
    assert "synchronous=FULL" in options["init_command"]


@pytest.mark.parametrize("demo", [{}, {"DEMO": "on"}])
def test_pages_may_load_and_run_nothing_but_our_own_files(place, demo):
    environment = {} if demo else MANDATORY

    policy = _read(place, "CONTENT_SECURITY_POLICY", **environment, **demo)

    sources = {
        source
        for sources in policy["CONTENT_SECURITY_POLICY"]["DIRECTIVES"].values()
        for source in sources
    }
    assert sources == {"'self'", "'none'"}
    assert policy["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]["default-src"] == ["'none'"]


def test_demo_starts_with_nothing_given_and_keeps_its_key(place):
    names = ["SECRET_KEY", "ALLOWED_HOSTS", "EMAIL_BACKEND", "SECURE_SSL_REDIRECT", "DEBUG"]

    first, second = (_read(place, *names, DEMO="on") for _n in range(2))

    assert first == second
    assert len(first.pop("SECRET_KEY")) >= 50
    assert first == {
        "ALLOWED_HOSTS": ["127.0.0.1", "localhost", "[::1]"],
        "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "SECURE_SSL_REDIRECT": False,
        "DEBUG": False,
    }


def test_demos_of_two_machines_have_different_keys(place):
    one, other = (
        _read(place, "SECRET_KEY", DEMO="on", VAR_DIR=str(place / name))
        for name in ("one", "other")
    )

    assert one != other


def test_env_file_beside_the_project_is_read_and_the_environment_wins(place):
    (place / ".env").write_text("DEMO=on\nALLOWED_HOSTS=from.file.example\nDEBUG=on\n")

    read = _read(place, "ALLOWED_HOSTS", "DEBUG", DEBUG="off")

    assert read == {"ALLOWED_HOSTS": ["from.file.example"], "DEBUG": False}


def test_production_passes_the_deployment_checks(tmp_path):
    environment = MANDATORY | {"DEMO": "off", "DEBUG": "off", "VAR_DIR": str(tmp_path)}

    result = _run(ROOT, "manage.py", "check", "--deploy", "--fail-level", "WARNING", **environment)

    assert (result.returncode, result.stderr) == (0, "")
