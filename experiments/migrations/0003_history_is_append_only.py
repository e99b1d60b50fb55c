"""The database itself refuses to change a line of a report's history.

Deleting stays possible: a report that is erased takes its history with it.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

GUARD = {
    "sqlite": [
        """CREATE TRIGGER statechange_is_append_only BEFORE UPDATE ON experiments_statechange
        BEGIN SELECT RAISE(ABORT, 'history is only added to'); END""",
    ],
    "postgresql": [
        """CREATE FUNCTION refuse_to_change_history() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'history is only added to'
        USING ERRCODE = 'restrict_violation'; END $$""",
        """CREATE TRIGGER statechange_is_append_only BEFORE UPDATE ON experiments_statechange
        FOR EACH ROW EXECUTE FUNCTION refuse_to_change_history()""",
    ],
}
UNGUARD = {
    "sqlite": ["DROP TRIGGER statechange_is_append_only"],
    "postgresql": [
        "DROP TRIGGER statechange_is_append_only ON experiments_statechange",
        "DROP FUNCTION refuse_to_change_history()",
    ],
}


def guard(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in GUARD[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def unguard(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in UNGUARD[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("experiments", "0002_groups")]

    operations = [migrations.RunPython(guard, unguard)]
