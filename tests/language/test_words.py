import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.language import compose, words_in


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Kävely-kokous ULKONA.", ["kävely-kokous", "ulkona"]),
        ("ka\u0308vely", ["kävely"]),
        ("työ\u00adpäivä työ\u200bpäivä", ["työpäivä", "työpäivä"]),
        ("12\u00a0000 € ja 3,4", ["12", "000", "ja", "3", "4"]),
        ("DVV:n, EU:s, Kela:lla; 10:30", ["dvv", "eu", "kela", "10", "30"]),
        ("QR\u2011koodi", ["qr-koodi"]),
        ("etä- ja lähityö, Työ 2.0 -tiimi", ["etä", "ja", "lähityö", "työ", "2", "0", "tiimi"]),
        ("vaa’an don't", ["vaa'an", "don't"]),
        ("TYO-2026-0042", ["tyo-2026-0042"]),
        ("lopullinen_korjattu.pdf", ["lopullinen", "korjattu", "pdf"]),
        ("%_\\'\"()*", []),
        ("x" * 5000, ["x" * 60]),
    ],
)
def test_words_are_spelled_one_way(text, words):
    assert [word.spelling for word in words_in(compose(text))] == words


@given(text=st.text())
def test_words_stand_where_they_say(text):
    for word in words_in(text):
        assert word.spelling
        assert text[word.start : word.end].strip() == text[word.start : word.end] != ""
