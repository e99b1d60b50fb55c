"""The table of the shared cache, where it is kept in the database; CACHES names it."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def make_tables(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    # Does nothing where the table is there already or another kind of cache is set.
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


def drop_tables(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for cache in settings.CACHES.values():
        if cache["BACKEND"].endswith("DatabaseCache"):
            table = schema_editor.quote_name(cache["LOCATION"])
            schema_editor.execute(f"DROP TABLE IF EXISTS {table}")


class Migration(migrations.Migration):
    dependencies = [("experiments", "0006_report_author")]

    operations = [migrations.RunPython(make_tables, drop_tables)]
