"""How a report looks on a card and where it has no picture; how a field of the form is reached."""

from django import forms, template
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from experiments.analysis.marking import Piece, excerpt, marked
from experiments.models import Report

register = template.Library()

_CROPS = 3


@register.filter
def tile(report: Report) -> str:
    """Return the classes of the report's pattern: by its first theme, cropped by its number."""
    theme = next(iter(report.themes), None)
    return f"tile t-{theme.value if theme else 'practices'} v{report.pk % _CROPS + 1}"


@register.simple_tag(takes_context=True)
def with_marks(context: Context, text: str, language: str) -> SafeString:
    """Return the text with what `search` of the context looks for in <mark>, all of it escaped."""
    search = context.get("search")
    pieces = marked(text, language, search.terms if search else frozenset())
    return format_html_join("", "{}", ((_piece(piece),) for piece in pieces))


def _piece(piece: Piece) -> str:
    return format_html("<mark>{}</mark>", piece.text) if piece.is_match else piece.text


@register.simple_tag(takes_context=True)
def place_found(context: Context, report: Report) -> str:
    """Return the sentence where a search found the report, if title and summary do not tell."""
    search = context.get("search")
    if not search or any(
        piece.is_match
        for text in (report.title, report.summary)
        for piece in marked(text, report.language, search.terms)
    ):
        return ""
    return excerpt(report, search.terms)


@register.filter
def first_control(field: forms.BoundField) -> str:
    """Return the id that a link to the field must lead to: a group's own first choice."""
    return f"{field.auto_id}_0" if field.use_fieldset else str(field.auto_id)
