"""What an organiser does on the pages of an award round."""

from django.urls import reverse

REPORTS = "admin:experiments_report_changelist"


def round_page(award_round):
    return reverse("admin:experiments_awardround_change", args=[award_round.pk])


def category_page(category):
    return reverse("admin:experiments_awardcategory_change", args=[category.pk])


def release_page(award_round, name):
    return reverse(f"admin:experiments_awardround_{name}", args=[award_round.pk])


def confirm(client, award_round, name):
    """Open the page of confirmation and press its button."""
    address = release_page(award_round, name)
    page = client.get(address)
    return client.post(address, {"seen": page.context["form"]["seen"].value()})


def put_on_shortlist(client, award_round, *reports):
    chosen = {"action": f"nominate_{award_round.year}", "_selected_action": [r.pk for r in reports]}
    return client.post(f"{reverse(REPORTS)}?state=all", chosen, follow=True)


def typed_into(client, category, *changes):
    """Return the fields of the category's page as they stand, with changes for each nominee."""
    formset = client.get(category_page(category)).context["inline_admin_formsets"][0].formset
    data = {field.html_name: field.value() for field in formset.management_form}
    for number, form in enumerate(formset.forms):
        fields = {name: form[name].value() or "" for name in form.fields}
        changed = changes[number] if number < len(changes) else {}
        data |= {form.add_prefix(name): value for name, value in (fields | changed).items()}
    return {name: value for name, value in data.items() if value is not False}
