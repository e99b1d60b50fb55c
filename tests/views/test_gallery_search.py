import pytest

from experiments.actions.search import index_report
from experiments.models import Posting, Report
from tests.factories import AgencyFactory, PictureFactory, ReportFactory

pytestmark = pytest.mark.django_db
GALLERY = "/en/experiments/"


def publish(title: str, **fields) -> Report:
    """Store a published report about nothing but its title, and index it."""
    about_nothing = {"summary": "Xyz.", "problem": "Xyz.", "change": "Xyz.", "themes": []}
    report = ReportFactory(published=True, **about_nothing | {"title": title} | fields)
    index_report(report)
    return report


def found(client, query: str, **parameters: str) -> list[str]:
    page = client.get(GALLERY, {"q": query, **parameters}).context["page"]
    return [report.title for report in page]


def page_of(client, query: str) -> str:
    return client.get(GALLERY, {"q": query}).content.decode()


@pytest.mark.parametrize(
    "query", ["koira", "KOIRAT", "toimistokoirassa", "toimisto", "toimi\u00adstokoira", "koira ja"]
)
def test_inflected_words_and_parts_of_compounds_are_found(client, query):
    publish("Toimistokoira tiistaisin")
    publish("Toimiva kokous, koitos")

    assert found(client, query) == ["Toimistokoira tiistaisin"]


def test_whole_word_ranks_above_part_and_title_above_text(client):
    publish("Toimistokoira")
    publish("Muuta", change="Xyz. Koira tuli.")
    publish("Koira")

    assert found(client, "koirat") == ["Koira", "Toimistokoira", "Muuta"]


def test_rare_word_counts_more_than_a_common_one(client):
    for _ in range(5):
        publish("Kokous", change="Xyz.")
    publish("Kokous", change="Koira. " * 2, summary="Muu.")

    best = client.get(GALLERY, {"q": "kokous"}).context["page"][0]

    assert len(found(client, "kokous")) == 6
    assert found(client, "kokous koira") == ["Kokous"]
    assert best.title == "Kokous"


def test_phrase_is_found_only_as_it_stands(client):
    publish("Kello soi", change="Jako alkoi kello 15.")
    publish("Toinen", change="Kello soi 15 kertaa.")

    assert found(client, '"kello 15"') == ["Kello soi"]
    assert found(client, "”kello 15”") == ["Kello soi"]
    assert sorted(found(client, "kello 15")) == ["Kello soi", "Toinen"]
    assert found(client, '"soi jako"') == []  # a phrase does not reach into the next text


def test_swedish_and_english_words_are_found_whatever_the_page_speaks(client):
    publish("Fältkontoret: två kundmöten", language="sv")
    publish("One glossary for all meetings", language="en")

    assert found(client, "möte") == ["Fältkontoret: två kundmöten"]
    assert found(client, "kontor") == ["Fältkontoret: två kundmöten"]
    assert found(client, "glossaries meeting") == ["One glossary for all meetings"]


def test_names_are_found_in_every_language(client):
    agency = AgencyFactory(
        name_fi="Verohallinto",
        name_sv="Skatteförvaltningen",
        name_en="Tax Administration",
        abbreviation="VERO",
    )
    publish("Jotakin", agency=agency, themes=["leadership"])
    publish("Muuta", agency=None, other_agency="Kuvitteellinen keskus")

    for query in (
        "verohallinnon",
        "skatteförvaltningen",
        "tax administration",
        "vero",
        "johtaminen",
        "ledarskap",
        "leadership",
    ):
        assert found(client, query) == ["Jotakin"], query
    assert found(client, "keskukset") == ["Muuta"]


def test_reference_number_finds_its_report(client):
    report = publish("Jotakin")
    publish("Muuta")

    assert found(client, report.reference) == ["Jotakin"]


def test_typing_error_is_forgiven_with_a_question(client):
    publish("Toimistokoira joka päivä")

    page = page_of(client, "toimistokiora joka päivä")

    assert "Toimistokoira" in page
    assert "Did you mean:" in page
    assert '<a href="?q=toimistokoira+joka+p%C3%A4iv%C3%A4">toimistokoira joka päivä</a>' in page
    assert "Did you mean" not in page_of(client, "toimistokoira joka päivä")


def test_typing_error_is_left_alone_when_the_word_is_found_or_known(client):
    publish("Kissa ja kiska")

    assert found(client, "kisko") == []  # a word of its own, not a typing error
    assert "Did you mean" not in page_of(client, "kissa")


def test_beginning_of_a_word_is_found_last_of_all(client):
    publish("Selkosuomea kokeiltiin")

    assert found(client, "selkosuo") == ["Selkosuomea kokeiltiin"]
    assert found(client, "selk") == ["Selkosuomea kokeiltiin"]
    assert found(client, "sel") == []


def test_word_of_its_own_is_not_taken_for_a_beginning(client):
    publish("Palaveri")

    assert found(client, "pala") == []


def test_no_suggestion_comes_from_what_is_not_published(client):
    ReportFactory(submitted=True, title="Toimistokoira")

    page = page_of(client, "toimistokiora")

    assert "Did you mean" not in page
    assert not Posting.objects.exists()


@pytest.mark.parametrize(
    ("order", "titles"),
    [
        ("", ["Koira", "Pieni", "Suuri"]),
        ("best", ["Koira", "Pieni", "Suuri"]),
        ("newest", ["Suuri", "Pieni", "Koira"]),
        ("hours", ["Suuri", "Pieni", "Koira"]),
        ("nonsense", ["Koira", "Pieni", "Suuri"]),
    ],
)
def test_order_is_chosen_in_the_address(client, order, titles):
    publish("Koira")
    publish("Pieni", change="Koira. Koira.", hours_saved=1, hours_basis="measured")
    publish("Suuri", change="Koira.", hours_saved=9, hours_basis="measured")

    assert found(client, "koira", sort=order) == titles


def test_orders_offered_depend_on_the_search(client):
    publish("Koira")

    offered = [
        [(one.value, one.is_chosen) for one in client.get(GALLERY, query).context["orders"]]
        for query in ({}, {"q": "koira"}, {"sort": "best"})
    ]

    plain = [("newest", True), ("hours", False)]
    assert offered == [plain, [("best", True), ("newest", False), ("hours", False)], plain]


def test_order_stays_when_a_filter_is_taken_away(client):
    publish("Koira")

    chips = client.get(GALLERY, {"q": "koira", "sort": "hours"}).context["chips"]

    assert [chip.query for chip in chips] == ["sort=hours"]


def test_matches_are_marked_and_the_rest_is_escaped(client):
    publish(
        "<b>Koiran</b> & kissan päivä",
        summary="<i>Toimistokoira</i> tuli.",
        change="Xyz. <script>alert(1)</script> söi koirankeksin. Loppu.",
    )

    page = page_of(client, "koira")
    elsewhere = page_of(client, "keksi")

    assert "&lt;b&gt;<mark>Koiran</mark>&lt;/b&gt; &amp; kissan" in page
    assert "&lt;i&gt;<mark>Toimistokoira</mark>&lt;/i&gt;" in page
    assert 'class="place"' not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; söi <mark>koirankeksin</mark>." in elsewhere
    assert "<script>alert" not in page + elsewhere


@pytest.mark.parametrize(
    "query",
    [
        " ".join(f"sana{n}" for n in range(1000)),
        "\x00",
        "koira\x00",
        "' OR 1=1 --",
        ".*(a+)+$",
        "%_%",
        '"' * 50,
        '"koira',
        "\ud800",
        "ÅÄÖ" * 60,
        "-" * 150,
        "a-" * 90,
        "fi:koira w:koira",
        "koira " * 33,
        "\U0010ffff" * 20,
    ],
)
def test_hostile_searches_are_answered(client, query):
    publish("Koira")

    typed = query.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    response = client.get(GALLERY, {"q": typed})

    assert response.status_code == 200


def test_long_search_looks_for_its_first_words(client):
    words = "yksi kaksi kolme neljä viisi kuusi kahdeksan yhdeksän yksitoista sata tuhat nolla"
    publish(words)

    assert found(client, f"{words} miljoona") == [words]
    assert found(client, f"miljoona {words}") == []


@pytest.mark.parametrize(("query", "queries"), [("koira", 11), ('"koira tuli"', 12), ("kiora", 14)])
@pytest.mark.parametrize("number", [1, 30])
def test_query_count_of_a_search_does_not_grow(
    client, django_assert_num_queries, number, query, queries
):
    for n in range(number):
        PictureFactory(
            report=publish(
                f"Koira tuli {n}", hours_saved=n, hours_basis="measured", themes=["practices"]
            )
        )

    with django_assert_num_queries(queries):
        response = client.get(GALLERY, {"q": query})

    assert response.context["page"].paginator.count == number
