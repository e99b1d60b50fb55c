"""Signs in as people do: an address, the mail, the code in it."""

import re

from django.core import mail
from django.http import HttpResponse
from django.test import Client

SIGN_IN = "/en/sign-in/"
ENTER_CODE = "/en/sign-in/code/"
_CODE = re.compile(r"\b[A-Z]{4}-[A-Z]{4}\b")


def code_in(text: str) -> str:
    """Return the code that stands in a message."""
    found = _CODE.search(text)
    assert found, text
    return found.group()


def ask_for_code(client: Client, email: str) -> str:
    """Ask for a code, and return it from the newest message."""
    response = client.post(SIGN_IN, {"email": email})
    assert response.status_code == 302, response.context["form"].errors
    return code_in(str(mail.outbox[-1].body))


def sign_in(client: Client, email: str) -> HttpResponse:
    code = ask_for_code(client, email)
    return client.post(ENTER_CODE, {"code": code}, follow=True)
