"""The list of agencies."""

from django.contrib import admin

from experiments.models import Agency


@admin.register(Agency)
class AgencyAdmin(admin.ModelAdmin):
    list_display = ["name_fi", "name_sv", "abbreviation", "kind", "valid_from", "valid_to"]
    list_filter = ["kind"]
    list_per_page = 50
    search_fields = ["name_fi", "name_sv", "name_en", "abbreviation", "slug"]
    prepopulated_fields = {"slug": ["name_fi"]}
    fields = [
        "name_fi",
        "name_sv",
        "name_en",
        "abbreviation",
        "slug",
        "kind",
        "email_domains",
        "valid_from",
        "valid_to",
        "successor",
    ]
