"""The group of those to whom reports are transferred (Act 1171/2022)."""

from typing import Any

from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

NAME = "whistleblowing officer"
RIGHTS = ["view_report", "see_transferred"]


def make_group(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    # Permissions are otherwise made only after the last migration, too late for the group.
    config = apps.get_app_config("experiments")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    group, _created = apps.get_model("auth", "Group").objects.get_or_create(name=NAME)
    group.permissions.set(
        apps.get_model("auth", "Permission").objects.filter(
            content_type__app_label="experiments", codename__in=RIGHTS
        )
    )


def remove_group(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("auth", "Group").objects.filter(name=NAME).delete()


class Migration(migrations.Migration):
    dependencies = [("experiments", "0009_anonymous_revelations")]

    operations = [migrations.RunPython(make_group, remove_group)]
