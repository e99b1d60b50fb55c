"""Where in a text the words stand that were searched for."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from experiments.analysis.passages import BODY
from experiments.language import as_written, compose, terms_of, words_in
from experiments.models import Report

LONGEST_EXCERPT: Final = 240  # characters
_SENTENCE: Final = re.compile(r"[^.!?…\n]+(?:[.!?…]+|$|\n)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a text: what was searched for, or what stands between."""

    text: str
    is_match: bool


def marked(text: str, language: str, terms: frozenset[str]) -> list[Piece]:
    """Cut a text in this language where words with one of these terms begin and end."""
    text, end, pieces = compose(text), 0, []
    for start, stop in _matches(text, language, terms):
        pieces += [Piece(text[end:start], is_match=False), Piece(text[start:stop], is_match=True)]
        end = stop
    return [piece for piece in (*pieces, Piece(text[end:], is_match=False)) if piece.text]


def excerpt(report: Report, terms: frozenset[str]) -> str:
    """Return the first sentence of the report's story with one of these terms; empty if none has.

    A long sentence is cut around the match.
    """
    for name in BODY:
        text = compose(getattr(report, name))
        match = next(_matches(text, report.language, terms), None)
        if match:
            return _sentence_at(text, *match)
    return ""


def _matches(text: str, language: str, terms: frozenset[str]) -> Iterator[tuple[int, int]]:
    if not terms:
        return
    beginnings = _beginnings(terms)
    for word in words_in(text):
        # Only what looks alike is analysed: a page of cards has thousands of words.
        if beginnings.search(word.spelling):
            own = terms_of(word.spelling, language)
            if terms & (own.whole | own.parts | {as_written(word.spelling)}):
                yield word.start, word.end


@lru_cache(maxsize=256)
def _beginnings(terms: frozenset[str]) -> re.Pattern[str]:
    """Match a word that begins like one of the terms, or has its first letters further on."""
    forms: Iterable[str] = sorted({term.partition(":")[2] for term in terms})
    return re.compile("|".join(f"^{re.escape(form[:2])}|{re.escape(form[:3])}" for form in forms))


def _sentence_at(text: str, start: int, end: int) -> str:
    """Return the sentence with this match, or the words around it if the sentence is long."""
    spans = (match.span() for match in _SENTENCE.finditer(text))
    first, last = next((span for span in spans if span[1] > start), (0, len(text)))
    room = max(0, LONGEST_EXCERPT - (end - start)) // 2
    left, right = max(first, start - room), min(last, end + room)
    if left > first:
        left = text.find(" ", left, start) + 1 or start
    if right < last:
        right = max(text.rfind(" ", end, right), end)
    cut_left, cut_right = "… " if left > first else "", " …" if right < last else ""
    return cut_left + text[left:right].strip() + cut_right
