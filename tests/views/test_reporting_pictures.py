import pytest

from experiments.models import Picture, Report
from tests.answers import experiment_pages, fill_in
from tests.factories import AgencyFactory, PictureFactory
from tests.uploads import heic, picture, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
START = "/en/report/experiment/"
MOST = "A report can have at most 5 pictures. Remove one to add another."


@pytest.fixture
def address(client):
    """The page for pictures of a draft that this browser has begun."""
    first = client.post(START).headers["Location"]
    client.post(first, experiment_pages(AgencyFactory())[0])
    return first.replace("step-1", "step-4")


def errors(response) -> list[str]:
    return [error for field in response.context["form"] for error in field.errors]


def stored(count: int) -> list[Picture]:
    report = Report.objects.get()
    return [PictureFactory(report=report, position=place) for place in range(count)]


def order() -> list[int]:
    return list(Report.objects.get().pictures.values_list("pk", flat=True))


def words(of: Picture, text: str = "Polku.", **others: str) -> dict[str, str]:
    answers = {f"text_alternative_{of.pk}": text, f"has_rights_{of.pk}": "on"}
    return answers | {f"{name}_{of.pk}": value for name, value in others.items()}


def text_of(picture: Picture) -> str:
    return Picture.objects.get(pk=picture.pk).text_alternative


def test_added_pictures_are_stored_and_the_page_comes_back(client, address):
    files = [upload(picture()), upload(picture("JPEG"), "toinen.jpg")]

    added = client.post(address, {"picture": files, "do": "add", "link": "www.example.fi"})
    page = client.get(address).content.decode()

    first, second = order()
    assert added.headers["Location"] == f"{address}#picture-{second}"
    assert f'id="picture-{first}"' in page
    assert f'src="/en/pictures/{first}.webp"' in page
    assert "At most 5 pictures; you can still add 3." in page
    assert Report.objects.get().link == "https://www.example.fi"
    assert Picture.objects.filter(has_rights=True).count() == 0


def test_page_says_where_it_came_from_after_a_change_from_the_check_page(client, address):
    added = client.post(f"{address}?check", {"picture": upload(picture()), "do": "add"})

    assert added.headers["Location"].startswith(f"{address}?check#picture-")


def test_add_without_a_file_asks_for_one(client, address):
    assert errors(client.post(address, {"do": "add"})) == ["Choose a picture first"]


def test_good_pictures_are_kept_beside_bad_ones(client, address):
    files = [upload(b"", "tyhja.png"), upload(picture()), upload(heic(), "kuva.heic")]

    response = client.post(address, {"picture": files, "do": "add"})

    empty, phone = errors(response)
    assert empty == "tyhja.png: The file is empty. Choose another one."
    assert phone.startswith("kuva.heic: The picture is in the HEIC format of phones. ")
    assert len(order()) == 1
    assert f'id="picture-{order()[0]}"' in response.content.decode()


def test_pictures_beyond_the_fifth_are_named_and_left_out(client, address):
    stored(3)
    files = [upload(picture(), f"{n}.png") for n in range(4)]

    response = client.post(address, {"picture": files, "do": "add"})

    assert errors(response) == [f"2.png: {MOST}", f"3.png: {MOST}"]
    assert len(order()) == 5


def test_full_page_offers_no_more_and_takes_no_more(client, address):
    stored(5)

    page = client.get(address).content.decode()
    response = client.post(address, {"picture": upload(picture()), "do": "add"})

    assert 'type="file"' not in page
    assert "The report has 5 pictures, which is the most there can be." in page
    assert errors(response) == [f"kuva.png: {MOST}"]
    assert len(order()) == 5


def test_moving_saves_what_was_typed_first(client, address):
    first, second = stored(2)

    answers = words(second, "Metsä.") | words(first, "")
    moved = client.post(address, {**answers, "do": f"up-{second.pk}"})

    assert moved.headers["Location"] == f"{address}#picture-{second.pk}"
    assert order() == [second.pk, first.pk]
    assert (text_of(second), text_of(first)) == ("Metsä.", "")


def test_move_down_and_keep(client, address):
    first, second = stored(2)

    client.post(address, words(first) | words(second) | {"do": f"down-{first.pk}"})
    kept = client.post(address, words(first, "Uusi.") | {"do": f"stay-{first.pk}"})

    assert order() == [second.pk, first.pk]
    assert kept.headers["Location"] == f"{address}#picture-{first.pk}"
    assert text_of(first) == "Uusi."


def test_removing_asks_first_and_keeps_what_was_typed(client, address):
    first, second = stored(2)

    asked = client.post(address, words(first, "Kesken") | {"do": f"ask-{second.pk}"})
    page = asked.content.decode()
    removed = client.post(
        address, words(first, "Kesken") | words(second) | {"do": f"remove-{second.pk}"}
    )

    assert "Do you want to remove picture 2?" in page
    assert 'value="Kesken"' in page
    assert errors(asked) == []
    assert removed.headers["Location"] == f"{address}#pictures"
    assert order() == [first.pk]
    assert text_of(first) == "Kesken"


def test_removing_is_done_though_other_answers_are_refused(client, address):
    first, second = stored(2)
    too_long = words(first, "x" * 301, is_decorative="on")

    answers = too_long | words(second, "y") | {"link": "ei osoite", "do": f"remove-{first.pk}"}
    response = client.post(address, answers)

    assert errors(response) == ["Enter the address in the format https://www.example.fi"]
    assert order() == [second.pk]
    assert "Text alternative for picture 1" in response.content.decode()
    assert "Text alternative for picture 2" not in response.content.decode()


def test_words_beside_decoration_are_refused_with_the_picture_s_number(client, address):
    first, second = stored(2)

    response = client.post(address, words(first) | words(second, is_decorative="on"))

    assert errors(response) == [
        "Picture 2: either write a text alternative or mark the picture as decorative, not both"
    ]
    assert 'value="Polku."' in response.content.decode()


def test_decoration_needs_no_words(client, address):
    (only,) = stored(1)

    accepted = client.post(address, words(only, "", is_decorative="on"))

    assert accepted.headers["Location"] == address.replace("step-4", "step-5")
    assert Picture.objects.get().is_decorative


def test_new_picture_is_kept_and_asked_about_beside_other_errors(client, address):
    response = client.post(address, {"picture": upload(picture()), "link": "ei osoite"})

    (number,) = order()
    assert errors(response) == [
        "Picture 1: enter a text alternative or mark the picture as decorative",
        "Picture 1: confirm that the picture may be published",
        "Enter the address in the format https://www.example.fi",
    ]
    assert f'href="#id_text_alternative_{number}"' in response.content.decode()
    assert 'value="ei osoite"' in response.content.decode()


@pytest.mark.parametrize(
    "act", ["up-999", "remove-999", "remove-x", "ask-", "up-٣", "jump-1", "up-" + "9" * 400, "\0"]
)
def test_act_that_makes_no_sense_changes_nothing(client, address, act):
    first, second = stored(2)

    response = client.post(address, words(first) | words(second) | {"do": act})

    assert response.status_code == 302
    assert order() == [first.pk, second.pk]


def test_picture_of_another_report_cannot_be_reached(client, address):
    other = PictureFactory(text_alternative="Ennen.")

    client.post(address, words(other) | {"do": f"remove-{other.pk}"})

    assert text_of(other) == "Ennen."


def test_file_s_name_cannot_turn_the_text_around_it(client, address):
    evil = upload(b"x", "../../kuva\u202egpj.exe")

    response = client.post(address, {"picture": evil, "do": "add"})

    assert errors(response) == ["kuvagpj.exe: The file must be a JPG, PNG or WebP"]


def test_check_page_shows_the_pictures_and_what_they_lack(client):
    check = fill_in(client, START, experiment_pages(AgencyFactory()))
    described, bare = stored(2)
    Picture.objects.filter(pk=bare.pk).update(text_alternative="", has_rights=False)

    page = client.get(check).content.decode()
    refused = client.post(check)

    assert described.text_alternative in page
    assert f'src="/en/pictures/{bare.pk}.webp"' in page
    assert f'step-4/?check#id_text_alternative_{bare.pk}">Picture 2: enter a text' in page
    assert refused.status_code == 200
    assert Report.objects.get().reference is None


@pytest.mark.parametrize("count", [1, 5])
def test_page_takes_the_same_queries_whatever_the_number_of_pictures(
    client, address, count, django_assert_num_queries
):
    stored(count)

    with django_assert_num_queries(4):  # session, report, unfinished page, pictures
        client.get(address)
