import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.language import clean_text, finnish_sort_key


@pytest.mark.parametrize(
    "in_order",
    [
        list("abcdefghijklmnopqrstuvwxyzåäö"),
        list("ABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖ"),
        ["", "1. virasto", "Aalto", "aamu", "Aamu", "Aamu 2", "Aamu-virasto", "Aamuvirasto"],
        ["Vero", "Vesi", "Wero", "Wesi"],
        ["e", "é", "f"],
        ["Emil", "Émile", "Emilia"],
        ["z", "å", "ä", "æ", "äb", "ö", "ø", "öb"],
        ["đ", "e", "ł", "m", "ŋ", "o", "š", "t", "ŧ", "u"],
        ["sr", "ß", "st"],
        ["Metsähallitus", "Metsäkeskus", "Museovirasto", "Ruokavirasto", "Väylävirasto"],
    ],
)
def test_words_are_filed_as_in_a_finnish_register(in_order):
    assert sorted(in_order[1::2] + in_order[::2], key=finnish_sort_key) == in_order


@given(text=st.text())
def test_letters_are_filed_alike_however_they_are_composed(text):
    composed = unicodedata.normalize("NFC", text)
    decomposed = unicodedata.normalize("NFD", text)

    assert finnish_sort_key(decomposed)[:2] == finnish_sort_key(composed)[:2]


@given(left=st.text(), right=st.text())
def test_two_texts_are_filed_in_one_place_only_if_they_are_the_same(left, right):
    same = unicodedata.normalize("NFC", left) == unicodedata.normalize("NFC", right)

    assert same or finnish_sort_key(left) != finnish_sort_key(right)


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a\N{COMBINING DIAERESIS}a\N{COMBINING RING ABOVE}", "äå"),
        ("\x01\x08\x0b\x0c\x0e\x1f\x7f\x80\x9f", ""),
        ("\ud800\udfff", ""),
        ("a\tb", "a\tb"),
        ("a\0b", "a\0b"),
        ("  A\N{SOFT HYPHEN}b ", "  A\N{SOFT HYPHEN}b "),
    ],
)
def test_text_is_cleaned_of_what_nobody_types(typed, clean):
    assert clean_text(typed) == clean


@given(text=st.text(st.characters(codec=None)))
def test_clean_text_is_clean_and_can_be_stored(text):
    clean = clean_text(text)

    assert clean_text(clean) == clean
    assert unicodedata.is_normalized("NFC", clean)
    assert "\r" not in clean
    clean.encode()
