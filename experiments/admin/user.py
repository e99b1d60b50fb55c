"""The accounts of staff: who may sign in, and what they may do."""

from collections.abc import Mapping
from typing import Any, Final

from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.contrib.auth import admin as auth_admin
from django.contrib.auth.models import Group
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from experiments.forms.staff import NewUserForm, UserForm
from experiments.models import User

# Django's two boxes with arrows between them name their help in a way that screen readers may skip.
BOXES: Final[Mapping[type[models.Field], Mapping[str, Any]]] = {
    models.ManyToManyField: {"widget": CheckboxSelectMultiple}
}


@admin.register(User)
class UserAdmin(auth_admin.UserAdmin):
    """Django's own, with the email address in the user name's place."""

    form = UserForm
    add_form = NewUserForm
    list_display = ["email", "name", "agency", "is_staff", "is_active", "last_login"]
    list_filter = ["groups", "is_staff", "is_active"]
    list_select_related = ["agency"]
    search_fields = ["email", "name"]
    ordering = ["email"]
    actions = ["remove_second_factor"]
    filter_horizontal = []
    formfield_overrides = BOXES
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["email", "password", "name", "agency", "language"]}),
        (_("Rights"), {"fields": ["is_active", "is_staff", "is_superuser", "groups"]}),
        (_("Important dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["email", "name", "usable_password", "password1", "password2"]}),
    ]

    @admin.action(description=_("Remove the second factor (it was lost)"), permissions=["change"])
    def remove_second_factor(self, request: HttpRequest, users: models.QuerySet[User]) -> None:
        """Let people set up another: until then their password opens nothing but that page."""
        Authenticator.objects.filter(user__in=users).delete()
        for user in users:
            self.log_change(request, user, gettext("Removed the second factor."))
            messages.success(request, f"{user}: {gettext('Removed the second factor.')}")

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Protect accounts with a past: with one of them its lines in the log would go too."""
        deleted, counts, missing_rights, protected = super().get_deleted_objects(objs, request)
        past = LogEntry.objects.filter(user__in=[user.pk for user in objs])
        return deleted, counts, missing_rights, [*protected, *map(str, past)]


admin.site.unregister(Group)


@admin.register(Group)
class GroupAdmin(auth_admin.GroupAdmin):
    filter_horizontal = []
    formfield_overrides = BOXES
