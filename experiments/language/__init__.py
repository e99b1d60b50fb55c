"""Finnish, Swedish and English text: one spelling, the alphabet, and words made searchable."""

from experiments.language.alphabet import clean_text, finnish_sort_key
from experiments.language.analysis import (
    LANGUAGES,
    SPELLED,
    Terms,
    analyser_name,
    as_written,
    has_finnish_dictionary,
    is_finnish,
    is_stop_word,
    terms_asked,
    terms_of,
)
from experiments.language.spelling import closest_word
from experiments.language.words import Word, compose, words_in

__all__ = [
    "LANGUAGES",
    "SPELLED",
    "Terms",
    "Word",
    "analyser_name",
    "as_written",
    "clean_text",
    "closest_word",
    "compose",
    "finnish_sort_key",
    "has_finnish_dictionary",
    "is_finnish",
    "is_stop_word",
    "terms_asked",
    "terms_of",
    "words_in",
]
