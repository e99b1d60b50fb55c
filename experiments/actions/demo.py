"""Loads the made-up reports and award rounds of experiments/data, by the actions that people use.

So their states, references and history are as genuine as any. What is there already is skipped.
"""

import datetime as dt
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid5

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils.timezone import make_aware

from experiments.actions.award import (
    add_usual_categories,
    nominate,
    release_shortlist,
    release_winners,
)
from experiments.actions.demo_accounts import ACCOUNTS, make_accounts
from experiments.actions.pictures import Words, add_picture
from experiments.actions.renditions import rewrite
from experiments.actions.report import begin_report, decide, save_answers, send_report
from experiments.enums import TRANSITIONS, Authorship, Kind, Move, Role
from experiments.exceptions import ActionRefusedError
from experiments.models import Agency, AwardRound, Report, User

DATA: Final = Path(__file__).resolve().parents[1] / "data"
# A report's key follows from its id in the file, whatever becomes of its title.
_NAMESPACE: Final = UUID("0b1f8f0e-6d0c-4c55-9a55-2f1c3b7a9d20")
_WRITING_TIME: Final = dt.timedelta(minutes=25)
# What the file says of a report besides its columns.
_NOT_COLUMNS: Final = frozenset(
    ("id", "kind", "language", "themes", "agency", "partners", "name_consent", "picture", "moves")
)


def load_demo(*, tell: Callable[[str], None]) -> str:
    """Load what is missing of the demonstration, and return the password of its accounts.

    `tell` is given a line whenever some more is done. Each report and each round is loaded wholly
    or not at all, so a run that was stopped is completed by the next. Raises ActionRefusedError
    if the agencies are not loaded yet.
    """
    reports = sorted(_read("demo_reports.toml")["reports"], key=lambda each: each["moves"][0]["at"])
    agencies = _agencies(reports)
    password = make_accounts()
    tell(f"Accounts: {len(ACCOUNTS)}/{len(ACCOUNTS)}")
    with _mails_dropped():
        _load_reports(reports, agencies, tell=tell)
        _load_rounds(_read("demo_awards.toml")["rounds"], tell=tell)
    return password


def key_of(name: str) -> UUID:
    """Return the key of the demonstration report with this id."""
    return uuid5(_NAMESPACE, name)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"), parse_float=Decimal)


def _agencies(reports: list[dict[str, Any]]) -> dict[str, Agency]:
    agencies = Agency.objects.in_bulk(field_name="slug")
    needed = {account.agency for account in ACCOUNTS}.union(
        *({report["agency"], *report.get("partners", [])} for report in reports)
    )
    if missing := needed - agencies.keys():
        raise ActionRefusedError(
            f"These agencies are missing: {', '.join(sorted(missing))}. "
            "Load them first: manage.py load_agencies"
        )
    return agencies


@contextmanager
def _mails_dropped() -> Iterator[None]:
    """Send no mail meanwhile: what is loaded happened long ago, to nobody."""
    configured = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    try:
        yield
    finally:
        settings.EMAIL_BACKEND = configured


def _load_reports(
    reports: list[dict[str, Any]], agencies: dict[str, Agency], *, tell: Callable[[str], None]
) -> None:
    handler = User.objects.get(email=ACCOUNTS[0].email)
    keys = [key_of(report["id"]) for report in reports]
    known = set(Report.objects.filter(key__in=keys).values_list("key", flat=True))
    for number, (key, data) in enumerate(zip(keys, reports, strict=True), start=1):
        if key not in known:
            _load_report(data, agencies, handler)
        if number % 5 == 0 or number == len(reports):
            tell(f"Reports: {number}/{len(reports)}")


@transaction.atomic
def _load_report(data: dict[str, Any], agencies: dict[str, Agency], handler: User) -> None:
    report = begin_report(
        key=key_of(data["id"]), kind=Kind(data["kind"]), language=data["language"], by=None
    )
    sent_at = make_aware(data["moves"][0]["at"])
    columns = {name: value for name, value in data.items() if name not in _NOT_COLUMNS} | {
        "agency": agencies[data["agency"]],
        "name_consent_at": sent_at if data["name_consent"] else None,
        "created_at": sent_at - _WRITING_TIME,
    }
    if report.is_revelation:
        named = data["name_consent"]
        columns["authorship"] = Authorship.NAMED if named else Authorship.UNNAMED
    for name, value in columns.items():
        setattr(report, name, value)
    partners = [agencies[slug] for slug in data.get("partners", [])]
    save_answers(
        report=report,
        fields=columns,
        themes=data["themes"],
        partners=partners,
        at=columns["created_at"],
    )
    if "picture" in data:
        _add_picture(report, **data["picture"])
    for step in data["moves"]:
        report = _move(report, handler, **step)


def _add_picture(report: Report, *, file: str, alt: str) -> None:
    picture = SimpleUploadedFile(file, (DATA / "demo_pictures" / file).read_bytes())
    words = Words(alt, has_rights=True)
    add_picture(report=report, renditions=rewrite(picture), words=words)


def _move(report: Report, handler: User, *, move: str, at: dt.datetime, note: str = "") -> Report:
    """Send as the author, who has no account, or decide as the demonstration's handler."""
    if TRANSITIONS[Move(move)].role is Role.AUTHOR:
        return send_report(report=report, by=None, at=make_aware(at))
    return decide(report=report, move=Move(move), by=handler, at=make_aware(at), note=note)


def _load_rounds(rounds: list[dict[str, Any]], *, tell: Callable[[str], None]) -> None:
    known = set(AwardRound.objects.values_list("year", flat=True))
    for number, data in enumerate(rounds, start=1):
        if data["year"] not in known:
            _load_round(**data)
        tell(f"Award rounds: {number}/{len(rounds)}")


@transaction.atomic
def _load_round(
    *,
    nominations: list[dict[str, str]],
    shortlist_released_at: dt.datetime | None = None,
    winners_released_at: dt.datetime | None = None,
    **columns: Any,
) -> None:
    award_round = AwardRound.objects.create(**columns)
    add_usual_categories(award_round=award_round)
    for words in nominations:
        _nominate(award_round, **words)
    if shortlist_released_at:
        release_shortlist(award_round=award_round, at=make_aware(shortlist_released_at))
    if winners_released_at:
        release_winners(award_round=award_round, at=make_aware(winners_released_at))


def _nominate(award_round: AwardRound, *, report: str, **columns: str) -> None:
    nomination = nominate(report=Report.objects.get(key=key_of(report)), award_round=award_round)
    for name, value in columns.items():
        setattr(nomination, name, value)
    nomination.save(update_fields=columns)
