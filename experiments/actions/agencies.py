"""Brings the register of agencies up to date with a CSV file; the file decides."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction

from experiments.language import clean_text
from experiments.models import Agency

_COLUMNS: Final = (
    *("name_fi", "name_sv", "name_en", "abbreviation", "kind", "email_domains"),
    *("valid_from", "valid_to"),
)
HEADER: Final = ("slug", *_COLUMNS, "successor_slug")


class AgencyFileError(Exception):
    """The file cannot be loaded; the text says which line and column is wrong, and how."""

    def __init__(self, problem: str, *, line: int, column: str = "") -> None:
        place = f"line {line}, column {column}" if column else f"line {line}"
        super().__init__(f"{place}: {problem}")


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many agencies of the file were new, differed, or were already so."""

    new: int
    changed: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of the file: the agency as it should be, and whose tasks went where."""

    line: int
    agency: Agency
    successor: str


@transaction.atomic
def load_agencies(*, lines: Iterable[str]) -> Loaded:
    """Add the agencies that are missing and correct those that differ, by slug, all or nothing.

    Agencies that the file does not know stay. Raises AgencyFileError at the first wrong line.
    """
    rows = _read(lines)
    known = {agency.slug: agency for agency in Agency.objects.select_related("successor")}
    new = [row for slug, row in rows.items() if slug not in known]
    changed = [row for slug, row in rows.items() if slug in known and _differs(row, known[slug])]
    Agency.objects.bulk_create(
        [row.agency for row in (*new, *changed)],
        update_conflicts=True,
        unique_fields=["slug"],
        update_fields=_COLUMNS,
    )
    _link_successors([*new, *changed])
    return Loaded(len(new), len(changed), len(rows) - len(new) - len(changed))


def _link_successors(rows: list[_Row]) -> None:
    """Point to the successors, once every agency has its row."""
    keys = dict(Agency.objects.values_list("slug", "pk"))
    agencies = [
        Agency(pk=keys[row.agency.slug], successor_id=keys.get(row.successor)) for row in rows
    ]
    Agency.objects.bulk_update(agencies, ["successor"])


def _differs(row: _Row, known: Agency) -> bool:
    successor = known.successor.slug if known.successor else ""
    return row.successor != successor or any(
        getattr(row.agency, column) != getattr(known, column) for column in _COLUMNS
    )


def _read(lines: Iterable[str]) -> dict[str, _Row]:
    reader = csv.DictReader(lines, strict=True)
    try:
        if tuple(reader.fieldnames or ()) != HEADER:
            raise AgencyFileError(f"the columns must be {', '.join(HEADER)}", line=1)
        rows: dict[str, _Row] = {}
        for values in reader:
            row = _row(values, line=reader.line_num)
            if row.agency.slug in rows:
                raise AgencyFileError(
                    f"{row.agency.slug} is already on line {rows[row.agency.slug].line}",
                    line=row.line,
                    column="slug",
                )
            rows[row.agency.slug] = row
    except csv.Error as error:
        # The line after the last good one: an open quotation mark only shows at the file's end.
        raise AgencyFileError(str(error), line=reader.line_num + 1) from error
    _check_successors(rows)
    return rows


def _row(values: dict[str, str], *, line: int) -> _Row:
    if len(values) != len(HEADER) or None in values.values():
        raise AgencyFileError(f"there must be {len(HEADER)} values", line=line)
    texts = {column: clean_text(text).strip() for column, text in values.items()}
    successor = texts.pop("successor_slug")
    agency = Agency(
        **texts | {"valid_from": texts["valid_from"] or None, "valid_to": texts["valid_to"] or None}
    )
    try:
        agency.clean_fields(exclude=["successor"])
    except ValidationError as error:
        column, problems = next(iter(error.message_dict.items()))
        raise AgencyFileError(" ".join(problems), line=line, column=column) from error
    if agency.valid_from and agency.valid_to and agency.valid_to < agency.valid_from:
        raise AgencyFileError("the last day is before the first", line=line, column="valid_to")
    return _Row(line, agency, successor)


def _check_successors(rows: dict[str, _Row]) -> None:
    for slug, row in rows.items():
        if row.successor and (row.successor == slug or row.successor not in rows):
            raise AgencyFileError(
                f"“{row.successor}” is not the slug of another line",
                line=row.line,
                column="successor_slug",
            )
