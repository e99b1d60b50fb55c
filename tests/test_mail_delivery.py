"""Mail that really goes through the outbox and over SMTP."""

import email
import socket
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.core.management import call_command
from post_office.models import STATUS, Email
from pytest_django import Settings

from experiments.models import User
from tests.signing_in import ENTER_CODE, SIGN_IN, code_in

pytestmark = pytest.mark.django_db(transaction=True)


class Mailbox:
    """Keeps what the server is given."""

    def __init__(self) -> None:
        self.envelopes: list[Envelope] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.envelopes.append(envelope)
        return "250 OK"

    def messages(self) -> list[EmailMessage]:
        return [
            email.message_from_bytes(envelope.content, policy=policy.default)
            for envelope in self.envelopes
        ]


@pytest.fixture
def mailbox(settings: Settings) -> Iterator[Mailbox]:
    """A mail server that listens, and the service's outbox in front of it."""
    mailbox = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(mailbox, hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_BACKEND = "post_office.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield mailbox
    server.stop()


def test_code_that_came_over_smtp_signs_in(client, mailbox):
    client.post(SIGN_IN, {"email": "a@virasto.example"})
    assert mailbox.envelopes == []  # it waits in the outbox, which is a table

    call_command("send_queued_mail")

    [envelope], [message] = mailbox.envelopes, mailbox.messages()
    assert envelope.rcpt_tos == ["a@virasto.example"]
    code = code_in(message.get_content())
    assert message["Subject"].startswith(code)
    assert client.post(ENTER_CODE, {"code": code}).headers["Location"] == "/en/mine/"
    assert client.session["_auth_user_id"] == str(User.objects.get().pk)
    assert Email.objects.get().status == STATUS.sent
