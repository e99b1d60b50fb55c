"""Small rounds for the tests: the worked examples, and strategies that draw others."""

import json
from pathlib import Path
from typing import Any, Final

from hypothesis import strategies as st

from experiments.analysis.ranking import Ranking, rank
from experiments.analysis.scores import ReviewScore, composite

EXAMPLES: Final[dict[str, Any]] = json.loads(
    (Path(__file__).parent.parent / "data" / "ranking_examples.json").read_text(encoding="utf-8")
)
TOLERANCE: Final[float] = EXAMPLES["tolerance"]


def rank_example(example: dict[str, Any]) -> dict[str, Ranking]:
    """Rank every category of a worked example."""
    return {
        category: rank(
            [
                ReviewScore(
                    report=review["submission"],
                    juror=review["juror"],
                    score=composite(review["scores"], weights),
                    is_excluded="status" in review or review.get("conflict", False),
                )
                for review in example["reviews"]
            ],
            shortlist_size=example["shortlist_size"],
            reports=example["submissions"],
        )
        for category, weights in example["categories"].items()
    }


def reviews_of(scores: dict[str, str]) -> list[ReviewScore]:
    """Read a report's scores from a text, one juror after the other: "5 4 - 3"; - is no review."""
    return [
        ReviewScore(report, f"J{number}", float(score))
        for report, line in scores.items()
        for number, score in enumerate(line.split(), start=1)
        if score != "-"
    ]


@st.composite
def some_reviews(draw: st.DrawFn) -> list[ReviewScore]:
    """Draw up to 8 reports and 5 jurors, each of whom read some reports."""
    readers = draw(
        st.dictionaries(
            st.integers(1, 8), st.sets(st.integers(1, 5), min_size=1), min_size=1, max_size=8
        )
    )
    quarter = st.integers(4, 20).map(lambda quarters: quarters / 4)
    return [
        ReviewScore(f"R{report}", f"J{juror}", draw(quarter))
        for report, jurors in readers.items()
        for juror in jurors
    ]
