"""What differs between two versions of a report, field by field and word by word."""

import datetime as dt
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Final

from django.db import models
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from experiments.enums import Theme
from experiments.models import Agency
from experiments.models.version import RELATED, VERSIONED, column

_WORD: Final = re.compile(r"\s+|\w+|[^\w\s]")
Snapshot = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a text, and whether they are in this version alone."""

    text: str
    is_changed: bool


@dataclass(frozen=True, slots=True)
class Change:
    """One field in two versions; `before` and `after` are empty where there was no answer."""

    label: str
    before: list[Piece]
    after: list[Piece]


def compare(before: Snapshot, after: Snapshot, *, agencies: Mapping[str, str]) -> list[Change]:
    """Return the fields that differ, in the order of the report.

    `before` may be empty: then every answer is new. `agencies` are names by slug, see names_in.
    """
    return [
        _change(name, before.get(name), after.get(name), agencies)
        for name in (*VERSIONED, *RELATED)
        if before.get(name) != after.get(name)
    ]


def labels_of(names: Collection[str]) -> list[str]:
    """Return the labels of these fields of a snapshot, in the order of the report."""
    return [_label(name) for name in (*VERSIONED, *RELATED) if name in names]


def names_in(snapshots: Iterable[Snapshot]) -> dict[str, str]:
    """Return the names of the agencies that the snapshots mention, by slug; one query."""
    slugs = set()
    for snapshot in snapshots:
        slugs |= {snapshot.get("agency"), *snapshot.get("partners", [])} - {None}
    return {agency.slug: agency.name for agency in Agency.objects.filter(slug__in=slugs)}


def word_pieces(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    """Cut both texts into pieces that are the same in both and pieces that are not."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    left: list[Piece] = []
    right: list[Piece] = []
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for words, pieces in ((old[i:j], left), (new[k:m], right)):
            if words:
                pieces.append(Piece("".join(words), is_changed=kind != "equal"))
    return left, right


def _change(name: str, before: Any, after: Any, agencies: Mapping[str, str]) -> Change:
    old, new = (_in_words(name, value, agencies) for value in (before, after))
    if name in VERSIONED and isinstance(column(name), (models.DateField, models.DecimalField)):
        # Half a date or half a number tells nothing.
        return Change(_label(name), _whole(old), _whole(new))
    return Change(_label(name), *word_pieces(old, new))


def _whole(text: str) -> list[Piece]:
    return [Piece(text, is_changed=True)] if text else []


def _label(name: str) -> str:
    match name:
        case "themes":
            return _("Themes")
        case "partners":
            return _("Partners")
        case "pictures":
            return _("Pictures")
    label = str(column(name).verbose_name)
    return label[:1].upper() + label[1:]


def _in_words(name: str, value: Any, agencies: Mapping[str, str]) -> str:
    if value in (None, "", []):
        return ""
    match name:
        case "agency":
            return agencies.get(value, value)
        case "partners":
            return "\n".join(agencies.get(slug, slug) for slug in value)
        case "themes":
            return "\n".join(str(Theme(theme).label) for theme in value)
        case "pictures":
            return "\n".join(map(_picture, value))
    return _column_in_words(column(name), value)


def _column_in_words(field: models.Field, value: Any) -> str:
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(field, models.DateField):
        return date_format(dt.date.fromisoformat(value), "SHORT_DATE_FORMAT")
    if isinstance(field, (models.DecimalField, models.IntegerField)):
        return number_format(field.to_python(value), force_grouping=True)
    return str(value)


def _picture(picture: Mapping[str, Any]) -> str:
    """Tell pictures apart by the end of the file's name too: their words may be the same."""
    words = picture["text_alternative"]
    if picture["is_decorative"]:
        words = _("The picture is purely decorative")
    return f"{words} ({picture['image'][-10:]})"
