import uuid

import pytest
from django.core import mail
from django.utils import timezone

from experiments.actions.links import make_author_link
from experiments.actions.report import decide
from experiments.enums import Move, State
from experiments.models import Report, StateChange
from tests.answers import UNKNOWN, experiment_pages, fill_in, revelation_pages
from tests.factories import AgencyFactory, PictureFactory, ReportFactory, UserFactory
from tests.uploads import picture, upload

pytestmark = pytest.mark.django_db
EXPERIMENT = "/en/report/experiment/"
REVELATION = "/en/report/revelation/"


def errors(response) -> list[str]:
    return [error for field in response.context["form"] for error in field.errors]


def test_experiment_goes_from_start_to_receipt(client):
    agency = AgencyFactory()

    check = fill_in(client, EXPERIMENT, experiment_pages(agency))
    sent = client.post(check, follow=True)

    report = Report.objects.get()
    assert report.state == State.SUBMITTED
    assert report.language == "en"
    assert [theme.value for theme in report.themes] == ["practices", "environment"]
    assert (report.people_involved, str(report.hours_saved)) == (1200, "12.5")
    assert report.link == "https://www.example.fi/kavely"
    assert report.name_consent_at is None
    assert report.reference in sent.content.decode()
    assert [message.subject for message in mail.outbox] == [
        f"{report.reference}: experiment report received"
    ]


def test_revelation_goes_from_start_to_receipt_in_three_pages(client):
    check = fill_in(client, REVELATION, revelation_pages())
    client.post(check)

    report = Report.objects.get()
    assert (report.state, report.kind) == (State.SUBMITTED, "revelation")
    assert report.agency is None
    assert report.published_author == ""


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("fi", "kokeiluraporttisi on vastaanotettu"),
        ("sv", "din försöksrapport har tagits emot"),
    ],
)
def test_receipt_mail_is_in_the_language_of_the_form(client, language, subject):
    start = {"fi": "/fi/kerro/kokeilu/", "sv": "/sv/beratta/forsok/"}[language]

    client.post(fill_in(client, start, experiment_pages(AgencyFactory())))

    assert mail.outbox[0].subject.endswith(subject)


def test_pressing_send_twice_makes_one_report_and_one_mail(client):
    check = fill_in(client, EXPERIMENT, experiment_pages(AgencyFactory()))

    first, second = client.post(check), client.post(check)

    assert first.headers["Location"] == second.headers["Location"]
    assert StateChange.objects.count() == 1
    assert len(mail.outbox) == 1


def test_sending_the_first_page_twice_makes_one_draft(client):
    address = client.post(EXPERIMENT).headers["Location"]
    first_page = experiment_pages(AgencyFactory())[0]

    client.post(address, first_page)
    client.post(address, first_page)

    assert Report.objects.count() == 1


def test_starting_without_answering_stores_nothing(client):
    client.get(client.post(EXPERIMENT).headers["Location"])

    assert not Report.objects.exists()


def test_empty_page_names_each_missing_answer_and_the_title_says_error(client):
    address = client.post(EXPERIMENT).headers["Location"]

    response = client.post(address, {})

    assert errors(response) == [
        "Enter the name of the experiment",
        "Tell what you tried",
        "Select the stage of the experiment",
        "Select at least one theme",
    ]
    assert "<title>Error:" in response.content.decode()


def test_refused_page_shows_what_was_typed(client):
    address = client.post(EXPERIMENT).headers["Location"]
    client.post(address, experiment_pages(AgencyFactory())[0])
    second = address.replace("step-1", "step-2")

    response = client.post(second, {"problem": "Miksi?", "started_on": "31.2.2026"})

    page = response.content.decode()
    assert "Miksi?" in page
    assert 'value="31.2.2026"' in page
    assert errors(response) == ["Tell what you did differently", "Enter a real date"]


def test_end_before_start_is_told_at_the_end_date_only(client):
    answers = experiment_pages(AgencyFactory())
    answers[1]["ended_on"] = "31.1.2026"
    address = client.post(EXPERIMENT).headers["Location"]
    address = client.post(address, answers[0]).headers["Location"]

    response = client.post(address, answers[1])

    assert dict(response.context["form"].errors) == {
        "ended_on": ["The end date must not be before the start date"]
    }


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"hours_saved": "5", "hours_basis": "unknown"}, "hours_basis"),
        ({"hours_saved": "", "hours_basis": "measured"}, "hours_saved"),
        ({"nerves_spared": "much", "nerves_basis": "unknown"}, "nerves_basis"),
        ({"euros_saved": "-1", "euros_basis": "measured"}, "euros_saved"),
    ],
)
def test_saving_and_its_basis_go_together(client, answers, field):
    address = client.post(EXPERIMENT).headers["Location"]
    pages = experiment_pages(AgencyFactory())
    for page in pages[:2]:
        address = client.post(address, page).headers["Location"]

    response = client.post(address, UNKNOWN | {"lessons": "L", "outcome": "adopted"} | answers)

    assert list(response.context["form"].errors) == [field]


def test_check_page_lists_what_is_missing_and_sends_nothing(client):
    check = fill_in(client, EXPERIMENT, experiment_pages(AgencyFactory())[:1]).replace(
        "step-2", "check"
    )

    page = client.get(check).content.decode()
    client.post(check)

    assert "Tell what you wanted to solve" in page
    assert Report.objects.get().state == State.DRAFT
    assert not mail.outbox


def test_changing_the_stage_later_asks_for_the_lesson(client):
    pages = experiment_pages(AgencyFactory())
    pages[0]["stage"] = "running"
    del pages[2]["lessons"], pages[2]["outcome"]
    check = fill_in(client, EXPERIMENT, pages)

    first = check.replace("check/", "step-1/?check")
    back = client.post(first, pages[0] | {"stage": "ended"})

    assert back.headers["Location"] == check
    assert "Tell what you learned" in client.get(check).content.decode()


def test_choosing_no_agency_and_writing_none_is_an_error(client):
    pages = experiment_pages(AgencyFactory())
    address = client.post(EXPERIMENT).headers["Location"]
    for page in pages[:4]:
        address = client.post(address, page).headers["Location"]

    response = client.post(address, pages[4] | {"agency": ""})

    assert errors(response) == ["Choose your agency, or write its name in the next field"]


def test_consent_to_publish_the_name_is_remembered_with_its_moment(client):
    agency = AgencyFactory()
    pages = experiment_pages(agency)
    pages[4] |= {"name_consent": "on", "partner_1": str(AgencyFactory().pk)}
    pages[4] |= {"partner_2": str(agency.pk)}

    fill_in(client, EXPERIMENT, pages)

    report = Report.objects.get()
    assert report.name_consent_at is not None
    assert report.published_author == "Tekijä Esimerkki"
    assert agency not in report.partners.all()
    assert report.partners.count() == 1


def test_picture_is_kept_when_its_words_are_missing(client):
    pages = experiment_pages(AgencyFactory())
    address = client.post(EXPERIMENT).headers["Location"]
    for page in pages[:3]:
        address = client.post(address, page).headers["Location"]

    refused = client.post(address, {"picture": upload(picture())})
    kept = Report.objects.get().pictures.get()
    words = {
        f"text_alternative_{kept.pk}": "Ihmisiä metsässä.",
        f"has_rights_{kept.pk}": "on",
    }
    accepted = client.post(address, words)

    assert errors(refused) == [
        "Picture 1: enter a text alternative or mark the picture as decorative",
        "Picture 1: confirm that the picture may be published",
    ]
    assert f"/pictures/{kept.pk}.webp" in refused.content.decode()
    assert accepted.status_code == 302
    assert Report.objects.get().pictures.get().text_alternative == "Ihmisiä metsässä."


def test_another_browser_opens_neither_draft_nor_receipt_nor_picture(client, django_user_model):
    check = fill_in(client, EXPERIMENT, experiment_pages(AgencyFactory()))
    stranger = type(client)()

    addresses = [check, check.replace("check", "step-1"), check.replace("check", "received")]

    assert [stranger.get(address).status_code for address in addresses] == [404, 404, 404]
    assert [stranger.post(address).status_code for address in addresses[:2]] == [404, 404]


def test_sent_report_cannot_be_changed_from_an_old_tab(client):
    check = fill_in(client, EXPERIMENT, experiment_pages(AgencyFactory()))
    client.post(check)

    late = client.post(check.replace("check", "step-1"), {"title": "Toinen"})

    assert late.headers["Location"] == check.replace("check", "received")
    assert Report.objects.get().title == "Kävelykokous"


def test_step_that_does_not_exist_is_a_404(client):
    address = client.post(EXPERIMENT).headers["Location"]

    statuses = [
        client.get(address.replace("step-1", step)).status_code for step in ("step-0", "step-9")
    ]

    assert statuses == [404, 404]


def test_request_for_more_is_answered_through_the_mailed_link(client):
    client.post(fill_in(client, EXPERIMENT, experiment_pages(AgencyFactory())))
    handler = UserFactory(handler=True)
    report = Report.objects.get()
    decide(report=report, move=Move.ASK_MORE, by=handler, at=timezone.now(), note="Montako mukana?")
    link = next(line for line in mail.outbox[-1].body.splitlines() if "/continue/" in line)
    path = link.removeprefix("http://127.0.0.1:8000")
    elsewhere = type(client)()

    looked_at = elsewhere.get(path)
    opened = elsewhere.post(path)
    check = opened.headers["Location"]
    page = elsewhere.get(check).content.decode()
    elsewhere.post(check)

    assert looked_at.status_code == 200
    assert "secret" not in check
    assert "Montako mukana?" in page
    report.refresh_from_db()
    assert report.state == State.SUBMITTED
    assert list(report.history.values_list("move", flat=True)) == ["submit", "ask_more", "answer"]


def test_wrong_and_expired_links_open_nothing_and_say_what_to_do(client):
    report = ReportFactory(more_information=True)
    old = make_author_link(report=report, at=timezone.now() - timezone.timedelta(days=61))

    for secret in (old, "x" * 43, str(uuid.uuid4())):
        response = client.post(f"/en/report/continue/{secret}/")

        assert response.status_code == 404
        assert "The link does not work any more" in response.content.decode()


@pytest.mark.parametrize("partners", [0, 12])
def test_people_page_query_count_does_not_grow(client, django_assert_num_queries, partners):
    AgencyFactory.create_batch(30)
    pages = experiment_pages(AgencyFactory())
    check = fill_in(client, EXPERIMENT, pages)
    Report.objects.get().partners.set(AgencyFactory.create_batch(partners))

    with django_assert_num_queries(5):  # session, report, unfinished page, partners, agencies
        client.get(check.replace("check", "step-5"))


def test_author_learns_that_the_report_was_transferred_and_sees_nothing_of_it(client):
    check = fill_in(client, EXPERIMENT, experiment_pages(AgencyFactory()))
    report = Report.objects.get()
    address = f"/en/pictures/{PictureFactory(report=report).pk}.webp"
    before = client.get(address)
    assert before.getvalue()
    client.post(check)
    link = make_author_link(report=report, at=timezone.now())
    handler = UserFactory(handler=True)
    decide(report=report, move=Move.TRANSFER, by=handler, at=timezone.now(), note="Muualle.")

    pages = [
        client.get(check, follow=True),
        client.get(check.replace("check", "step-1"), follow=True),
        client.get(f"/en/report/continue/{link}/"),
        client.post(f"/en/report/continue/{link}/"),
    ]

    assert client.get(address).status_code == 404
    for page in pages:
        text = page.content.decode()
        assert "Transferred to the whistleblowing officer" in text
        assert not any(hidden in text for hidden in ("Kävelykokous", "Muualle.", "tekija@"))
