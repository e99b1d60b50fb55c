"""Versions of sent reports, which the database itself refuses to change.

Deleting stays possible: a report that is erased takes its versions with it. A report sent before
this gets its first version when it is first changed.
"""

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

GUARD = {
    "sqlite": """CREATE TRIGGER reportversion_is_append_only
        BEFORE UPDATE ON experiments_reportversion
        BEGIN SELECT RAISE(ABORT, 'history is only added to'); END""",
    # The function is that of 0003.
    "postgresql": """CREATE TRIGGER reportversion_is_append_only
        BEFORE UPDATE ON experiments_reportversion
        FOR EACH ROW EXECUTE FUNCTION refuse_to_change_history()""",
}
UNGUARD = {
    "sqlite": "DROP TRIGGER reportversion_is_append_only",
    "postgresql": "DROP TRIGGER reportversion_is_append_only ON experiments_reportversion",
}


def guard(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute(GUARD[schema_editor.connection.vendor])


def unguard(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute(UNGUARD[schema_editor.connection.vendor])


class Migration(migrations.Migration):
    dependencies = [
        ("experiments", "0011_ways_of_old_revelations"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReportVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "role",
                    models.CharField(
                        choices=[("author", "Author"), ("handler", "Handler")],
                        max_length=10,
                        verbose_name="in what role",
                    ),
                ),
                ("snapshot", models.JSONField(verbose_name="text")),
                ("changed", models.JSONField(default=list, verbose_name="what changed")),
                (
                    "restores",
                    models.PositiveIntegerField(null=True, verbose_name="brings back version"),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by whom",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="experiments.report",
                        verbose_name="report",
                    ),
                ),
            ],
            options={
                "verbose_name": "version",
                "verbose_name_plural": "versions",
                "ordering": ["report", "number"],
                "get_latest_by": "number",
                "default_permissions": (),
                "indexes": [models.Index(fields=["-at", "-id"], name="version_newest")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("report", "number"), name="version_number_is_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="version_numbers_begin_at_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("role", "author"),
                            models.Q(("actor__isnull", False), ("role", "handler")),
                            _connector="OR",
                        ),
                        name="version_by_staff_names_them",
                    ),
                ],
            },
        ),
        migrations.RunPython(guard, unguard),
    ]
