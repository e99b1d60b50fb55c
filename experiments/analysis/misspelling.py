"""“Did you mean …”: a search with its typing errors mended by what the reports really say."""

from collections.abc import Collection
from typing import Final

from django.db.models import Count
from django.db.models.functions import Length

from experiments.language import SPELLED, Word, closest_word, terms_of
from experiments.models import Posting

_MOST_MENDED: Final = 3  # words of one search
_MOST_CANDIDATES: Final = 20_000
_SHORTER: Final = 2  # letters a word may be shorter than what was typed
_LONGER: Final = 5  # or longer: errors, and an ending
# The letters that are typed for each other where the dots are forgotten.
_ALIKE: Final = {"a": "aäå", "o": "oö", "ä": "aä", "å": "aå", "ö": "oö"}


def corrected(text: str, unknown: Collection[Word]) -> str:
    """Return the text with the unknown words replaced by the nearest ones that reports have.

    Empty if not every one of them is near enough to a word.
    """
    if not 0 < len(unknown) <= _MOST_MENDED:
        return ""
    for word in sorted(unknown, key=lambda word: -word.start):
        instead = _nearest(word.spelling)
        if not instead:
            return ""
        text = text[: word.start] + instead + text[word.end :]
    return text


def _nearest(word: str) -> str:
    """Return the word of a report that was probably meant; empty if none is near enough.

    A word of the Finnish dictionary is no typing error; a compound may be one, since almost any
    two words can be put together.
    """
    terms = terms_of(word, "fi")
    if terms.is_known and not terms.parts:
        return ""
    return closest_word(word, _candidates(word), most=1 if terms.is_known else 2)


def _candidates(word: str) -> list[str]:
    """Return words that begin like this one and are about as long, the commonest first.

    The second letter may be the word's first too, typed too soon.
    """
    letters = {like for letter in word[:2] for like in _ALIKE.get(letter, letter)}
    begun = Posting.objects.beginning_with(
        *(f"{kind}:{letter}" for kind in SPELLED for letter in sorted(letters))
    )
    rows = (
        begun.annotate(size=Length("term"))
        .filter(size__gte=len(word) - _SHORTER, size__lte=len(word) + _LONGER + len("fi:"))
        .values_list("term")
        .annotate(number=Count("report"))
    )
    terms = [term for term, _number in rows.order_by("-number", "term")[:_MOST_CANDIDATES]]
    return [term.partition(":")[2] for term in terms]
