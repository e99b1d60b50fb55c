import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.language import closest_word


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("toimistokiora", "toimistokoira"),  # swapped
        ("toimistkoira", "toimistokoira"),  # missing
        ("toimisstokoira", "toimistokoira"),  # doubled
        ("toimostokoera", "toimistokoira"),  # two wrong in a long word
        ("tyopaiva", "työpäivä"),  # dots forgotten
        ("koita", "koira"),  # the first of two that are equally near
        ("skrivbrod", "skrivbordet"),  # as its stem
        ("toomostokoera", ""),  # too many
        ("kora", ""),  # too short to guess
        ("tyo", "työ"),
        ("yö", ""),
    ],
)
def test_one_error_is_forgiven_and_two_in_long_words(typed, meant):
    words = ["koira", "koitar", "toimistokoira", "työpäivä", "työ", "skrivbordet"]

    assert closest_word(typed, words) == meant


@given(word=st.text(alphabet="aäbkt", min_size=5, max_size=12), data=st.data())
def test_a_letter_left_out_is_always_mended(word, data):
    place = data.draw(st.integers(0, len(word) - 1))
    typed = word[:place] + word[place + 1 :]

    assert len(typed) < 5 or closest_word(typed, [word]) == word
