"""Swedish compounds taken apart: “gångmötena” has “gång” and “möte”.

There is no free dictionary that pip installs, so the parts come from a list of common words, and
from the shape of a word: a known last part makes any pronounceable beginning a part, and a known
first part any long rest that is not merely an ending.
"""

import re
from functools import lru_cache
from itertools import combinations
from pathlib import Path
from typing import Final

from experiments.language.stemming import stem

_LIST: Final = Path(__file__).resolve().parents[1] / "data" / "swedish_parts.txt"
_SHORTEST_COMPOUND: Final = 7
_SHORTEST_PART: Final = 3
_SHORTEST_KNOWN: Final = 4  # of a part that alone tells where the border is
_SHORTEST_REST: Final = 5
_JOINTS: Final = "saeou"  # arbets-plats, tjänste-man, kyrko-gård: stand between parts, or instead
_PREFIXES: Final = frozenset(
    "för till över under efter åter före mellan genom utan upp ned ner bort fram från hos "  # noqa: SIM905  (readable)
    "inn ute van miss sam und ent vid med mot kring".split()
)
_ENDINGS: Final = re.compile(
    r"^([aeo]?nde|n?ing|else|skap|het|lig|iga|[aeo]r[en]|are[nr]|s?t|s?am|ation|arie|ier|mhet|iv)"
)
_VOWEL: Final = re.compile("[aeiouyåäö]")


@lru_cache(maxsize=20_000)
def swedish_parts(word: str) -> frozenset[str]:
    """Return the stems of all runs of parts of a compound, without the whole; often none."""
    borders = _borders(word)
    if not borders:
        return frozenset()
    places = [0, *borders, len(word)]
    runs = {word[start:end] for start, end in combinations(places, 2)} - {word}
    return frozenset(form for run in runs for form in _forms(run, at_end=word.endswith(run)))


def _borders(word: str) -> list[int]:
    """Return where one part ends and the next begins."""
    if len(word) < _SHORTEST_COMPOUND:
        return []
    places = range(len(word) - _SHORTEST_PART, _SHORTEST_PART - 1, -1)
    for is_border in (_both_known, _last_known, _first_known):
        # The longest known last part would hide one inside it, so the rest is looked at again.
        for place in reversed(places) if is_border is not _first_known else places:
            if is_border(word[:place], word[place:]):
                return [*_inside(word[:place], 0), place, *_inside(word[place:], place)]
    return []


def _inside(part: str, offset: int) -> list[int]:
    if len(part) < _SHORTEST_COMPOUND:
        return []
    for place in range(_SHORTEST_PART, len(part) - _SHORTEST_PART + 1):
        if _both_known(part[:place], part[place:]):
            return [offset + place]
    return []


def _both_known(first: str, last: str) -> bool:
    return bool(_VOWEL.search(last)) and _is_known(first) and stem(last, "sv") in _known()


def _last_known(first: str, last: str) -> bool:
    return (
        len(stem(last, "sv")) >= _SHORTEST_KNOWN
        and stem(last, "sv") in _known()
        and bool(_VOWEL.search(first))
        and first not in _PREFIXES
    )


def _first_known(first: str, last: str) -> bool:
    return (
        len(first) >= _SHORTEST_KNOWN
        and len(last) >= _SHORTEST_REST
        and _is_known(first)
        and first not in _PREFIXES
        and bool(_VOWEL.search(last))
        and not _ENDINGS.match(last)
    )


def _is_known(first: str) -> bool:
    return first in _known() or (
        first[-1] in _JOINTS and bool({first[:-1], stem(first[:-1], "sv")} & _known())
    )


def _forms(part: str, *, at_end: bool) -> set[str]:
    """Return the stems a part may have: with and without the letter that joins it to the next."""
    forms = {stem(part, "sv")}
    if not at_end and part[-1] in _JOINTS and len(part) > _SHORTEST_PART:
        forms |= {part[:-1], stem(part[:-1], "sv")}
    return {form for form in forms if len(form) >= _SHORTEST_PART}


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    lines = _LIST.read_text(encoding="utf-8").splitlines()
    words = (word for line in lines if not line.startswith("#") for word in line.split())
    return frozenset(form for word in words for form in (word, stem(word, "sv")))
