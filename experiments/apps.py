"""The app and its admin site, as Django loads them."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.db.backends.signals import connection_created
from django.utils.translation import gettext_lazy as _


class ExperimentsConfig(AppConfig):
    name = "experiments"
    verbose_name = _("Work 2.0")
    default = True

    def ready(self) -> None:
        from experiments import checks, sqlite  # noqa: F401, PLC0415  (models must be loadable first)

        connection_created.connect(sqlite.teach_finnish)


class StaffAdminConfig(admin_apps.SimpleAdminConfig):
    """Django's admin with our own pages only, not those that other apps would bring.

    post_office would show the mails waiting to be sent, and the links in them are secret.
    """

    default = False
    default_site = "experiments.admin.site.StaffSite"

    def ready(self) -> None:
        super().ready()
        from experiments import admin  # noqa: F401, PLC0415  (as above)
