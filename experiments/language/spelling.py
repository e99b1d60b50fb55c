"""Typing errors: which known word was probably meant."""

from collections.abc import Iterable, Sequence
from typing import Final

from experiments.language.stemming import stem

_UNMARKED: Final = str.maketrans("åäöéü", "aaoeu")
_SHORTEST_MENDED: Final = 5  # letters; shorter words are too near to others
# Letters of a word, and how many errors in it are forgiven. Dots left out of ä and ö are none.
_FORGIVEN: Final = ((9, 2), (_SHORTEST_MENDED, 1), (3, 0))
_SAME_BEGINNING: Final = 3  # letters of words that are compared without their endings


def closest_word(word: str, candidates: Sequence[str], *, most: int = 2) -> str:
    """Return the candidate that was probably meant by a mistyped word; empty if none is near.

    An error is a letter too many, missing, wrong, or swapped with its neighbour; letters with and
    without dots are the same. The first of equally near candidates wins. Failing that, it is the
    candidate whose Swedish or English stem is near. At most `most` errors are forgiven.
    """
    usual = next((errors for length, errors in _FORGIVEN if len(word) >= length), -1)
    errors = min(usual, most)
    shortest = _SHORTEST_MENDED if errors else 0
    whole = ((one, one) for one in candidates)
    beginning = word[:_SAME_BEGINNING].translate(_UNMARKED)
    stems = (
        (stem(one, language), one)
        for one in candidates
        if one.translate(_UNMARKED).startswith(beginning)
        for language in ("sv", "en")
    )
    for forms in (whole, stems):
        if found := _closest(word, forms, errors, shortest):
            return found
    return ""


def _closest(word: str, forms: Iterable[tuple[str, str]], errors: int, shortest: int) -> str:
    """Return what belongs to the form with the fewest errors, at most so many."""
    typed, best, fewest = word.translate(_UNMARKED), "", errors + 1
    for form, candidate in forms:
        if len(form) >= shortest and abs(len(form) - len(word)) < fewest:
            distance = _distance(typed, form.translate(_UNMARKED), limit=fewest)
            if distance < fewest:
                best, fewest = candidate, distance
    return best


def _distance(left: str, right: str, *, limit: int) -> int:
    """Return the number of errors between two words, or `limit` if it is that or more."""
    start = 0
    while start < min(len(left), len(right)) and left[start] == right[start]:
        start += 1
    end = 0
    while end < min(len(left), len(right)) - start and left[-1 - end] == right[-1 - end]:
        end += 1
    left, right = left[start : len(left) - end], right[start : len(right) - end]
    if not left or not right:
        return min(limit, max(len(left), len(right)))
    if len(left) == len(right) == 1:
        return min(limit, 1)
    return limit if limit <= 1 and len(left) > 2 else _full_distance(left, right, limit)  # noqa: PLR2004


def _full_distance(left: str, right: str, limit: int) -> int:
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, letter in enumerate(left, start=1):
        before_that, before, row = before, row, [i]
        for j, other in enumerate(right, start=1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == right[j - 2] and left[i - 2] == other:
                cost = min(cost, before_that[j - 2] + 1)
            row.append(cost)
        if min(row) >= limit:
            return limit
    return row[-1]
