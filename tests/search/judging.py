"""Puts the judged searches to the demonstration reports, and counts what came of it."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.test import Client

from experiments.actions.demo import DATA, key_of

JUDGED: Final[dict[str, dict[str, list[str]]]] = tomllib.loads(
    (Path(__file__).parent / "judged.toml").read_text()
)
FIRST: Final = 10  # results a reader looks at


@dataclass(frozen=True, slots=True)
class Answer:
    """What one search found, best first, and what it should have found."""

    query: str
    expected: frozenset[str]
    found: tuple[str, ...]

    @property
    def recall(self) -> float:
        """The share of what was expected that is among the first ten."""
        return share(self.expected & set(self.found[:FIRST]), self.expected)

    @property
    def precision(self) -> float:
        """The share of what was found that was expected; of nothing, all."""
        return share(self.expected & set(self.found), set(self.found))


def share(part: Any, whole: Any) -> float:
    return len(part) / len(whole) if whole else 1.0


def ask_all(client: Client) -> dict[str, list[Answer]]:
    """Search as a reader does, on the gallery's page; the answers by kind of search."""
    reports = tomllib.loads((DATA / "demo_reports.toml").read_text(encoding="utf-8"))["reports"]
    ids = {key_of(report["id"]): report["id"] for report in reports}
    answers: dict[str, list[Answer]] = {}
    for kind, searches in JUDGED.items():
        for query, expected in searches.items():
            page = client.get("/fi/kokeilut/", {"q": query}).context["page"]
            found = tuple(ids[report.key] for report in page)
            answers.setdefault(kind, []).append(Answer(query, frozenset(expected), found))
    return answers


def mean(values: list[float]) -> float:
    return sum(values) / len(values)


def table(answers: dict[str, list[Answer]]) -> str:
    """Return the figures as docs/search.md shows them."""
    lines = ["| kind | searches | recall@10 | precision |", "| --- | --- | --- | --- |"]
    rows = [*answers.items(), ("all", [one for many in answers.values() for one in many])]
    for kind, some in rows:
        recall = mean([one.recall for one in some])
        precision = mean([one.precision for one in some])
        lines.append(f"| {kind} | {len(some)} | {recall:.3f} | {precision:.3f} |")
    return "\n".join(lines)
