"""Content that tries a page's layout: everything filled in, and words as long as Finnish has."""

from typing import Any

from experiments.actions.award import add_usual_categories
from experiments.enums import Language, Nerves, NominationResult, Theme
from experiments.models import AwardRound, Report
from tests.factories import (
    AgencyFactory,
    AwardRoundFactory,
    NominationFactory,
    PictureFactory,
    ReportFactory,
)

LONG_WORD = "Lentokonesuihkuturbiinimoottoriapumekaanikkoaliupseerioppilaskokeilu"
LONG_LINK = f"https://www.example.fi/{'kokeilut-ja-paljastukset/' * 8}"
LONG_TEXT = f"{LONG_WORD} alkoi. Rivi vaihtuu.\n\nToinen kappale: {LONG_LINK}"
CITATIONS = {f"citation_{language}": LONG_TEXT for language in Language}


def full_experiment(**fields: Any) -> Report:
    """Make an experiment with an answer to every question, and a picture."""
    answers = dict.fromkeys(("change", "results", "tips", "customers_how"), LONG_TEXT) | {
        "title": LONG_WORD,
        "link": LONG_LINK,
        "looking_for": "Kokeilukumppaneita.",
        "hours_saved": "1234.5",
        "hours_basis": "measured",
        "euros_saved": "1234567.89",
        "euros_basis": "estimated",
        "nerves_spared": Nerves.HUGE,
        "nerves_basis": "estimated",
        "people_involved": 12_000,
        "customers_involved": True,
        "started_on": "2026-02-01",
        "ended_on": "2026-03-05",
        "help_languages": Language.values,
        "may_be_contacted": True,
    }
    report = ReportFactory(ended=True, themes=list(Theme), **answers | fields)
    report.partners.set(AgencyFactory.create_batch(2, name_fi=f"{LONG_WORD}virasto"))
    PictureFactory(report=report)
    return report


def full_revelation(**fields: Any) -> Report:
    """Make a revelation with an answer to every question, and the agency's reply."""
    texts = ("affected", "proposal", "agency_reply", "barrier_note")
    answers = dict.fromkeys(texts, LONG_TEXT) | {
        "title": f"{LONG_WORD} paljastuu",
        "barrier_state": "being_dismantled",
    }
    return ReportFactory(revelation=True, **answers | fields)


def round_with_nominees() -> AwardRound:
    """Make a round of which nothing is out, with all results there are."""
    award_round = AwardRoundFactory()
    add_usual_categories(award_round=award_round)
    for category in award_round.categories.all():
        for result in NominationResult:
            words = {} if result == NominationResult.NOMINEE else CITATIONS
            NominationFactory(category=category, result=result, **words)
    return award_round
