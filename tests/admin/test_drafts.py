import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from experiments.enums import Move
from experiments.models import Report
from tests.factories import ReportFactory

pytestmark = pytest.mark.django_db

TITLE = "Salainen luonnos"
MISSING = 999_999


@pytest.fixture(params=["handler", "administrator", "organiser"])
def staff(request):
    return request.getfixturevalue(request.param)


@pytest.fixture
def draft(db):
    return ReportFactory(title=TITLE, author_email="salainen@virasto.example")


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"q": TITLE},
        {"q": "salainen@virasto.example"},
        {"state": "draft"},
        {"state": "all"},
        {"state": "all", "o": "1"},
        {"state": "draft", "kind__exact": "experiment"},
        {"state": "all", "all": ""},
    ],
)
def test_draft_is_in_no_list_and_no_count(staff, draft, query):
    response = staff.get(reverse("admin:experiments_report_changelist"), query)
    page = response.content.decode().replace(f'value="{TITLE}"', "")  # the search box's own
    assert response.status_code == 200
    assert TITLE not in page
    assert response.context["cl"].result_count == 0
    assert "(1)" not in page


@pytest.mark.parametrize("lookup", ["state__exact", "state__in", "id", "id__exact", "reference"])
def test_draft_cannot_be_asked_for_by_a_lookup(staff, draft, lookup):
    answer = staff.get(reverse("admin:experiments_report_changelist"), {lookup: "draft"})
    assert answer.status_code == 400


@pytest.mark.parametrize("page", ["change", "history", "delete"])
def test_address_of_a_draft_answers_like_a_missing_one(staff, draft, page):
    answers = []
    for number in (draft.pk, MISSING):
        address = reverse(f"admin:experiments_report_{page}", args=[number])
        answer = staff.get(address, follow=True)
        body = answer.content.decode().replace(str(number), "N")
        answers.append((answer.status_code, [s for _url, s in answer.redirect_chain], len(body)))
        assert TITLE not in body
    assert answers[0] == answers[1]


def test_draft_can_be_neither_decided_on_nor_edited(staff, draft):
    for number in (draft.pk, MISSING):
        decide = reverse("admin:experiments_report_decide", args=[number, Move.PUBLISH])
        barrier = reverse("admin:experiments_report_barrier", args=[number])
        expected = 404 if staff.user.is_handler else 403
        assert staff.post(decide, {"seen": 0}).status_code == expected
        assert staff.post(barrier, {}).status_code == expected


def test_draft_is_not_completed_while_typing(staff, draft):
    query = {"app_label": "experiments", "model_name": "nomination", "field_name": "report"}
    answer = staff.get(reverse("admin:autocomplete"), {**query, "term": TITLE})
    assert TITLE not in answer.content.decode()


def test_draft_is_not_on_the_first_page(staff, draft):
    answer = staff.get(reverse("admin:index"))
    assert TITLE not in answer.content.decode()
    assert not any(pile.count for pile in answer.context["desk"].piles)


def test_no_redirect_tells_the_address_of_a_draft(staff, draft):
    """Django's own would: its address holds the title."""
    kind = ContentType.objects.get_for_model(Report)
    assert staff.get(f"{reverse('admin:index')}r/{kind.pk}/{draft.pk}/").status_code == 404
