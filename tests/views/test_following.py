import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from experiments.actions.anonymity import new_code, send_anonymously
from experiments.actions.report import decide
from experiments.enums import Move
from experiments.models import Report
from experiments.views.throttle import MOST_FAILURES
from tests.factories import ReportFactory, UserFactory

pytestmark = pytest.mark.django_db

FOLLOW = "/en/report/follow/"
WRONG = [
    "7777-7777-7777-7777-7777-7777-7777",
    "x",
    "U" * 28,
    "' OR 1=1 --",
    "ÅÄÖ \u200b",
    "½²٣",
    "----",
]


@pytest.fixture
def code() -> str:
    return new_code()


@pytest.fixture
def report(code) -> Report:

    return send_anonymously(report=ReportFactory(anonymous=True), code=code, at=timezone.now())


def press(report, move, note="") -> Report:

    return decide(
        report=report, move=move, by=UserFactory(handler=True), at=timezone.now(), note=note
    )


@pytest.mark.parametrize(
    "spelt",
    [
        str,
        str.lower,
        lambda code: code.replace("-", ""),
        lambda code: code.replace("-", " "),
        lambda code: code.replace("-", "\u2013"),
        lambda code: f"  {code}\t",
        lambda code: code.replace("0", "O").replace("1", "l"),
        lambda code: code.replace("0", "o").replace("1", "I"),
    ],
)
def test_code_is_read_however_it_is_spelt(client, report, code, spelt):
    page = client.post(FOLLOW, {"code": spelt(code)}).content.decode()

    assert report.reference in page
    assert report.title in page


def test_codes_are_random_and_as_long_as_they_must_be():
    codes = {new_code() for _ in range(200)}

    assert len(codes) == 200
    assert {len(code.replace("-", "")) for code in codes} == {28}
    assert not set("ILOU") & set("".join(codes))


@pytest.mark.parametrize("note", ["Keitä se koskee?"])
@pytest.mark.parametrize("move", [Move.ASK_MORE, Move.DECLINE])
def test_reporter_reads_state_and_note(client, report, code, move, note):
    press(report, move, note)

    page = client.post(FOLLOW, {"code": code}).content.decode()

    assert str(move and Report.objects.get().get_state_display()) in page
    assert note in page
    assert (b'name="open"' in client.post(FOLLOW, {"code": code}).content) == (
        move is Move.ASK_MORE
    )


def test_published_revelation_is_led_to(client, report, code):
    press(report, Move.PUBLISH)

    page = client.post(FOLLOW, {"code": code}).content.decode()

    assert Report.objects.get().get_absolute_url() in page


def test_nothing_is_opened_that_is_not_asked_for(client, report, code):
    answer = client.post(FOLLOW, {"code": code, "open": ""})

    assert answer.status_code == 200
    assert not answer.cookies


def test_transferred_revelation_shows_its_state_and_nothing_else(client, report, code):
    press(report, Move.TRANSFER, "Kuuluu lain soveltamisalaan.")

    page = client.post(FOLLOW, {"code": code, "open": ""}).content.decode()

    assert "Transferred to the whistleblowing officer" in page
    for hidden in (report.title, report.summary, report.proposal, "Kuuluu lain"):
        assert hidden not in page


def _answer(client, code) -> tuple[int, str, list[str]]:
    response = client.post(FOLLOW, {"code": code})
    page = response.content.decode()
    token = response.context["csrf_token"]
    shown = response.context["form"]["code"].value()
    escaped = response.context["form"]["code"].as_widget()
    return response.status_code, page.replace(str(token), "").replace(escaped, ""), [bool(shown)]


def test_all_wrong_codes_are_answered_alike(client, report, code):
    assert len({str(_answer(client, wrong)) for wrong in [WRONG[0], code[:-1] + "!"]}) == 1
    assert len({str(_answer(client, wrong)) for wrong in WRONG}) == 1


@pytest.mark.parametrize("wrong", WRONG)
def test_wrong_codes_cost_the_same_queries(client, report, wrong, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.post(FOLLOW, {"code": wrong})


def test_code_in_the_address_does_nothing(client, report, code):
    assert report.reference not in client.get(FOLLOW, {"code": code}).content.decode()


def test_answer_is_not_kept_by_caches(client, report, code):
    assert "no-store" in client.post(FOLLOW, {"code": code}).headers["Cache-Control"]


@pytest.mark.parametrize("count", [1, 10])
def test_queries_do_not_grow_with_the_history(
    client, report, code, count, django_assert_num_queries
):
    for _time in range(count):
        press(press(report, Move.ASK_MORE, "Lisää?"), Move.REOPEN)

    with django_assert_num_queries(2):  # code with report, history
        client.post(FOLLOW, {"code": code})


def test_too_many_wrong_codes_slow_down_one_place_and_no_other(report, code):
    trying, elsewhere = Client(REMOTE_ADDR="192.0.2.1"), Client(REMOTE_ADDR="192.0.2.2")
    for _time in range(MOST_FAILURES):
        assert trying.post(FOLLOW, {"code": "wrong"}).status_code == 200

    refused = trying.post(FOLLOW, {"code": code})

    assert refused.status_code == 429
    assert "Too many attempts. Wait 10 minutes." in refused.content.decode()
    assert report.reference in elsewhere.post(FOLLOW, {"code": code}).content.decode()


def test_header_of_the_client_itself_is_not_believed(report):
    for number in range(MOST_FAILURES):
        trying = Client(REMOTE_ADDR="192.0.2.1", headers={"X-Forwarded-For": f"203.0.113.{number}"})
        trying.post(FOLLOW, {"code": "wrong"})

    assert trying.post(FOLLOW, {"code": "wrong"}).status_code == 429


def test_behind_the_proxy_its_own_entry_counts(report, settings):
    settings.TRUSTED_PROXY_COUNT = 1
    for number in range(MOST_FAILURES):
        forged = {"X-Forwarded-For": f"203.0.113.{number}, 192.0.2.9"}
        Client(headers=forged).post(FOLLOW, {"code": "wrong"})

    one = Client(headers={"X-Forwarded-For": "1.1.1.1, 192.0.2.9"})
    other = Client(headers={"X-Forwarded-For": "1.1.1.1, 192.0.2.10"})
    assert one.post(FOLLOW, {"code": "wrong"}).status_code == 429
    assert other.post(FOLLOW, {"code": "wrong"}).status_code == 200


def test_addresses_are_kept_neither_in_the_cache_nor_under_a_lasting_mark(report, monkeypatch):
    marks = []
    memory = caches["memory"]
    add = memory.add

    def seen(key, *rest, **options):
        marks.append(key)
        return add(key, *rest, **options)

    monkeypatch.setattr(memory, "add", seen)

    Client(REMOTE_ADDR="192.0.2.1").post(FOLLOW, {"code": "wrong"})
    memory.clear()  # as at the end of the day: the salt is gone
    Client(REMOTE_ADDR="192.0.2.1").post(FOLLOW, {"code": "wrong"})

    assert "192.0.2.1" not in str(marks)
    counted = [mark for mark in marks if "salt" not in mark]
    assert len(set(counted)) == 2


@pytest.mark.parametrize("code", ["", " "])
def test_no_code_is_asked_for(client, code):
    assert "Enter the tracking code" in client.post(FOLLOW, {"code": code}).content.decode()
