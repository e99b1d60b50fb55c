"""The three groups of staff, with what each may do."""

from typing import Any

from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

GROUPS = {
    "handler": ["view_report", "handle_report", "view_agency", "change_agency", "add_agency"],
    "juror": ["judge_report"],
    "organiser": [
        "view_report",
        "organise_award",
        "add_awardround",
        "change_awardround",
        "delete_awardround",
        "view_awardround",
        "add_awardcategory",
        "change_awardcategory",
        "delete_awardcategory",
        "view_awardcategory",
        "add_nomination",
        "change_nomination",
        "delete_nomination",
        "view_nomination",
    ],
}


def make_groups(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    # Permissions are otherwise made only after the last migration, too late for the groups.
    config = apps.get_app_config("experiments")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    permissions = apps.get_model("auth", "Permission").objects
    for name, codenames in GROUPS.items():
        group, _created = apps.get_model("auth", "Group").objects.get_or_create(name=name)
        group.permissions.set(
            permissions.filter(content_type__app_label="experiments", codename__in=codenames)
        )


def remove_groups(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("auth", "Group").objects.filter(name__in=GROUPS).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("experiments", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_groups, remove_groups)]
