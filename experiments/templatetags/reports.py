"""How a report looks where it has no picture, and how a field of the form is reached."""

from django import forms, template

from experiments.models import Report

register = template.Library()

_CROPS = 3


@register.filter
def tile(report: Report) -> str:
    """Return the classes of the report's pattern: by its first theme, cropped by its number."""
    theme = next(iter(report.themes), None)
    return f"tile t-{theme.value if theme else 'practices'} v{report.pk % _CROPS + 1}"


@register.filter
def first_control(field: forms.BoundField) -> str:
    """Return the id that a link to the field must lead to: a group's own first choice."""
    return f"{field.auto_id}_0" if field.use_fieldset else str(field.auto_id)
