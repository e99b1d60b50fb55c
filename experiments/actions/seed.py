"""Any number of made-up published reports, to measure the service with; the same each time."""

import datetime as dt
import tomllib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any, Final
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.timezone import make_aware

from experiments.actions.demo import DATA
from experiments.actions.search import index_reports
from experiments.enums import Basis, Kind, Move, Origin, Outcome, Role, Stage, State, Theme
from experiments.exceptions import ActionRefusedError
from experiments.models import Agency, Report, ReportTheme, StateChange

BATCH: Final = 200  # reports made, stored and indexed at a time: what bounds the memory
_NAMESPACE: Final = UUID("5a1d1f1c-3f0f-4d0c-8b57-0c8f1d4f7b11")
_FIRST_DAY: Final = dt.datetime(2017, 1, 2, 9)  # noqa: DTZ001  (made aware when it is used)
_DAYS: Final = 3_600
# Of a hundred reports, how many are in which language.
_SHARES: Final = {"fi": 75, "sv": 17, "en": 8}


@dataclass(frozen=True, slots=True)
class _Writer:
    """Puts texts together from the words of one language."""

    words: dict[str, Any]
    random: Random

    def title(self) -> str:
        title = self._filled("titles")
        return title[0].upper() + title[1:]

    def text(self, fewest: int, most: int) -> str:
        sentences = (self._filled("sentences") for _ in range(self.random.randint(fewest, most)))
        return " ".join(sentences)

    def _filled(self, kind: str) -> str:
        first, last = (
            self.random.choice(self.words["first"]),
            self.random.choice(self.words["last"]),
        )
        return str(self.random.choice(self.words[kind]).format(*(first + form for form in last)))


def seed_reports(*, number: int, tell: Callable[[int], None]) -> int:
    """Publish made-up reports until there are so many of them; returns how many were new.

    `tell` is given how many there are after each batch. A batch is a transaction, so a run that
    was stopped goes on. Raises ActionRefusedError if no agencies are loaded.
    """
    words = tomllib.loads((DATA / "seed_words.toml").read_text(encoding="utf-8"))
    agencies = list(Agency.objects.order_by("slug").values_list("pk", flat=True))
    if not agencies:
        raise ActionRefusedError("There are no agencies. Load them first: manage.py load_agencies")
    new = 0
    for start in range(0, number, BATCH):
        numbers = range(start, min(start + BATCH, number))
        new += _seed_batch(numbers, words, agencies)
        tell(numbers.stop)
    return new


@transaction.atomic
def _seed_batch(numbers: range, words: dict[str, Any], agencies: list[int]) -> int:
    keys = {uuid5(_NAMESPACE, str(number)): number for number in numbers}
    known = set(Report.objects.filter(key__in=keys).values_list("key", flat=True))
    made = [
        _report(key, number, words, agencies) for key, number in keys.items() if key not in known
    ]
    reports = Report.objects.bulk_create(made)
    ReportTheme.objects.bulk_create(
        ReportTheme(report=report, theme=theme) for report in reports for theme in _themes(report)
    )
    StateChange.objects.bulk_create(_sending(report) for report in reports)
    index_reports([report.pk for report in reports])
    return len(reports)


def _report(key: UUID, number: int, words: dict[str, Any], agencies: list[int]) -> Report:
    random = Random(number)  # noqa: S311  (nothing secret: the same each time)
    language = random.choices(list(_SHARES), weights=list(_SHARES.values()))[0]
    writer = _Writer(words[language], random)
    at = make_aware(_FIRST_DAY + dt.timedelta(days=random.randrange(_DAYS)))
    is_revelation = random.randrange(4) == 0
    return Report(
        key=key,
        kind=Kind.REVELATION if is_revelation else Kind.EXPERIMENT,
        language=language,
        state=State.PUBLISHED,
        reference=f"SEED-{number:06d}",
        submitted_at=at,
        published_at=at,
        title=writer.title()[:100],
        summary=writer.text(2, 4)[:600],
        agency_id=random.choice(agencies),
        author_name="Esimerkki",
        author_email="esimerkki@virasto.example",
        **(_revelation(writer) if is_revelation else _experiment(writer, random)),
    )


def _revelation(writer: _Writer) -> dict[str, Any]:
    return {
        "origin": writer.random.choice(Origin.values),
        "affected": writer.text(1, 3)[:600],
        "proposal": writer.text(3, 8)[:1500],
    }


def _experiment(writer: _Writer, random: Random) -> dict[str, Any]:
    stage = random.choice(Stage.values)
    has_ended = stage == Stage.ENDED
    hours = Decimal(random.randrange(1, 400)) / 2 if random.randrange(2) else None
    return {
        "stage": stage,
        "outcome": random.choice(Outcome.values) if has_ended else "",
        "problem": writer.text(3, 7)[:1000],
        "change": writer.text(4, 10)[:1500],
        "results": writer.text(4, 10)[:1500],
        "lessons": writer.text(2, 6)[:1500],
        "hours_saved": hours,
        "hours_basis": Basis.UNKNOWN if hours is None else Basis.ESTIMATED,
    }


def _themes(report: Report) -> Collection[str]:
    random = Random(report.key.int)  # noqa: S311  (as above)
    return random.sample(Theme.values, random.randint(1, 2))


def _sending(report: Report) -> StateChange:
    """One line of history, by the author: there is no handler to name."""
    return StateChange(
        report=report,
        move=Move.SUBMIT,
        from_state=State.DRAFT,
        to_state=State.SUBMITTED,
        role=Role.AUTHOR,
        at=report.submitted_at or report.created_at,
    )
