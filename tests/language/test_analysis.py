import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from experiments.language import analyser_name, terms_asked, terms_of, words_in

PAIRS = tomllib.loads((Path(__file__).parent / "pairs.toml").read_text())
# Of a hundred pairs: how many are found at least, and how many look-alikes at most. See
# docs/search.md; the rest are words with two meanings, or made from each other by an ending.
FLOORS = {"fi": (88, 10), "sv": (94, 26), "en": (94, 11)}


def finds(pair: str, language: str) -> bool:
    typed, word = (next(words_in(text)).spelling for text in pair.split(" "))
    terms = terms_of(word, language)
    return bool(terms_asked(typed) & (terms.whole | terms.parts))


@pytest.mark.parametrize("language", FLOORS)
def test_forms_and_parts_of_words_are_found_and_look_alikes_are_not(language):
    found, apart = PAIRS[language]["found"], PAIRS[language]["apart"]

    missed = [pair for pair in found if not finds(pair, language)]
    confused = [pair for pair in apart if finds(pair, language)]

    least, most = FLOORS[language]
    assert 100 * (1 - len(missed) / len(found)) >= least, missed
    assert 100 * len(confused) / len(apart) <= most, confused


@pytest.mark.parametrize(
    ("word", "whole", "parts"),
    [
        ("etätyöpäivää", {"etätyöpäivä"}, {"etä", "työ", "päivä", "etätyö", "työpäivä"}),
        ("palaverissa", {"palaveri"}, set()),
        ("ajanvaraukset", {"ajanvaraus"}, {"aika", "varaus"}),
        ("hyvinvoinnin", {"hyvinvointi"}, {"hyvin", "vointi"}),
        ("koira-apulaiset", {"koiraapulainen"}, {"koira", "apulainen"}),
        ("julkaistiin", {"julkaista"}, set()),
        ("vähentyneet", {"vähentynyt", "vähentyä"}, set()),
        ("palasi", {"palata"}, set()),
    ],
)
def test_finnish_words_have_dictionary_forms_and_every_run_of_parts(word, whole, parts):
    terms = terms_of(word, "fi")

    assert terms.whole == {f"fi:{form}" for form in whole}
    assert terms.parts == {f"fi:{form}" for form in parts}
    assert terms.is_known


def test_word_that_no_dictionary_has_is_kept_as_it_stands_and_stemmed():
    terms = terms_of("qr-koodilla", "fi")

    assert {"fi:qrkoodi", "w:qrkoodilla"} <= terms.whole
    assert {"fi:qr", "fi:koodi"} <= terms.parts
    assert not terms.is_known


def test_foreign_word_is_known_by_its_finnish_form():
    assert terms_asked("chat") & terms_of("chatissa", "fi").whole


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("gångmötena", {"gång", "möt"}),
        ("språkkompis", {"språk", "kompis"}),
        ("arbetsmiljöfrågor", {"arbet", "miljö", "fråg", "arbetsmiljö", "miljöfråg"}),
        ("förslag", set()),
        ("arbetade", set()),
    ],
)
def test_swedish_compounds_have_parts(word, parts):
    assert terms_of(word, "sv").parts == {f"sv:{form}" for form in parts}


def test_threads_get_the_same_terms():
    words = [word for pair in PAIRS["fi"]["found"] for word in pair.split(" ")]
    once = [terms_of.__wrapped__(word.lower(), "fi") for word in words]

    with ThreadPoolExecutor(8) as threads:
        again = threads.map(lambda word: terms_of.__wrapped__(word.lower(), "fi"), words * 4)

    assert list(again) == once * 4


def test_analyser_is_named_with_its_version():
    assert analyser_name().startswith("pyvoikko 0.6 + snowball 3.")
