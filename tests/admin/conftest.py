"""Browsers of signed-in staff, one for each role; pages are asked for in English."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from experiments.actions.award import add_usual_categories
from experiments.models import AwardRound, User
from tests.factories import AwardRoundFactory, NominationFactory, UserFactory


@pytest.fixture(autouse=True)
def _all_in_english(in_english: None) -> None: ...


def _signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    client.user = user
    return client


@pytest.fixture
def handler(db: None) -> Any:
    return _signed_in(UserFactory(handler=True))


@pytest.fixture
def organiser(db: None) -> Any:
    return _signed_in(UserFactory(organiser=True))


@pytest.fixture
def juror(db: None) -> Any:
    return _signed_in(UserFactory(juror=True))


@pytest.fixture
def administrator(db: None) -> Any:
    return _signed_in(UserFactory(superuser=True))


@pytest.fixture
def queries() -> Callable[[Client, str], int]:
    """Return how many queries a page takes."""

    def count(client: Client, address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            response = client.get(address)
        assert response.status_code == 200
        return len(captured)

    return count


@pytest.fixture
def award_round(db: None) -> AwardRound:
    award_round = AwardRoundFactory(year=2026)
    add_usual_categories(award_round=award_round)
    return award_round


@pytest.fixture
def decided(award_round: AwardRound) -> AwardRound:
    """Everything is decided and nothing is out."""
    for category in award_round.categories.all():
        NominationFactory(category=category, winner=True)
        NominationFactory(category=category)
    return award_round
