"""What no browser of a civil servant sends: the answer is a page, a 400 or a 404, never a 500."""

from urllib.parse import quote_from_bytes

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from experiments.models import Report
from tests.answers import experiment_pages
from tests.factories import AgencyFactory

pytestmark = pytest.mark.django_db
START = "/en/report/experiment/"
HOSTILE = [
    "",
    "\x00",
    "a\x00b",
    "\ud800",
    "x" * 20_000,
    "<script>alert(1)</script>",
    "{{ 7|add:7 }}",
    "%s%s%n",
    "31.2.2026",
    "1234,5",
    "−3",
    "1e309",
    "NaN",
    "'; DROP TABLE experiments_report; --",
    "٣",
    "\u202e\u200b",
    "9" * 400,
]


@pytest.fixture
def first_page(client) -> str:
    return client.post(START).headers["Location"]


def encoded(values: dict[str, list[str]]) -> bytes:
    """Encode a form as a hostile client would, lone surrogates included."""

    pairs = [(name, value) for name, many in values.items() for value in many]
    return "&".join(
        f"{name}={quote_from_bytes(value.encode('utf-8', 'surrogatepass'))}"
        for name, value in pairs
    ).encode()


@pytest.mark.parametrize("page", range(5))
@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_value_in_every_field_of_a_page_is_answered(client, first_page, page, value):
    good = experiment_pages(AgencyFactory())
    client.post(first_page, good[0])
    address = first_page.replace("step-1", f"step-{page + 1}")
    names = client.get(address).context["form"].fields

    response = client.post(
        address,
        encoded({name: [value, value] for name in names} | {"unknown": [value]}),
        content_type="application/x-www-form-urlencoded",
    )

    assert response.status_code in {200, 302}
    assert Report.objects.get().title in {"Kävelykokous", value.strip()}


def test_text_that_is_too_long_is_shown_again_with_its_length(client, first_page):
    text = "ä" * 601

    response = client.post(first_page, experiment_pages(AgencyFactory())[0] | {"summary": text})

    assert "may have at most 600 characters. It now has 601." in response.content.decode()
    assert text in response.content.decode()


def test_ten_megabytes_of_text_are_a_plain_400(client, first_page):
    response = client.post(first_page, {"title": "x" * 10_000_000})

    assert response.status_code == 400
    assert "The form may have been too large" in response.content.decode()


def test_too_many_fields_are_a_plain_400(client, first_page):
    body = "&".join(f"f{n}=1" for n in range(2000))

    response = client.post(first_page, body, content_type="application/x-www-form-urlencoded")

    assert response.status_code == 400


@pytest.mark.parametrize("charset", ["utf-16", "latin-1", "no-such-charset", '"utf-16"'])
@pytest.mark.parametrize("address", [START, "/en/admin/login/", "/en/experiments/"])
def test_body_in_another_encoding_is_a_plain_400(address, charset):
    client = Client(enforce_csrf_checks=True)

    response = client.generic(
        "POST", address, b"a=b", f"application/x-www-form-urlencoded; charset={charset}"
    )

    assert response.status_code == 400


@pytest.mark.parametrize(
    "body", [b"", b"--x\r\n", b"--x\r\nContent-Disposition: form-data\r\n\r\n", b"\xff\xfe" * 50]
)
def test_broken_multipart_is_answered(client, first_page, body):
    response = client.post(first_page, body, content_type="multipart/form-data; boundary=x")

    assert response.status_code in {200, 400}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("photo.png", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\nshowpage\n"),
        ("photo.jpg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"),
        ("../../etc/passwd", b"GIF89a"),
        ("empty.png", b""),
    ],
)
def test_file_that_is_no_picture_gets_a_clear_error(client, first_page, name, content):
    client.post(first_page, experiment_pages(AgencyFactory())[0])
    address = first_page.replace("step-1", "step-4")

    response = client.post(address, {"picture": SimpleUploadedFile(name, content)})

    assert response.status_code == 200
    assert "picture" in response.context["form"].errors
    assert not Report.objects.get().pictures.exists()


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
@pytest.mark.parametrize("address", ["/en/", "/en/experiments/", START, "/en/award/"])
def test_other_methods_are_refused(client, address, method):
    assert getattr(client, method)(address).status_code == 405


def test_form_without_its_token_says_what_to_do_and_stores_nothing():
    client = Client(enforce_csrf_checks=True)

    response = client.post(START)

    assert response.status_code == 403
    assert "The page was open for too long" in response.content.decode()
    assert not Report.objects.exists()


def test_foreign_host_name_is_a_plain_400(client):
    assert client.get("/en/", headers={"host": "evil.example"}).status_code == 400
