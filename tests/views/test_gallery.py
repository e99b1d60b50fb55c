import pytest
from django.utils import translation

from experiments.actions.search import reindex
from experiments.enums import Stage, State, Theme
from experiments.models import Report
from experiments.models.picture import MOST_PICTURES
from tests.factories import (
    AgencyFactory,
    NominationFactory,
    PictureFactory,
    ReportFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
GALLERY = "/en/experiments/"
HIDDEN = [state for state in State if state != State.PUBLISHED]


def index_all() -> None:
    reindex(tell=lambda _done, _of_all: None)


def titles(response) -> list[str]:
    return [report.title for report in response.context["page"]]


def counts(response, name: str) -> dict[str, int]:
    facet = next(facet for facet in response.context["facets"] if facet.name == name)
    return {choice.value: choice.count for choice in facet.choices if choice.count}


def picture_status(client, picture) -> int:
    response = client.get(f"/en/pictures/{picture.pk}.webp")
    assert not response.streaming or b"".join(response.streaming_content).startswith(b"RIFF")
    return response.status_code


def test_gallery_without_reports_says_so_and_shows_a_way_on(client):
    page = client.get(GALLERY).content.decode()

    assert "Nothing has been published yet" in page
    assert "/en/report/" in page


@pytest.mark.parametrize("state", HIDDEN)
def test_only_published_reports_appear(client, state):
    trait = {} if state == State.DRAFT else {state.value: True}
    hidden = ReportFactory(title="Salattu otsikko", **trait)

    index_all()
    gallery = client.get(GALLERY, {"q": "Salattu"})
    page = client.get(f"/en/experiments/{hidden.pk}-salattu-otsikko/")

    assert titles(gallery) == []
    assert "Salattu otsikko" not in gallery.content.decode().replace("”Salattu", "")
    assert page.status_code == 404


def test_newest_published_come_first(client):
    first, second = ReportFactory(published=True), ReportFactory(published=True)

    assert titles(client.get(GALLERY)) == [second.title, first.title]


@pytest.mark.parametrize(
    "query",
    [
        "kävely",
        "KÄVELY",
        "kävelykokous ulkona",
        "Metsähallitus",
        "metsä kokous",
        "kävelykokouksessa",
        "ka\u0308vely",
    ],
)
def test_search_finds_every_word_anywhere_in_any_case(client, query):
    agency = AgencyFactory(name_fi="Metsähallitus")
    ReportFactory(published=True, title="Kävelykokous", change="Ulkona.", agency=agency)
    ReportFactory(published=True, title="Etäpalaveri", change="Sisällä.")
    index_all()

    assert titles(client.get(GALLERY, {"q": query})) == ["Kävelykokous"]


@pytest.mark.parametrize("query", ["100 %", "a_b", "\\", "'", '"', "%%", "_"])
def test_search_takes_signs_literally(client, query):
    ReportFactory(published=True, title="Ihan tavallinen")
    index_all()

    assert titles(client.get(GALLERY, {"q": query})) == []


def test_filters_combine_and_their_counts_ignore_their_own_choice(client):
    agency = AgencyFactory()
    wanted = ReportFactory(
        published=True, agency=agency, themes=[Theme.PRACTICES, Theme.COMPETENCE]
    )
    ReportFactory(published=True, ended=True, themes=[Theme.TECHNOLOGY])
    ReportFactory(published=True, revelation=True, themes=[Theme.PRACTICES])

    response = client.get(
        GALLERY, {"kind": "experiment", "theme": ["practices", "competence"], "agency": agency.slug}
    )

    assert titles(response) == [wanted.title]
    assert counts(response, "kind") == {"experiment": 1}
    assert counts(client.get(GALLERY, {"kind": "experiment"}), "kind") == {
        "experiment": 2,
        "revelation": 1,
    }
    assert counts(client.get(GALLERY, {"kind": "experiment"}), "theme") == {
        "practices": 1,
        "competence": 1,
        "technology": 1,
    }


def test_chip_leads_to_the_list_without_it(client):
    ReportFactory(published=True, stage=Stage.RUNNING)

    chips = client.get(GALLERY, {"q": "kokeilu", "stage": ["running", "ended"]}).context["chips"]

    assert [(chip.label, chip.query) for chip in chips] == [
        ("”kokeilu”", "stage=running&stage=ended"),
        ("In progress", "q=kokeilu&stage=ended"),
        ("Completed", "q=kokeilu&stage=running"),
    ]


@pytest.mark.parametrize(
    "query",
    [
        {"kind": "nonsense"},
        {"theme": ["practices'--"]},
        {"agency": "no-such-agency"},
        {"agency": "\x00"},
        {"page": "abc"},
        {"page": "99999999999999999999"},
        {"page": "-1"},
        {"unknown": "1"},
        {"q": "\x00"},
        {"q": "x" * 5000},
        {"q": " ".join(["sana"] * 90)},
    ],
)
def test_nonsense_in_the_address_filters_nothing_or_finds_nothing(client, query):
    ReportFactory(published=True)

    assert client.get(GALLERY, query).status_code == 200


def test_pages_keep_the_filters(client):
    ReportFactory.create_batch(30, published=True)

    second = client.get(GALLERY, {"stage": "running", "page": "2"})

    assert len(titles(second)) == 6
    assert "?stage=running&amp;page=1" in second.content.decode()
    assert "page 2 of 2" in second.content.decode()


@pytest.mark.usefixtures("in_english")
def test_report_page_tells_the_story(client):
    report = ReportFactory(
        published=True,
        ended=True,
        language="sv",
        hours_saved="12.5",
        hours_basis="measured",
        looking_for="Kumppania",
    )
    report.partners.add(AgencyFactory(name_en="Partner Agency"))

    page = client.get(report.get_absolute_url()).content.decode()

    for text in (
        report.title,
        report.summary,
        report.problem,
        report.change,
        report.lessons,
        "12.5&nbsp;h",
        "Measured",
        "Partner Agency",
        "Stopped, and we learned",
        "The report is written in Swedish.",
        report.reference,
    ):
        assert text in page


def test_report_page_names_the_author_only_with_consent(client, settings):
    silent = ReportFactory(published=True)
    page = client.get(silent.get_absolute_url()).content.decode()

    assert silent.author_name not in page
    assert silent.author_email not in page

    Report.objects.update(name_consent_at=silent.submitted_at)
    page = client.get(silent.get_absolute_url()).content.decode()

    assert silent.author_name in page
    assert silent.author_email not in page


def test_wrong_words_in_the_address_lead_to_the_right_one(client):
    report = ReportFactory(published=True, title="Hyvää työtä")

    with translation.override("en"):
        right = report.get_absolute_url()

    assert right == f"/en/experiments/{report.pk}-hyvaa-tyota/"
    for wrong in (f"/en/experiments/{report.pk}/", f"/en/experiments/{report.pk}-muuta/"):
        response = client.get(wrong)
        assert (response.status_code, response.headers["Location"]) == (301, right)


@pytest.mark.parametrize("number", ["0", "999999", "9" * 30, "9" * 5000])
def test_report_that_does_not_exist_is_a_404(client, number):
    assert client.get(f"/en/experiments/{number}-x/").status_code == 404


def test_picture_of_an_unpublished_report_is_for_handlers_only(client):
    hidden = PictureFactory(report=ReportFactory(submitted=True))
    public = PictureFactory(report=ReportFactory(published=True))
    handler = UserFactory(handler=True)

    assert picture_status(client, public) == 200
    assert picture_status(client, hidden) == 404
    client.force_login(handler)
    assert picture_status(client, hidden) == 200


@pytest.mark.parametrize("number", [1, 30])
def test_gallery_query_count_does_not_grow(client, django_assert_num_queries, number):
    for report in ReportFactory.create_batch(number, published=True):
        PictureFactory(report=report)

    with django_assert_num_queries(9):  # count, page, themes, pictures, 4 facets, agencies
        client.get(GALLERY)


@pytest.mark.parametrize("number", [1, 10])
def test_report_page_query_count_does_not_grow(client, django_assert_num_queries, number):
    report = ReportFactory(published=True)
    report.partners.set(AgencyFactory.create_batch(number))
    for position in range(min(number, MOST_PICTURES)):
        PictureFactory(report=report, position=position)
    for _time in range(number):
        NominationFactory(report=report, category__award_round__winners_out=True)

    with django_assert_num_queries(7):  # report, its themes, pictures, partners; nominations' three
        client.get(report.get_absolute_url(), follow=True)
