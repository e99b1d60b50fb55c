import datetime as dt
import unicodedata
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import override
from hypothesis import example, given
from hypothesis import strategies as st

from experiments.enums import AgencyKind, Theme
from experiments.forms.fields import (
    AgencyField,
    AmountField,
    DayField,
    EmailAddressField,
    LinkField,
    LongTextField,
    PlainTextField,
    YesNoField,
    shown,
)
from tests.factories import AgencyFactory
from tests.forms.refusals import LANGUAGES, NO_BREAK, codes, refusals


def _text(**options):
    return PlainTextField(label="Otsikko", **options)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (
            "Ty\N{COMBINING DIAERESIS}o\N{COMBINING DIAERESIS}",
            "T\N{LATIN SMALL LETTER Y WITH DIAERESIS}ö",
        ),
        ("  väli  ", "väli"),
        ("eka\r\ntoka\rkolmas\n", "eka\ntoka\nkolmas"),
        ("puoli\ud83dkas", "puolikas"),
        ("\udc00", ""),
        ("kello\x07", "kello"),
        ("sarkain\tjää", "sarkain\tjää"),
        ("\N{GRINNING FACE} emoji jää", "\N{GRINNING FACE} emoji jää"),
        ("ta\N{SOFT HYPHEN}vu", "ta\N{SOFT HYPHEN}vu"),
        ("", ""),
        (None, ""),
    ],
)
def test_text_is_kept_in_one_spelling(typed, kept):
    assert _text().clean(typed) == kept


def test_text_with_nul_is_refused():
    assert codes(_text(), "teksti\0") == ["null_characters_not_allowed"]


@pytest.mark.parametrize(
    "typed", ["äää", "a\u0308a\u0308a\u0308", "a\r\nb", "\r\na\r\nb\r\n\r\n", " abc "]
)
def test_text_is_counted_as_people_count(typed):
    assert len(_text(max_length=3).clean(typed)) == 3


@pytest.mark.usefixtures("in_english")
def test_text_that_is_too_long_is_refused_with_both_numbers():
    with pytest.raises(ValidationError) as refusal:
        _text(max_length=3).clean("a\r\nbc")

    assert refusal.value.messages == [
        "“Otsikko”: the answer may have at most 3 characters. It now has 4."
    ]


@pytest.mark.parametrize("typed", ["", "   ", "\r\n", "\x07", None])
def test_text_of_nothing_visible_is_missing(typed):
    with pytest.raises(ValidationError) as refusal:
        _text(missing="Kirjoita otsikko").clean(typed)

    assert refusal.value.messages == ["Kirjoita otsikko"]


@pytest.mark.parametrize(
    "field",
    [_text(max_length=3), LongTextField(max_length=3), EmailAddressField(), LinkField()],
)
def test_browser_is_not_told_to_cut_a_pasted_text(field):
    assert "maxlength" not in field.widget.attrs


@given(typed=st.text(st.characters(codec=None)))
def test_text_finds_any_text_right_or_wrong(typed):
    messages = refusals(_text(max_length=20), typed)

    if not messages:
        kept = _text().clean(typed)
        assert kept == unicodedata.normalize("NFC", kept).strip()
        kept.encode()


@pytest.mark.parametrize("typed", ["maija.m@virasto.fi", " Maija.M@virasto.fi "])
def test_address_is_kept_as_typed(typed):
    assert EmailAddressField().clean(typed) == typed.strip()


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("maija", "invalid"),
        ("maija@", "invalid"),
        ("a@b.fi, c@d.fi", "invalid"),
        ("a@b.fi\r\nBcc: c@d.fi", "invalid"),
        (
            "a" * 60 + "@" + "b" * 60 + "." + "c" * 60 + "." + "d" * 60 + "." + "e" * 60 + ".fi",
            "max_length",
        ),
    ],
)
def test_address_is_refused_with_one_reason(typed, code):
    assert codes(EmailAddressField(), typed) == [code]


def test_missing_address_is_asked_for():
    with pytest.raises(ValidationError, match="Kirjoita osoite"):
        EmailAddressField(missing="Kirjoita osoite").clean("")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("www.virasto.fi/sivu", "https://www.virasto.fi/sivu"),
        ("http://virasto.fi", "http://virasto.fi"),
        ("https://virasto.fi/?a=b#c", "https://virasto.fi/?a=b#c"),
    ],
)
def test_link_gets_what_people_leave_out(typed, kept):
    assert LinkField().clean(typed) == kept


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("javascript:alert(1)", "invalid"),
        ("data:text/html,x", "invalid"),
        ("ftp://virasto.fi/x", "invalid"),
        ("katso intrasta", "invalid"),
        ("https://" + "a" * 400, "invalid"),
        ("https://virasto.fi/" + "a" * 600, "max_length"),
    ],
)
def test_link_that_is_not_a_public_address_is_refused(typed, code):
    assert codes(LinkField(), typed) == [code]


@given(typed=st.text(st.characters(codec=None)))
@example("//[")
@example("http://[a]b")
def test_address_and_link_find_any_text_right_or_wrong(typed):
    refusals(EmailAddressField(), typed)
    refusals(LinkField(), typed)


@pytest.mark.parametrize(
    ("typed", "answer"), [("yes", True), ("no", False), ("", None), (None, None)]
)
def test_yes_or_no_is_neither_until_chosen(typed, answer):
    assert YesNoField().clean(typed) is answer


def test_yes_or_no_that_is_missing_or_made_up_is_refused():
    field = YesNoField(missing="Valitse")

    assert codes(field, "") == ["required"]
    assert codes(field, "maybe") == ["invalid_choice"]
    assert codes(field, "True") == ["invalid_choice"]


@pytest.mark.parametrize(("answer", "shown_as"), [(True, "yes"), (False, "no"), (None, None)])
def test_yes_or_no_shows_what_is_stored(answer, shown_as):
    assert YesNoField().prepare_value(answer) == shown_as


@pytest.mark.django_db
def test_agency_is_one_of_those_offered():
    offered, other = AgencyFactory.create_batch(2)
    field = AgencyField(missing="Valitse virasto")
    field.offer([offered])

    assert field.clean(str(offered.pk)) == offered
    assert codes(field, "") == ["required"]
    for typed in (str(other.pk), "x", "9" * 30, "-1", "\ud800"):
        assert codes(field, typed) == ["invalid_choice"]
    assert refusals(field, f"{offered.pk}\0")


@pytest.mark.django_db
def test_agency_may_be_left_out_where_nothing_is_said_of_missing():
    assert AgencyField().clean("") is None


@pytest.mark.django_db
def test_agencies_are_offered_by_kind_without_empty_groups(django_assert_num_queries):
    court = AgencyFactory(kind=AgencyKind.COURT, name_fi="Korkein oikeus")
    ministry = AgencyFactory(kind=AgencyKind.MINISTRY, name_fi="Oikeusministeriö")
    field = AgencyField()

    with override("fi"), django_assert_num_queries(0):
        field.offer([court, ministry])
        [_empty, *groups] = field.widget.choices
        assert [(str(kind), options) for kind, options in groups] == [
            (str(AgencyKind.MINISTRY.label), [(ministry.pk, "Oikeusministeriö")]),
            (str(AgencyKind.COURT.label), [(court.pk, "Korkein oikeus")]),
        ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("field", "value", "printed"),
    [
        (_text(), "teksti", {"fi": "teksti", "sv": "teksti", "en": "teksti"}),
        (_text(), "", {"fi": "", "sv": "", "en": ""}),
        (DayField(), None, {"fi": "", "sv": "", "en": ""}),
        (DayField(), dt.date(2026, 3, 5), {"fi": "5.3.2026", "sv": "5.3.2026", "en": "5 Mar 2026"}),
        (
            AmountField(places=2, largest=10_000, unit="€"),
            Decimal("1234.50"),
            {"fi": f"1{NO_BREAK}234,50 €", "sv": f"1{NO_BREAK}234,50 €", "en": "1,234.50 €"},
        ),
        (AmountField(places=2, largest=10_000), Decimal(0), {"fi": "0", "sv": "0", "en": "0"}),
    ],
)
def test_answer_is_printed_as_its_language_writes_it(field, value, printed, language):
    with override(language):
        text = shown(field, value)

    assert text.replace("1\N{NO-BREAK SPACE}234.50", "1,234.50") == printed[language]


def test_choices_are_printed_in_words():
    themes = forms.MultipleChoiceField(choices=Theme)

    assert shown(themes, ["leadership", "technology"]) == ", ".join(
        str(theme.label) for theme in (Theme.LEADERSHIP, Theme.TECHNOLOGY)
    )
    assert shown(themes, []) == ""


@pytest.mark.parametrize("field", [YesNoField(), forms.BooleanField()])
def test_yes_and_no_are_printed_in_words(field):
    with override("en"):
        assert [shown(field, answer) for answer in (True, False)] == ["Yes", "No"]


@pytest.mark.django_db
def test_agency_is_printed_by_its_name():
    agency = AgencyFactory(name_fi="Verohallinto")
    field = AgencyField()
    field.offer([agency])

    with override("fi"):
        assert shown(field, agency.pk) == "Verohallinto"
