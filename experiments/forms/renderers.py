"""How all forms are drawn: one template for every field, so accessibility is fixed once."""

from django.forms.renderers import TemplatesSetting


class SiteRenderer(TemplatesSetting):
    field_template_name = "forms/field.html"
