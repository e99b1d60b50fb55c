import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from hypothesis import example, given
from hypothesis import strategies as st

from experiments.forms.fields import FIRST_YEAR, LAST_YEAR, AmountField, DayField
from tests.forms.refusals import LANGUAGES, MINUS, NARROW, NO_BREAK, codes, refusals

MARCH_5 = dt.date(2026, 3, 5)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("5.3.2026", MARCH_5),
        ("05.03.2026", MARCH_5),
        ("05.03.26", MARCH_5),
        ("5.3.26", MARCH_5),
        ("5. 3. 2026", MARCH_5),
        (f" 5.{NO_BREAK}3.{NARROW}2026\t", MARCH_5),
        ("2026-03-05", MARCH_5),
        ("2026-3-5", MARCH_5),
        ("29.2.2028", dt.date(2028, 2, 29)),
        ("1.1.1990", dt.date(1990, 1, 1)),
        ("31.12.2100", dt.date(2100, 12, 31)),
        (MARCH_5, MARCH_5),
        ("", None),
        (None, None),
    ],
)
def test_day_is_understood_in_every_language(typed, day, language):
    with override(language):
        assert DayField().clean(typed) == day


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("31.2.2026", "not_real"),
        ("29.2.2026", "not_real"),
        ("0.1.2026", "not_real"),
        ("1.13.2026", "not_real"),
        ("2026-02-30", "not_real"),
        ("0.0.0000", "not_real"),
        ("31.12.1989", "year"),
        ("1.1.2101", "year"),
        ("1.1.0001", "year"),
        ("5/3/2026", "invalid"),
        ("3-5-2026", "invalid"),
        ("5.3.", "invalid"),
        ("5.3", "invalid"),
        ("5.3.202", "invalid"),
        ("5.3.20266", "invalid"),
        ("2026-03-05T10:00", "invalid"),
        ("-5.3.2026", "invalid"),
        ("eilen", "invalid"),
        ("5. maaliskuuta 2026", "invalid"),
        ("\N{ARABIC-INDIC DIGIT FIVE}.3.2026", "invalid"),
        ("\N{FULLWIDTH DIGIT FIVE}.3.2026", "invalid"),
        ("5.3.2026\0", "invalid"),
        ("9" * 100_000, "invalid"),
        ("[]", "invalid"),
    ],
)
def test_day_is_refused_with_its_reason(typed, code, language):
    with override(language):
        assert codes(DayField(), typed) == [code]


@pytest.mark.usefixtures("in_english")
def test_day_says_which_years_it_takes():
    with pytest.raises(ValidationError, match="between 1990 and 2100"):
        DayField().clean("1.1.1900")


@given(day=st.dates(dt.date(FIRST_YEAR, 1, 1), dt.date(LAST_YEAR, 12, 31)))
def test_day_shown_in_a_form_is_understood_again(day):
    field = DayField()

    assert field.clean(field.prepare_value(day)) == day


@given(typed=st.text())
@example("\ud800")
def test_day_finds_any_text_right_or_wrong(typed):
    refusals(DayField(), typed)


def _amount(**options):
    return AmountField(**({"places": 2, "largest": 100_000} | options))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1234,5", "1234.5"),
        ("1234.5", "1234.5"),
        ("1 234,5", "1234.5"),
        (f"1{NO_BREAK}234,5", "1234.5"),
        (f"1{NARROW}234,5", "1234.5"),
        (" 12 ", "12"),
        ("0", "0"),
        ("0,00", "0"),
        ("007", "7"),
        ("100 000", "100000"),
        ("12,50", "12.5"),
        (12, "12"),
        (Decimal("1.5"), "1.5"),
    ],
)
def test_amount_is_understood_in_every_language(typed, amount, language):
    with override(language):
        assert _amount().clean(typed) == Decimal(amount)


@pytest.mark.parametrize("typed", ["", None])
def test_no_amount_is_not_zero(typed):
    assert _amount().clean(typed) is None


@pytest.mark.parametrize("typed", ["-3", f"{MINUS}3", f"{MINUS} 3"])
def test_amount_below_zero_is_understood_before_it_is_judged(typed):
    assert _amount(smallest=-5).clean(typed) == Decimal(-3)
    assert codes(_amount(), typed) == ["too_small"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("1,234.5", "invalid"),
        ("1.234,5", "invalid"),
        ("1.234.567", "invalid"),
        ("1e5", "invalid"),
        ("1E5", "invalid"),
        ("NaN", "invalid"),
        ("sNaN", "invalid"),
        ("Infinity", "invalid"),
        ("-inf", "invalid"),
        ("+5", "invalid"),
        ("5,", "invalid"),
        (",5", "invalid"),
        ("--5", "invalid"),
        ("1_000", "invalid"),
        ("1'000", "invalid"),
        ("5 €", "invalid"),
        ("noin 5", "invalid"),
        ("\N{ARABIC-INDIC DIGIT FIVE}", "invalid"),
        ("\N{FULLWIDTH DIGIT FIVE}", "invalid"),
        ("5\0", "invalid"),
        ("0,001", "decimals"),
        ("1." + "1" * 10_000, "decimals"),
        ("100 000,01", "too_large"),
        ("9" * 100_000, "too_large"),
        ("-0,01", "too_small"),
    ],
)
def test_amount_is_refused_with_its_reason(typed, code, language):
    with override(language):
        assert codes(_amount(), typed) == [code]


@pytest.mark.parametrize(
    ("typed", "code"), [("0", "too_small"), ("1,5", "whole"), ("1001", "too_large")]
)
def test_whole_amount_has_its_own_reasons(typed, code):
    field = _amount(places=0, smallest=1, largest=1000)

    assert field.clean("12") == field.clean("12,0") == 12
    assert codes(field, typed) == [code]


def test_amount_says_how_large_it_may_be_as_the_language_writes_it():
    with override("fi"), pytest.raises(ValidationError) as refusal:
        _amount().clean("100001")

    assert f"100{NO_BREAK}000" in refusal.value.messages[0]


@given(
    amount=st.decimals(0, 10**10, places=2, allow_nan=False, allow_infinity=False),
    language=st.sampled_from(LANGUAGES),
)
@example(amount=Decimal("100000.00"), language="fi")
@example(amount=Decimal("0.00"), language="en")
def test_amount_shown_in_a_form_is_understood_again(amount, language):
    field = _amount(largest=10**10)

    with override(language):
        assert field.clean(field.prepare_value(amount)) == amount


def test_amount_below_nothing_is_nothing():
    field = _amount()

    assert field.prepare_value(field.clean("-0")) == "0"


@given(typed=st.text(st.characters(codec=None)) | st.from_regex(r"[-\d ,.\u2212eE]{1,40}"))
def test_amount_finds_any_text_right_or_wrong(typed):
    refusals(_amount(), typed)


@pytest.mark.parametrize(
    ("field", "initial", "data", "expected"),
    [
        (DayField(), MARCH_5, "5.3.2026", False),
        (DayField(), MARCH_5, "6.3.2026", True),
        (DayField(), None, "5.3.2026", True),
        (DayField(), None, "", False),
        (_amount(), Decimal("12.00"), "12", False),
        (_amount(), Decimal("12.00"), "13", True),
        (_amount(), None, "13", True),
        (_amount(), None, "", False),
    ],
)
def test_field_knows_whether_it_was_touched(field, initial, data, expected):
    with override("fi"):
        assert field.has_changed(initial, data) is expected
