"""A published report changed by its author."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from experiments.actions.report import decide, save_answers
from experiments.enums import Move
from experiments.models import Report
from tests.answers import experiment_pages, fill_in
from tests.factories import AgencyFactory, PictureFactory, UserFactory
from tests.uploads import picture, upload

pytestmark = pytest.mark.django_db
START = "/en/report/experiment/"
CONFLICT = "Someone else edited this at the same time. Check the changes before saving."


@pytest.fixture
def pages():
    return experiment_pages(AgencyFactory())


@pytest.fixture
def check(client, pages):
    """The address of the check page of a complete draft."""
    return fill_in(client, START, pages)


@pytest.fixture
def published(client, check):
    """The same of a published report."""
    client.post(check)
    _publish()
    return check


def _publish() -> None:
    by = UserFactory(handler=True)
    decide(report=Report.objects.get(), move=Move.PUBLISH, by=by, at=timezone.now())


def _step(check: str, number: int) -> str:
    return check.replace("check", f"step-{number}")


def _opened(client: Client, address: str) -> dict[str, str]:
    """Open a page, and return what it sends back besides the answers."""
    page = client.get(address).content.decode()
    return {"stamp": re.search(r'name="stamp" value="(\w+)"', page)[1]}


def _status(client: Client, address: str) -> int:
    response = client.get(address)
    if response.streaming:
        b"".join(response)  # which closes the file
    return response.status_code


def test_author_changes_a_published_report_and_readers_see_it_at_once(client, published, pages):
    shown = client.get(published).content.decode()
    first = _step(published, 1)
    saved = client.post(first, pages[0] | {"title": "Uusi nimi"} | _opened(client, first))

    assert "Published: changes show at once." in shown
    assert "Submit experiment report" not in shown
    assert "Done" in shown
    assert saved.headers["Location"] == published
    report = Report.objects.get()
    assert report.state == "published"
    assert "Uusi nimi" in Client().get(report.get_absolute_url(), follow=True).content.decode()
    assert list(report.versions.values_list("number", "role")) == [(1, "author"), (2, "author")]


def test_done_sends_nothing_and_leads_to_the_published_report(client, published):
    done = client.post(published)

    report = Report.objects.get()
    assert done.headers["Location"] == report.get_absolute_url()
    assert list(report.history.values_list("move", flat=True)) == ["submit", "publish"]
    assert report.versions.count() == 1


def test_page_that_would_leave_a_published_report_incomplete_is_refused(client, published, pages):
    address = _step(published, 2)

    refused = client.post(address, pages[1] | {"change": ""} | _opened(client, address))

    assert refused.status_code == 200
    assert refused.context["form"].errors == {"change": ["Tell what you did differently"]}
    assert Report.objects.get().change == "Lähdimme ulos."
    assert Report.objects.get().versions.count() == 1


def test_published_experiment_ends_on_the_page_that_then_asks_for_what_is_due(client, pages):
    pages[0]["stage"] = "running"
    del pages[2]["lessons"], pages[2]["outcome"]
    check = fill_in(client, START, pages)
    client.post(check)
    _publish()
    first = _step(check, 1)
    ended = pages[0] | {"stage": "ended"} | _opened(client, first)

    refused = client.post(first, ended)
    told = {"lessons": "Kengät.", "outcome": "changed", "stamp": refused.context["stamp"]}
    accepted = client.post(first, ended | told)

    assert refused.context["form"].errors == {
        "lessons": ["Tell what you learned"],
        "outcome": ["Select what came of the experiment"],
    }
    assert accepted.status_code == 302
    report = Report.objects.get()
    assert (report.stage, report.lessons, report.outcome) == ("ended", "Kengät.", "changed")
    assert client.get(check).content.decode().count("Kengät.") == 1


def test_drafts_first_page_does_not_ask_for_what_a_later_page_asks(client, check):
    assert "lessons" not in client.get(_step(check, 1)).context["form"].fields


@pytest.mark.parametrize("data", [{}, {"do": "add"}])
def test_picture_is_shown_to_readers_only_once_it_is_described(client, published, data):
    address, report = _step(published, 4), Report.objects.get()

    data |= {"picture": upload(picture()), "link": "www.example.fi/kavely"}
    client.post(address, data | _opened(client, address))

    stored = report.pictures.get()
    story = report.get_absolute_url()
    assert stored.url not in Client().get(story).content.decode()
    assert "<picture>" not in Client().get(story).content.decode()
    assert _status(Client(), stored.url) == 404
    assert _status(client, stored.url) == 200
    assert report.versions.count() == 1

    words = {f"text_alternative_{stored.pk}": "Polku.", f"has_rights_{stored.pk}": "on"}
    saved = client.post(address, words | {"link": ""} | _opened(client, address))

    assert saved.headers["Location"] == published
    assert stored.url in Client().get(story).content.decode()
    assert _status(Client(), stored.url) == 200
    latest = report.versions.latest()
    assert (latest.number, sorted(latest.changed)) == (2, ["link", "pictures"])


def test_removing_a_picture_is_a_version_even_if_another_answer_is_refused(client, published):
    address, report = _step(published, 4), Report.objects.get()
    shown = PictureFactory(report=report)
    save_answers(report=report, fields=[], at=timezone.now())
    answers = {"do": f"remove-{shown.pk}", "link": "no address"}

    refused = client.post(address, answers | _opened(client, address))

    assert refused.context["form"].errors
    assert not report.pictures.exists()
    assert [version.changed for version in report.versions.all()][1:] == [["pictures"]] * 2


def test_refused_page_of_a_published_report_is_kept_and_accepted_once_it_is_whole(
    client, published, pages
):
    second = _step(published, 2)
    client.post(second, pages[1] | {"change": "", "problem": "Uusi"} | _opened(client, second))

    assert client.get(second).context["form"]["problem"].value() == "Uusi"
    refused = client.post(published)
    assert refused.status_code == 200
    assert "Tell what you did differently" in refused.content.decode()
    assert Report.objects.get().problem == pages[1]["problem"]

    client.post(second, pages[1] | {"problem": "Uusi"} | _opened(client, second))
    assert Report.objects.get().problem == "Uusi"


def test_autosaved_answers_reach_readers_by_done_and_not_before(client, published, pages):
    first, third = _step(published, 1), _step(published, 3)
    for address, answers in ((first, pages[0] | {"title": "Uusi"}), (third, {"lessons": ""})):
        saved = client.post(f"{address}draft/", answers | _opened(client, address))
        assert "Readers see it once you save" in saved.json()["text"]
    report = Report.objects.get()

    def read() -> str:
        return Client().get(report.get_absolute_url(), follow=True).content.decode()

    assert "Kävelykokous" in read()
    assert report.versions.count() == 1
    refused = client.post(published)  # the lesson lacks, but the first page is valid
    assert refused.status_code == 200
    assert "Uusi" in read()
    assert "Kengät ratkaisevat." in read()
    assert report.versions.latest().changed == ["title"]
    assert [page.page for page in report.unfinished_pages.all()] == ["results"]


def test_autosaved_ending_is_accepted_by_done(client, pages):
    pages[0]["stage"] = "running"
    del pages[2]["lessons"], pages[2]["outcome"]
    check = fill_in(client, START, pages)
    client.post(check)
    _publish()
    first = _step(check, 1)
    ended = pages[0] | {"stage": "ended", "lessons": "Kengät.", "outcome": "changed"}
    client.post(f"{first}draft/", ended | _opened(client, first))

    done = client.post(check)

    report = Report.objects.get()
    assert done.headers["Location"] == report.get_absolute_url()
    assert (report.stage, report.lessons, report.outcome) == ("ended", "Kengät.", "changed")


def test_page_of_a_published_report_saved_over_another_is_refused_with_both(
    client, published, pages
):
    first = _step(published, 1)
    mine = _opened(client, first)
    client.post(first, pages[0] | {"title": "Toinen"} | _opened(client, first))

    refused = client.post(first, pages[0] | {"title": "Oma"} | mine)

    assert CONFLICT in refused.content.decode()
    assert "Toinen" in refused.content.decode()
    assert Report.objects.get().title == "Toinen"
    again = client.post(first, pages[0] | {"title": "Oma", "stamp": refused.context["stamp"]})
    assert again.headers["Location"] == published
    assert Report.objects.get().title == "Oma"


def test_signed_in_author_is_named_in_the_version(client, published, pages):
    author = UserFactory()
    Report.objects.update(author=author)
    elsewhere = Client()
    elsewhere.force_login(author)
    first = _step(published, 1)

    elsewhere.post(first, pages[0] | {"title": "Uusi"} | _opened(elsewhere, first))

    assert Report.objects.get().versions.latest().actor == author


def test_page_of_a_published_report_has_no_button_for_later(client, published, pages):
    first = _step(published, 1)

    assert 'name="later"' not in client.get(first).content.decode()
    late = client.post(first, pages[0] | {"later": "1"} | _opened(client, first))
    assert late.headers["Location"] == published


def test_mailed_link_opens_the_published_report_in_another_browser(client, published):
    [address] = re.findall(r"http://127.0.0.1:8000(\S+/continue/\S+)", mail.outbox[-1].body)
    elsewhere = Client()

    opened = elsewhere.post(address)

    assert opened.headers["Location"] == published
    assert "Done" in elsewhere.get(published).content.decode()


def test_another_browser_can_neither_see_nor_change_the_published_report(client, published, pages):
    stranger = Client()

    for address in (published, _step(published, 1)):
        assert stranger.get(address).status_code == 404
        assert stranger.post(address, pages[0] | {"title": "Ilkivalta"}).status_code == 404

    assert Report.objects.get().title == "Kävelykokous"


@pytest.mark.parametrize("move", [Move.UNPUBLISH])
def test_report_that_is_no_longer_published_is_closed(client, published, pages, move):
    first = _step(published, 1)
    stamp = _opened(client, first)
    by = UserFactory(handler=True)
    decide(report=Report.objects.get(), move=move, by=by, at=timezone.now(), note="Syy.")

    late = client.post(first, pages[0] | {"title": "Myöhässä"} | stamp)

    assert late.headers["Location"] == published.replace("check", "received")
    assert Report.objects.get().title == "Kävelykokous"
