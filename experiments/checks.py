"""What `manage.py check` tells of this installation."""

from importlib.util import find_spec
from typing import Any

from django.core import checks

from experiments.language import has_finnish_dictionary


@checks.register
def finnish_dictionary(**_kwargs: Any) -> list[checks.CheckMessage]:
    """Warn when Finnish words can only be stemmed: “työajan” will not find “työaika”."""
    # Being there is enough of pyvoikko: loading it takes seconds, and checks run at every command.
    if find_spec("pyvoikko") or has_finnish_dictionary():
        return []
    return [
        checks.Warning(
            "No dictionary of Finnish: the search knows neither inflection well nor compounds.",
            hint="Install pyvoikko and kfst-rs (pip), or libvoikko with its dictionary, then run "
            "manage.py reindex.",
            id="experiments.W001",
        )
    ]
