import pytest

from experiments.enums import NominationResult
from tests.factories import (
    AwardCategoryFactory,
    AwardRoundFactory,
    NominationFactory,
    ReportFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
UNIQUE = "Zyxomatikon"


def nominate(award_round, **fields):
    category = AwardCategoryFactory(award_round=award_round, name_en="Wildest experiment")
    report = ReportFactory(published=True, title=UNIQUE)
    return NominationFactory(category=category, report=report, **fields)


def test_award_page_before_any_release_invites_to_report(client):
    nominate(AwardRoundFactory(), winner=True)

    page = client.get("/en/award/").content.decode()

    assert UNIQUE not in page
    assert "Wildest experiment" not in page
    assert "There is still time to report" in page


def test_round_that_is_not_out_is_a_404(client):
    award_round = AwardRoundFactory()
    nominate(award_round)

    assert client.get(f"/en/award/{award_round.year}/").status_code == 404


def test_shortlist_shows_nominees_but_not_who_wins(client):
    award_round = AwardRoundFactory(shortlist_out=True)
    nominate(award_round, winner=True, citation_en="A secret so far.")

    page = client.get("/en/award/").content.decode()

    assert UNIQUE in page
    assert "A secret so far." not in page
    assert "Winner" not in page


def test_winners_show_with_their_citations(client):
    award_round = AwardRoundFactory(winners_out=True)
    nominate(award_round, winner=True, citation_en="It dared.")

    page = client.get(f"/en/award/{award_round.year}/").content.decode()

    assert "It dared." in page
    assert "Winner" in page


@pytest.mark.parametrize("result", NominationResult.values)
def test_nothing_of_an_unreleased_round_shows_anywhere(client, result):
    nomination = nominate(
        AwardRoundFactory(), result=result, citation_fi="Perustelu X", citation_sv="Motivering X"
    )
    addresses = ["/en/", "/en/experiments/", "/en/award/", nomination.report.get_absolute_url()]

    for address in addresses:
        page = client.get(address, follow=True).content.decode()
        for secret in ("Perustelu X", "Motivering X", "Wildest", "Nominee", "Winner", "mention"):
            assert secret not in page, (address, secret)


def test_released_nomination_shows_on_the_front_page_and_the_report(client):
    nomination = nominate(AwardRoundFactory(shortlist_out=True), winner=True)

    for address in ("/en/", nomination.report.get_absolute_url()):
        page = client.get(address, follow=True).content.decode()
        assert "Wildest experiment" in page
        assert "Winner" not in page


@pytest.mark.parametrize("number", [1, 30])
def test_award_page_query_count_does_not_grow(client, django_assert_num_queries, number):
    category = AwardCategoryFactory(award_round__winners_out=True)
    NominationFactory.create_batch(number, category=category)

    with django_assert_num_queries(4):  # rounds, nominations, themes, pictures
        client.get("/en/award/")
