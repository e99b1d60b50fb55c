"""Answers that complete the report form, a dictionary a page, as a browser sends them."""

from typing import Any

from django.test import Client

from experiments.models import Agency

UNKNOWN = {"hours_basis": "unknown", "euros_basis": "unknown", "nerves_basis": "unknown"}


def experiment_pages(agency: Agency) -> list[dict[str, Any]]:
    return [
        {
            "title": "Kävelykokous",
            "summary": "Pidimme viikkokokouksen kävellen.",
            "stage": "ended",
            "themes": ["practices", "environment"],
        },
        {
            "problem": "Kokouksissa istuttiin.",
            "change": "Lähdimme ulos.",
            "started_on": "1.2.2026",
            "ended_on": "5. 3. 2026",
            "people_involved": "1 200",
        },
        UNKNOWN
        | {
            "lessons": "Kengät ratkaisevat.",
            "outcome": "adopted",
            "hours_saved": "12,5",
            "hours_basis": "measured",
        },
        {"link": "www.example.fi/kavely"},
        {
            "agency": str(agency.pk),
            "author_name": "Tekijä Esimerkki",
            "author_email": "tekija@virasto.example",
            "may_be_contacted": "yes",
            "takes_part_in_award": "yes",
        },
    ]


def revelation_pages() -> list[dict[str, Any]]:
    return [
        {"authorship": "unnamed", "takes_part_in_award": "yes"},
        {
            "author_name": "Tekijä Esimerkki",
            "author_email": "tekija@virasto.example",
            "may_be_contacted": "no",
        },
        {
            "title": "Seitsemän hyväksyjää yhdelle junalipulle",
            "summary": "Kolme ei tiennyt, mitä hyväksyi.",
            "themes": ["practices"],
            "origin": "habit",
            "proposal": "Yksi hyväksyjä riittää.",
        },
    ]


def anonymous_pages() -> list[dict[str, Any]]:
    first, _who, practice = revelation_pages()
    return [first | {"authorship": "anonymous"}, practice]


def fill_in(client: Client, start: str, pages: list[dict[str, Any]]) -> str:
    """Begin a report, continue through its pages, and return the address of the check page."""
    address = client.post(start).headers["Location"]
    for answers in pages:
        response = client.post(address, answers)
        assert response.status_code == 302, response.context["form"].errors
        address = response.headers["Location"]
    return str(address)
