from pathlib import Path

import pytest

from experiments.actions.agencies import load_agencies
from experiments.actions.demo import DATA, load_demo
from tests.search.judging import JUDGED, ask_all, mean, table

DOCS = Path(__file__).parents[2] / "docs" / "search.md"


@pytest.mark.django_db
def test_search_finds_what_people_judged_right(client, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    load_agencies(lines=(DATA / "agencies.csv").read_text(encoding="utf-8-sig").splitlines())
    load_demo(tell=lambda _line: None)

    answers = ask_all(client)

    every = [one for many in answers.values() for one in many]
    wrong = [one for one in every if one.recall < 1 or one.precision < 1]
    assert mean([one.recall for one in every]) >= 0.95, wrong
    assert mean([one.precision for one in every]) >= 0.95, wrong
    assert mean([one.precision for one in answers["negative"]]) >= 0.95, wrong
    for kind, some in answers.items():
        assert mean([one.recall for one in some]) >= 0.9, kind
    assert table(answers) in DOCS.read_text(), table(answers)


def test_judged_set_is_large_enough_and_has_every_kind():
    assert sum(map(len, JUDGED.values())) >= 100
    assert set(JUDGED) == {
        *("inflection", "compound", "prefix", "typo", "several words", "phrase"),
        *("swedish", "english", "negative"),
    }
