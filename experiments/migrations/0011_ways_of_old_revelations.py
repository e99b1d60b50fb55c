"""Revelations sent before the choice was stored: what was chosen shows in the consent."""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def fill_in(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    report = apps.get_model("experiments", "Report")
    unknown = report.objects.filter(kind="revelation", authorship="").exclude(author_name="")
    unknown.filter(name_consent_at__isnull=False).update(authorship="named")
    unknown.filter(name_consent_at__isnull=True).update(authorship="unnamed")


class Migration(migrations.Migration):
    dependencies = [("experiments", "0010_whistleblowing_officer")]

    operations = [migrations.RunPython(fill_in, migrations.RunPython.noop)]
