"""What somebody searches for, understood: which reports have it, and which of them best."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from django.db.models import Case, Count, F, FloatField, OuterRef, Subquery, Sum, Value, When

from experiments.analysis.misspelling import corrected
from experiments.analysis.phrases import reports_with_phrase
from experiments.language import (
    SPELLED,
    Word,
    clean_text,
    is_finnish,
    is_stop_word,
    terms_asked,
    words_in,
)
from experiments.models import IndexedReport, Posting
from experiments.models.report_queries import ReportQuerySet

MOST_WORDS: Final = 12  # of a search; what follows is not looked for
_SHORTEST_BEGINNING: Final = 4  # letters of a word that is not finished
_MOST_ENDINGS: Final = 30  # words that one beginning may stand for
_QUOTED: Final = re.compile(r"[\"“”„«»]([^\"“”„«»]+)[\"“”„«»]")


@dataclass(frozen=True, slots=True)
class Search:
    """A search, ready to be put to any set of reports.

    A report must have a term of each group of `required`; `worth` says how much each term counts,
    the rarer the more. `phrased` are the only reports in question if there was a phrase.
    `correction` is what was searched for instead, if nothing has the words as they were typed.
    """

    required: tuple[frozenset[str], ...]
    worth: dict[str, float]
    phrased: frozenset[int] | None = None
    correction: str = ""

    @property
    def terms(self) -> frozenset[str]:
        """All that is worth marking where it is found."""
        return frozenset[str]().union(*self.required)

    def found_in(self, reports: ReportQuerySet) -> ReportQuerySet:
        """Keep the reports that have all of it."""
        if not self.required:
            return reports.none()
        for terms in self.required:
            rows = Posting.objects.filter(term__in=terms & self.worth.keys())
            reports = reports.filter(pk__in=rows.values("report"))
        return reports if self.phrased is None else reports.filter(pk__in=self.phrased)

    def best_first(self, reports: ReportQuerySet) -> ReportQuerySet:
        """Order by how well a report matches (BM25), then the newest first."""
        worth = Case(
            *(When(term=term, then=Value(worth)) for term, worth in self.worth.items()),
            default=Value(0.0),
            output_field=FloatField(),
        )
        rows = Posting.objects.filter(report=OuterRef("pk"), term__in=self.worth.keys())
        scores = rows.values("report").annotate(score=Sum(F("weight") * worth))
        ranked: ReportQuerySet = reports.alias(match=Subquery(scores.values("score")))
        return ranked.order_by(F("match").desc(nulls_last=True), "-published_at", "-pk")


@dataclass(frozen=True, slots=True)
class _Typed:
    """What was typed: its words with their places, and which of them are phrases."""

    text: str
    words: tuple[Word, ...]
    phrases: tuple[tuple[str, ...], ...]


def understand(text: str, *, mend: bool = True) -> Search:
    """Return what the text searches for, in a constant number of queries.

    A word is looked for in all three languages. If nothing has one of them, it may be the
    beginning of a word, or else a word with a typing error; a Finnish word of the dictionary is
    taken as it is. Without `mend` typing errors are left as they are.
    """
    typed = _typed(text)
    groups = {word.spelling: terms_asked(word.spelling) for word in typed.words}
    counts = _counts(groups.values())
    missing = [word for word, terms in groups.items() if not terms & counts.keys()]
    for word in missing:
        if endings := _endings(word):
            groups[word] = frozenset(endings)
            counts |= endings
    unknown = {word for word, terms in groups.items() if not terms & counts.keys()}
    if mend and unknown:
        better = corrected(typed.text, [one for one in typed.words if one.spelling in unknown])
        if better:
            return replace(understand(better, mend=False), correction=better)
    return _search(typed, groups, counts)


def _typed(text: str) -> _Typed:
    text = clean_text(text)
    words = tuple(words_in(text))[:MOST_WORDS]
    end = words[-1].end if words else 0
    quotes = (tuple(words_in(quote)) for quote in _QUOTED.findall(text[: end + 1]))
    phrases = tuple(tuple(word.spelling for word in quote) for quote in quotes if len(quote) > 1)
    return _Typed(text, words, phrases)


def _search(typed: _Typed, groups: dict[str, frozenset[str]], counts: dict[str, int]) -> Search:
    quoted = {word for phrase in typed.phrases for word in phrase}
    asked = {
        word: terms for word, terms in groups.items() if word in quoted or not is_stop_word(word)
    }
    required = tuple((asked or groups).values())
    total = IndexedReport.objects.count()
    wanted = frozenset[str]().union(*required)
    worth = {
        term: math.log(1 + (total - number + 0.5) / (number + 0.5))
        for term, number in sorted(counts.items())
        if term in wanted
    }
    phrases = [[groups[word] for word in phrase if word in groups] for phrase in typed.phrases]
    found = [reports_with_phrase(phrase) for phrase in phrases]
    return Search(required, worth, frozenset.intersection(*found) if found else None)


def _counts(groups: Iterable[frozenset[str]]) -> dict[str, int]:
    """Return in how many reports each term stands, for those that stand in any."""
    terms = frozenset[str]().union(*groups)
    rows = Posting.objects.filter(term__in=terms).values_list("term")
    return dict(rows.annotate(number=Count("report")))


def _endings(word: str) -> dict[str, int]:
    """Return the terms that begin with this word, the commonest ones, with their counts."""
    if len(word) < _SHORTEST_BEGINNING or is_finnish(word):
        return {}
    begun = Posting.objects.beginning_with(*(f"{kind}:{word}" for kind in SPELLED))
    rows = begun.values_list("term").annotate(number=Count("report"))
    return dict(rows.order_by("-number", "term")[:_MOST_ENDINGS])
