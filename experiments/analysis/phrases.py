"""Phrases: words that follow each other in a text."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from experiments.models import Posting

# Reports that a phrase can be found in: their numbers go into one statement, which has a limit.
_MOST_REPORTS: Final = 20_000


def reports_with_phrase(words: Sequence[frozenset[str]]) -> frozenset[int]:
    """Return the reports in which these words, each given by its terms, follow each other."""
    rows = Posting.objects.filter(term__in=frozenset[str]().union(*words)).exclude(positions="")
    for terms in words:
        rows = rows.filter(report__in=Posting.objects.filter(term__in=terms).values("report"))
    places: dict[int, dict[str, set[int]]] = defaultdict(dict)
    for report, term, positions in rows.values_list("report", "term", "positions").iterator():
        places[report][term] = set(map(int, positions.split()))
    found = sorted(report for report, places_of in places.items() if _follow(words, places_of))
    return frozenset(found[-_MOST_REPORTS:])


def _follow(words: Sequence[frozenset[str]], places: dict[str, set[int]]) -> bool:
    starts: set[int] | None = None
    for offset, terms in enumerate(words):
        here = {place - offset for term in terms for place in places.get(term, ())}
        starts = here if starts is None else starts & here
    return bool(starts)
