"""The search index, and the collation that compares its terms by their bytes."""

import django.db.models.deletion
from django.contrib.postgres.operations import CreateCollation
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("experiments", "0007_shared_cache")]

    operations = [
        # SQLite has it built in, under this name.
        CreateCollation("binary", provider="libc", locale="C"),
        migrations.CreateModel(
            name="IndexedReport",
            fields=[
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        serialize=False,
                        to="experiments.report",
                        verbose_name="report",
                    ),
                ),
                ("fingerprint", models.CharField(max_length=64, verbose_name="fingerprint")),
            ],
            options={
                "verbose_name": "indexed report",
                "verbose_name_plural": "indexed reports",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Posting",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "report_id",
                        "term",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "term",
                    models.CharField(db_collation="binary", max_length=80, verbose_name="term"),
                ),
                ("weight", models.FloatField(verbose_name="weight")),
                ("positions", models.TextField(blank=True, verbose_name="positions")),
                (
                    "report",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="postings",
                        to="experiments.report",
                        verbose_name="report",
                    ),
                ),
            ],
            options={
                "verbose_name": "posting",
                "verbose_name_plural": "postings",
                "default_permissions": (),
                "indexes": [models.Index(fields=["term", "report"], name="posting_by_term")],
            },
        ),
    ]
