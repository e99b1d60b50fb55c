"""Snowball's stems: of Swedish and English words, and of Finnish ones that Voikko does not know."""

import re
from functools import lru_cache
from importlib.metadata import version
from threading import local
from typing import Final

import snowballstemmer

_ALGORITHMS: Final = {"fi": "finnish", "sv": "swedish", "en": "english"}
_own: Final = local()  # a stemmer keeps the word it works on, so each thread has its own

# Swedish forms that Snowball leaves as they are, and what they become.
_SWEDISH_LEFT: Final = (
    (re.compile(r"(?<=[^\W\d_]{4})[ei]t$"), ""),  # bordet, skrivit
    (re.compile(r"(?<=[^\W\d_]{3})an$"), ""),  # resan
    (re.compile(r"(?<=[^\W\d_]{3}o)[nt]$"), ""),  # kvitton, kvittot
    (re.compile(r"(?<=[^\W\d_]{5})ning$"), ""),  # ansökning(ar), as ansökan
    (re.compile(r"(?<=[^\W\d_]{2}[bcdfghjklmnpqrstvxz])el$"), "l"),  # cykel, as cykl(ar)
    (re.compile(r"(?<=al|iv|bb|gg)t$"), ""),  # digitalt, aktivt, snabbt
    (re.compile(r"(?<=mm|nn)$"), "-"),  # rumm(et), vänn(er): see below
)
_ROUNDS: Final = 4


@lru_cache(maxsize=50_000)
def stem(word: str, language: str) -> str:
    """Return what the forms of a word in lower case have in common."""
    if language != "sv":
        return _snowball(word, language)
    for _round in range(_ROUNDS):
        before, word = word, _without_swedish_ending(_snowball(word, "sv"))
        if word == before:
            break
    return word


def stemmer_name() -> str:
    """Return name and version of the stemmer."""
    return f"snowball {version('snowballstemmer')}"


def _snowball(word: str, language: str) -> str:
    stemmers = _own.__dict__.setdefault("stemmers", {})
    if language not in stemmers:
        stemmers[language] = snowballstemmer.stemmer(_ALGORITHMS[language])
    return str(stemmers[language].stemWord(word)) or word


def _without_swedish_ending(word: str) -> str:
    for ending, instead in _SWEDISH_LEFT:
        word = ending.sub(instead, word, count=1)
    return word[:-2] if word.endswith("-") else word
