"""Keeps the search index true to the published reports."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Final

from django.db import transaction

from experiments.analysis.passages import Passage, passages
from experiments.language import analyser_name, as_written, compose, terms_of, words_in
from experiments.models import IndexedReport, Posting, Report
from experiments.models.posting import LONGEST_TERM

BATCH: Final = 100  # reports read, locked and written at a time
_ROWS: Final = 5_000  # postings in one statement
_PART: Final = 0.4  # of a word's weight counts for a part of a compound
# BM25: how soon more of the same counts no more, how much length matters, and a usual length. It
# is fixed, not averaged, so that a report's rows depend on that report alone.
_SATURATION: Final = 1.2
_LENGTH_MATTERS: Final = 0.75
_USUAL_WORDS: Final = 250
_GAP: Final = 10  # positions between two texts, so that no phrase reaches from one into the other
_MOST_POSITIONS: Final = 200  # remembered of one term in one report


@dataclass(slots=True)
class _Found:
    """What is known of one term while a report is read."""

    weight: float = 0.0
    positions: list[int] = field(default_factory=list)


def index_report(report: Report) -> None:
    """Make a published report findable as it is now; call it whenever its texts changed."""
    _index([report])


@transaction.atomic
def index_reports(keys: Collection[int]) -> int:
    """Index those of these reports that are published and stale; return how many there were."""
    published = Report.objects.published()
    # Locked one by one in a fixed order: a handler may unpublish one of them meanwhile.
    held = published.filter(pk__in=keys).order_by("pk").select_for_update()
    keys = list(held.values_list("pk", flat=True))
    known = IndexedReport.objects.filter(pk__in=keys)
    fingerprints = dict(known.values_list("pk", "fingerprint"))
    reports = published.filter(pk__in=keys).for_index()
    stale = [report for report in reports if fingerprints.get(report.pk) != fingerprint(report)]
    _index(stale)
    return len(stale)


def forget_report(report: Report) -> None:
    """Take a report out of the index; one that is not in it is no error."""
    _forget([report.pk])


def follow_publication(report: Report) -> None:
    """Index what is published, forget what is not; in the transaction of the change of state."""
    if report.is_published:
        index_report(report)
    else:
        forget_report(report)


def reindex(*, tell: Callable[[int, int], None]) -> tuple[int, int]:
    """Index every published report whose texts, or whose analyser, changed; forget the others.

    `tell` is given how many reports were looked at, and of how many, after each batch. A batch is
    a transaction, so a run that was stopped goes on where it was. Returns how many were indexed
    and how many forgotten.
    """
    gone = IndexedReport.objects.exclude(report__in=Report.objects.published())
    forgotten = list(gone.values_list("pk", flat=True))
    _forget(forgotten)
    keys = list(Report.objects.published().order_by("pk").values_list("pk", flat=True))
    indexed = 0
    for start in range(0, len(keys), BATCH):
        indexed += index_reports(keys[start : start + BATCH])
        tell(min(start + BATCH, len(keys)), len(keys))
    return indexed, len(forgotten)


@transaction.atomic
def _index(reports: Collection[Report]) -> None:
    _forget([report.pk for report in reports])
    IndexedReport.objects.bulk_create(
        IndexedReport(report=report, fingerprint=fingerprint(report)) for report in reports
    )
    rows = [posting for report in reports for posting in postings(report)]
    Posting.objects.bulk_create(rows, batch_size=_ROWS)


@transaction.atomic
def _forget(keys: Collection[int]) -> None:
    for start in range(0, len(keys), BATCH):
        batch = list(keys)[start : start + BATCH]
        Posting.objects.filter(report__in=batch).delete()
        IndexedReport.objects.filter(report__in=batch).delete()


def fingerprint(report: Report) -> str:
    """Return what changes whenever the report's rows in the index would."""
    texts = [f"{one.language} {one.weight} {one.text}" for one in passages(report)]
    return hashlib.sha256("\0".join([analyser_name(), *texts]).encode()).hexdigest()


def postings(report: Report) -> list[Posting]:
    """Return the rows of a report, not stored yet."""
    found, length = _read(passages(report))
    slowed = 1 - _LENGTH_MATTERS + _LENGTH_MATTERS * length / _USUAL_WORDS
    return [
        Posting(
            report=report,
            term=term,
            weight=one.weight * (_SATURATION + 1) / (one.weight + _SATURATION * slowed),
            positions=" ".join(map(str, one.positions[:_MOST_POSITIONS])),
        )
        for term, one in sorted(found.items())
    ]


def _read(texts: Iterable[Passage]) -> tuple[dict[str, _Found], int]:
    """Return the terms of the texts, and the number of words."""
    found: dict[str, _Found] = defaultdict(_Found)
    place = length = 0
    for passage in texts:
        for word in words_in(compose(passage.text)):
            terms = terms_of(word.spelling, passage.language)
            # Words of titles and names are remembered as they stand, for unfinished typing.
            is_prominent = passage.weight > 1
            for term in terms.whole | ({as_written(word.spelling)} if is_prominent else set()):
                one = found[term[:LONGEST_TERM]]
                one.weight += passage.weight
                one.positions.append(place)
            for term in terms.parts:
                found[term[:LONGEST_TERM]].weight += passage.weight * _PART
            place, length = place + 1, length + 1
        place += _GAP
    return found, length
