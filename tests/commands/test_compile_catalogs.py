import gettext
import os

import pytest
from django.core.management import CommandError, call_command

CATALOG = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

msgid "Save"
msgstr "Tallenna"

#, fuzzy
msgid "Submit"
msgstr "Tallenna"

msgctxt "stage"
msgid "Planned"
msgstr "Suunnitteilla"

msgid "%(number)d experiment"
msgid_plural "%(number)d experiments"
msgstr[0] "%(number)d kokeilu"
msgstr[1] "%(number)d kokeilua"

msgid "Untranslated"
msgstr ""
"""


@pytest.fixture
def catalog(settings, tmp_path):
    settings.LOCALE_PATHS = [tmp_path]
    path = tmp_path / "fi" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(CATALOG, encoding="utf-8")
    return path


def compile_catalogs(capsys):
    call_command("compile_catalogs")
    return capsys.readouterr().out


def read(catalog):
    with catalog.with_suffix(".mo").open("rb") as compiled:
        return gettext.GNUTranslations(compiled)


def test_translations_are_compiled_and_what_nobody_checked_is_left_out(catalog, capsys):
    said = compile_catalogs(capsys)

    texts = read(catalog)
    assert said == f"Compiled {catalog.with_suffix('.mo')}\n"
    assert texts.gettext("Save") == "Tallenna"
    assert texts.gettext("Submit") == "Submit"
    assert texts.gettext("Untranslated") == "Untranslated"
    assert texts.pgettext("stage", "Planned") == "Suunnitteilla"
    plural = ("%(number)d experiment", "%(number)d experiments")
    assert [texts.ngettext(*plural, n) for n in (1, 2)] == [
        "%(number)d kokeilu",
        "%(number)d kokeilua",
    ]
    assert sorted(each.name for each in catalog.parent.iterdir()) == ["django.mo", "django.po"]


def test_only_what_changed_is_compiled_again(catalog, capsys):
    compile_catalogs(capsys)
    compiled = catalog.with_suffix(".mo")
    catalog.write_text(CATALOG.replace('"Tallenna"', '"Talleta"'), encoding="utf-8")
    newer = compiled.stat().st_mtime_ns + 1_000_000_000
    os.utime(catalog, ns=(newer, newer))

    changed = compile_catalogs(capsys)
    os.utime(compiled, ns=(newer, newer))
    unchanged = compile_catalogs(capsys)

    assert (changed, unchanged) == (f"Compiled {compiled}\n", "")
    assert read(catalog).gettext("Save") == "Talleta"


def test_nothing_to_compile_is_no_fault(settings, tmp_path, capsys):
    settings.LOCALE_PATHS = [tmp_path / "none"]

    assert compile_catalogs(capsys) == ""


def test_a_broken_catalogue_is_named(catalog, capsys):
    catalog.write_text("not a catalogue\n", encoding="utf-8")

    with pytest.raises(CommandError, match=r"django\.po cannot be compiled: .*line 1"):
        compile_catalogs(capsys)

    assert not catalog.with_suffix(".mo").exists()
