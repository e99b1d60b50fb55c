import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from experiments.enums import State
from tests.factories import AwardRoundFactory, ReportFactory

pytestmark = pytest.mark.django_db

QUEUE = "admin:experiments_report_changelist"


def rows(response):
    return re.findall(r'class="field-title"><a [^>]*>([^<]*)</a>', response.content.decode())


def test_queue_shows_what_waits_oldest_first(handler):
    now = timezone.now()
    for days, title in ((1, "Uusin"), (9, "Vanhin"), (5, "Keskimmäinen")):
        ReportFactory(submitted=True, title=title, submitted_at=now - dt.timedelta(days=days))
    ReportFactory(published=True, title="Julkaistu jo")

    response = handler.get(reverse(QUEUE))

    assert rows(response) == ["Vanhin", "Keskimmäinen", "Uusin"]
    assert "9 days" in response.content.decode()


def test_tabs_count_every_state_and_kind(handler):
    ReportFactory.create_batch(3, submitted=True)
    ReportFactory(submitted=True, revelation=True)
    ReportFactory.create_batch(2, published=True)

    page = handler.get(reverse(QUEUE)).content.decode()

    for tab in ("Submitted (4)", "Published (2)", "Withdrawn (0)", "All (6)", "Revelation (1)"):
        assert tab in page
    assert "Draft" not in page


def test_state_tab_narrows_the_list_newest_first(handler):
    now = timezone.now()
    ReportFactory(submitted=True)
    ReportFactory(published=True, title="Vanhempi", submitted_at=now - dt.timedelta(days=2))
    ReportFactory(published=True, title="Uudempi", submitted_at=now)

    response = handler.get(reverse(QUEUE), {"state": State.PUBLISHED})

    assert rows(response) == ["Uudempi", "Vanhempi"]


def test_unknown_state_shows_the_queue(handler):
    ReportFactory(submitted=True, title="Odottaa")
    assert rows(handler.get(reverse(QUEUE), {"state": "nonsense"})) == ["Odottaa"]


@pytest.mark.parametrize("text", ["Varjojohto", "TYO-2026-777", "aino@virasto", "Museovirasto"])
def test_search_by_title_reference_author_and_agency(handler, text):
    ReportFactory(
        submitted=True,
        title="Varjojohtoryhmä",
        reference="TYO-2026-777",
        author_email="aino@virasto.example",
        agency__name_fi="Museovirasto",
    )
    ReportFactory(submitted=True, title="Muu")

    assert rows(handler.get(reverse(QUEUE), {"q": text})) == ["Varjojohtoryhmä"]


def test_organiser_sees_published_reports_only_and_cannot_search_by_author(organiser):
    ReportFactory(submitted=True, title="Odottaa")
    ReportFactory(published=True, title="Julkaistu", author_email="aino@virasto.example")

    assert rows(organiser.get(reverse(QUEUE))) == ["Julkaistu"]
    assert rows(organiser.get(reverse(QUEUE), {"state": "submitted"})) == ["Julkaistu"]
    assert rows(organiser.get(reverse(QUEUE), {"q": "aino@virasto"})) == []


@pytest.mark.parametrize(
    "lookup", ["author_email__startswith", "author_name", "key", "history__note__contains"]
)
def test_hidden_fields_cannot_be_spelled_out_through_the_address(organiser, lookup):
    assert organiser.get(reverse(QUEUE), {lookup: "a"}).status_code == 400


def test_page_of_the_queue_takes_the_same_queries_for_one_and_for_ten(handler, queries):
    ReportFactory(submitted=True)
    one = queries(handler, reverse(QUEUE))
    ReportFactory.create_batch(9, submitted=True)
    assert queries(handler, reverse(QUEUE)) == one <= 12


def test_first_page_shows_the_desk_in_the_same_queries_for_one_and_for_ten(administrator, queries):
    ReportFactory(submitted=True)
    AwardRoundFactory()
    one = queries(administrator, reverse("admin:index"))
    ReportFactory.create_batch(9, submitted=True)
    AwardRoundFactory.create_batch(3)
    assert queries(administrator, reverse("admin:index")) == one <= 12


def test_first_page_names_the_report_that_has_waited_longest(handler):
    ReportFactory(submitted=True, title="Uudempi")
    ReportFactory(
        submitted=True, title="Vanhin", submitted_at=timezone.now() - dt.timedelta(days=3)
    )
    ReportFactory(published=True)

    response = handler.get(reverse("admin:index"))

    desk = response.context["desk"]
    assert desk.oldest.title == "Vanhin"
    assert {pile.state: pile.count for pile in desk.piles if pile.count} == {
        State.SUBMITTED: 2,
        State.PUBLISHED: 1,
    }
    assert f"{reverse(QUEUE)}?state=submitted" in response.content.decode()


def test_first_page_gives_each_role_its_own(juror, organiser):
    ReportFactory(submitted=True, title="Odottaa")
    award_round = AwardRoundFactory()
    AwardRoundFactory(winners_out=True)

    assert organiser.get(reverse("admin:index")).context["desk"].rounds == [award_round]
    assert not organiser.get(reverse("admin:index")).context["desk"].piles
    page = juror.get(reverse("admin:index"))
    assert not page.context["desk"].piles
    assert not page.context["desk"].rounds
    assert "Odottaa" not in page.content.decode()
