"""Every text exists in Finnish and Swedish; English is written in the code."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).parent.parent
LANGUAGES = ["fi", "sv"]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|%[sd]|{\w*}|<\w+:\w+>|</?[a-z][^>]*>")


def _catalog(folder: Path, language: str) -> polib.POFile:
    return polib.pofile(str(folder / "locale" / language / "LC_MESSAGES" / "django.po"))


def _texts(entry: polib.POEntry) -> list[tuple[str, str]]:
    """Return each original with its translation; the last plural stands for all but one."""
    if not entry.msgid_plural:
        return [(entry.msgid, entry.msgstr)]
    many = [
        (entry.msgid_plural, text) for number, text in entry.msgstr_plural.items() if number > 0
    ]
    return [(entry.msgid, entry.msgstr_plural[0]), *many]


@pytest.fixture(params=LANGUAGES)
def catalog(request):
    return _catalog(ROOT, request.param)


def test_every_text_is_translated_and_checked(catalog):
    untranslated = [entry.msgid for entry in catalog.untranslated_entries()]
    fuzzy = [entry.msgid for entry in catalog.fuzzy_entries()]
    obsolete = [entry.msgid for entry in catalog.obsolete_entries()]

    assert (untranslated, fuzzy, obsolete) == ([], [], [])


def test_translations_keep_the_placeholders(catalog):
    different = [
        (original, translation)
        for entry in catalog.translated_entries()
        for original, translation in _texts(entry)
        if set(PLACEHOLDER.findall(original)) != set(PLACEHOLDER.findall(translation))
    ]

    assert different == []


def test_translations_begin_and_end_as_the_original(catalog):
    different = [
        entry.msgid
        for entry in catalog.translated_entries()
        for original, translation in _texts(entry)
        if any(
            getattr(original, test)(sign) != getattr(translation, test)(sign)
            for test, sign in [
                ("startswith", "\n"),
                ("endswith", "\n"),
                ("endswith", " "),
                ("endswith", "/"),
            ]
        )
    ]

    assert different == []


def test_addresses_of_a_language_differ_from_each_other(catalog):
    addresses = [entry.msgstr for entry in catalog if entry.msgid.endswith("/")]

    assert len(addresses) == len(set(addresses))
    assert [
        text
        for text in addresses
        if not re.fullmatch(r"([a-z0-9-]+/|<\w+:\w+>(-<\w+:\w+>)?/|[a-z]+-<\w+:\w+>/)+", text)
    ] == []


def test_both_languages_have_the_same_texts():
    finnish, swedish = (
        {(entry.msgctxt, entry.msgid) for entry in _catalog(ROOT, language)}
        for language in LANGUAGES
    )

    assert finnish == swedish


def test_catalogues_have_every_text_of_the_code_and_no_other(tmp_path):
    if not shutil.which("xgettext"):
        message = "gettext is not installed: whether translations are complete was not checked"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    _collect_texts_into(tmp_path)

    for language in LANGUAGES:
        collected, kept = (
            {
                (entry.msgctxt, entry.msgid, entry.msgid_plural)
                for entry in _catalog(folder, language)
                if not entry.obsolete
            }
            for folder in (tmp_path, ROOT)
        )
        assert (collected - kept, kept - collected) == (set(), set()), language


def _collect_texts_into(folder: Path) -> None:
    """Run makemessages, as `make messages` does, on a copy."""
    for name in ("experiments", "tyo20", "templates", "static", "locale"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("*.mo", "*.pyc"))
    shutil.copy(ROOT / "manage.py", folder)
    command = [
        *(sys.executable, "manage.py", "makemessages", "--locale", "fi", "--locale", "sv"),
        *("--add-location", "file", "--no-obsolete"),
    ]
    result = subprocess.run(  # noqa: S603
        command,
        cwd=folder,
        env=os.environ | {"DEMO": "on", "VAR_DIR": str(folder / "var")},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert result.returncode == 0, result.stderr
