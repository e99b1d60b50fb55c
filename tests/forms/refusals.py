"""What the tests of typed values share."""

import pytest
from django.core.exceptions import ValidationError
from django.forms import Field

LANGUAGES = ["fi", "sv", "en"]
NO_BREAK, NARROW, MINUS = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}", "\N{MINUS SIGN}"


def codes(field: Field, typed: object) -> list[str]:
    """Return what the field finds wrong with what was typed; fails if it finds nothing."""
    with pytest.raises(ValidationError) as refusal:
        field.clean(typed)
    assert not any("%(" in text for text in refusal.value.messages)
    return [error.code for error in refusal.value.error_list]


def refusals(field: Field, typed: object) -> list[str]:
    """Return the texts of the refusal, or none; anything else that is raised fails the test."""
    try:
        field.clean(typed)
    except ValidationError as refusal:
        return refusal.messages
    return []
