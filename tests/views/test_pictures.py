import pytest

from experiments.actions.pictures import Words, add_picture
from experiments.actions.renditions import rewrite
from experiments.actions.report import decide
from experiments.enums import Move
from tests.factories import PictureFactory, ReportFactory, UserFactory
from tests.uploads import picture, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
RENDITIONS = rewrite(upload(picture(size=(1000, 500))))


@pytest.fixture
def draft():
    report = ReportFactory()
    for _time in range(3):
        add_picture(report=report, renditions=RENDITIONS, words=Words("Polku.", has_rights=True))
    return report


@pytest.fixture
def published(draft):
    type(draft).objects.filter(pk=draft.pk).update(
        state="published",
        reference="TYO-2026-9",
        submitted_at=draft.created_at,
        published_at=draft.created_at,
    )
    draft.refresh_from_db()
    return draft


def fetch(client, address, **headers):
    """Get a file and read it to its end, as a server does."""
    response = client.get(address, headers=headers)
    response.getvalue()
    return response


def addresses(shown) -> list[str]:
    return [shown.url, *(f"/en/pictures/{shown.pk}-{name}" for name in shown.renditions)]


def test_every_file_of_a_published_picture_is_for_all_and_for_caches(client, published):
    shown = published.picture

    responses = [fetch(client, address) for address in addresses(shown)]

    assert [response.status_code for response in responses] == [200] * 4
    assert [response.headers["Content-Type"] for response in responses] == [
        "image/webp", "image/webp", "image/webp", "image/jpeg",
    ]  # fmt: skip
    for response in responses:
        assert response.headers["Cache-Control"] == "public, max-age=3600"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert not response.cookies
        assert "Cookie" not in response.headers.get("Vary", "")


def test_unchanged_picture_is_not_sent_again(client, published):
    first = fetch(client, published.picture.url)

    again = fetch(client, published.picture.url, if_none_match=first.headers["ETag"])

    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["Cache-Control"] == "public, max-age=3600"


@pytest.mark.parametrize(
    "rendition", ["1000.webp", "479.webp", "960.png", "480.webp/x", "..", "%00"]
)
def test_file_that_was_not_made_is_missing(client, published, rendition):
    number = published.picture.pk

    assert client.get(f"/en/pictures/{number}-{rendition}").status_code == 404


def test_files_of_a_draft_are_for_nobody_else(client, draft):
    handler = UserFactory(handler=True)
    paths = addresses(draft.picture)

    assert {fetch(client, path).status_code for path in paths} == {404}
    client.force_login(handler)
    assert {fetch(client, path).status_code for path in paths} == {404}


def test_files_of_a_report_that_waits_are_for_handlers_and_no_shared_cache(client):
    waiting = PictureFactory(report=ReportFactory(submitted=True))
    client.force_login(UserFactory(handler=True))

    response = fetch(client, waiting.url)

    assert response.headers["Cache-Control"] == "private, max-age=86400"


def test_unpublished_picture_is_gone_even_for_who_has_it(client, published):
    etag = fetch(client, published.picture.url).headers["ETag"]
    handler = UserFactory(handler=True)
    decide(report=published, move=Move.UNPUBLISH, by=handler, at=published.created_at, note="Syy.")

    response = fetch(client, published.picture.url, if_none_match=etag)

    assert response.status_code == 404


def test_report_page_offers_each_screen_its_size(client, published):
    first, second, _third = published.pictures.all()

    page = client.get(published.get_absolute_url(), follow=True).content.decode()

    a, b = first.pk, second.pk
    assert (
        f'srcset="/en/pictures/{a}-480.webp 480w, /en/pictures/{a}-960.webp 960w, '
        f'/en/pictures/{a}.webp 1000w"'
    ) in page
    assert (
        f'<img src="/en/pictures/{a}-960.jpg" width="1000" height="500" alt="Polku." lang="fi">'
    ) in page
    assert (
        f'<img src="/en/pictures/{b}-960.jpg" width="1000" height="500" alt="Polku." lang="fi" '
        'loading="lazy">'
    ) in page


def test_card_uses_small_files_only(client, published):
    page = client.get("/en/experiments/").content.decode()

    number = published.picture.pk
    assert f'<img src="/en/pictures/{number}-480.webp"' in page
    assert f"/en/pictures/{number}.webp" not in page


def test_picture_without_copies_is_shown_whole(client):
    old = PictureFactory(report=ReportFactory(published=True))

    page = client.get(old.report.get_absolute_url(), follow=True).content.decode()

    assert f'srcset="{old.url} 8w"' in page
    assert f'<img src="{old.url}"' in page
