"""Teaches SQLite what PostgreSQL knows of Finnish: the alphabet, and that Ö is the capital of ö."""

import re
from functools import lru_cache
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from experiments.language import finnish_sort_key
from experiments.models.agency import FINNISH


def teach_finnish(connection: BaseDatabaseWrapper, **_kwargs: Any) -> None:
    """Give a new SQLite connection the Finnish collation and a LIKE that knows all letters' cases.

    SQLite's own LIKE ignores case in ASCII only, so a search for “työ” would miss “TYÖ”.
    Connected to Django's connection_created signal.
    """
    if connection.vendor != "sqlite":
        return
    connection.connection.create_collation(FINNISH, _compare)
    connection.connection.create_function("like", 2, _like, deterministic=True)
    connection.connection.create_function("like", 3, _like, deterministic=True)


def _compare(left: str, right: str) -> int:
    left_key, right_key = finnish_sort_key(left), finnish_sort_key(right)
    return (left_key > right_key) - (left_key < right_key)


def _like(pattern: str | None, text: object, escape: str = "\\") -> bool | None:
    if pattern is None or text is None:
        return None
    return _pattern(pattern.casefold(), escape).fullmatch(str(text).casefold()) is not None


@lru_cache(maxsize=256)
def _pattern(pattern: str, escape: str) -> re.Pattern[str]:
    """Translate a LIKE pattern: % is any text, _ a character; the escape makes the next plain."""
    parts, characters = [], iter(pattern)
    for character in characters:
        if character == escape:
            parts.append(re.escape(next(characters, "")))
        else:
            parts.append({"%": ".*", "_": "."}.get(character, re.escape(character)))
    return re.compile("".join(parts), re.DOTALL)
