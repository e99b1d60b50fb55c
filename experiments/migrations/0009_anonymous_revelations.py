"""Revelations without an author, their tracking codes, and the state of what was transferred."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# As in 0003. SQLite changes a constraint by writing the table anew, without its triggers.
GUARD = """CREATE TRIGGER IF NOT EXISTS statechange_is_append_only
BEFORE UPDATE ON experiments_statechange
BEGIN SELECT RAISE(ABORT, 'history is only added to'); END"""


def guard_again(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(GUARD)


class Migration(migrations.Migration):
    dependencies = [
        ("experiments", "0008_search_index"),
    ]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, guard_again),
        migrations.CreateModel(
            name="TrackingCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "digest",
                    models.CharField(max_length=64, unique=True, verbose_name="digest of the code"),
                ),
            ],
            options={
                "verbose_name": "tracking code",
                "verbose_name_plural": "tracking codes",
                "default_permissions": (),
            },
        ),
        migrations.AlterModelOptions(
            name="report",
            options={
                "default_permissions": ("view",),
                "ordering": ["-published_at", "-pk"],
                "permissions": [
                    ("handle_report", "Can read what is sent and decide on it"),
                    ("judge_report", "Can score reports in the jury"),
                    (
                        "see_transferred",
                        "Can read what was transferred to the whistleblowing officer",
                    ),
                ],
                "verbose_name": "report",
                "verbose_name_plural": "reports",
            },
        ),
        migrations.AlterModelOptions(
            name="statechange",
            options={
                "get_latest_by": ["pk"],
                "ordering": ["pk"],
                "verbose_name": "state change",
                "verbose_name_plural": "state changes",
            },
        ),
        migrations.RemoveConstraint(
            model_name="report",
            name="report_state_is_known",
        ),
        migrations.RemoveConstraint(
            model_name="report",
            name="report_sent_has_title_summary_author",
        ),
        migrations.RemoveConstraint(
            model_name="statechange",
            name="change_leads_to_a_known_state",
        ),
        migrations.AddField(
            model_name="report",
            name="authorship",
            field=models.CharField(
                blank=True,
                choices=[
                    ("named", "With my name"),
                    ("unnamed", "Published without a name"),
                    ("anonymous", "I submit anonymously"),
                ],
                max_length=10,
                verbose_name="authorship",
            ),
        ),
        migrations.AlterField(
            model_name="report",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("submitted", "Submitted"),
                    ("more_information", "More information requested"),
                    ("published", "Published"),
                    ("not_published", "Not published"),
                    ("withdrawn", "Withdrawn"),
                    ("unpublished", "Unpublished"),
                    ("transferred", "Transferred to the whistleblowing officer"),
                ],
                default="draft",
                editable=False,
                max_length=20,
                verbose_name="state",
            ),
        ),
        migrations.AlterField(
            model_name="statechange",
            name="from_state",
            field=models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("submitted", "Submitted"),
                    ("more_information", "More information requested"),
                    ("published", "Published"),
                    ("not_published", "Not published"),
                    ("withdrawn", "Withdrawn"),
                    ("unpublished", "Unpublished"),
                    ("transferred", "Transferred to the whistleblowing officer"),
                ],
                max_length=20,
                verbose_name="from",
            ),
        ),
        migrations.AlterField(
            model_name="statechange",
            name="move",
            field=models.CharField(
                choices=[
                    ("submit", "Submit"),
                    ("publish", "Publish"),
                    ("ask_more", "Ask for more information"),
                    ("answer", "Send the completed report"),
                    ("decline", "Do not publish"),
                    ("reopen", "Return to the queue"),
                    ("unpublish", "Remove from publication"),
                    ("withdraw", "Withdraw submission"),
                    ("transfer", "Transfer to the whistleblowing officer"),
                ],
                max_length=20,
                verbose_name="what was done",
            ),
        ),
        migrations.AlterField(
            model_name="statechange",
            name="to_state",
            field=models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("submitted", "Submitted"),
                    ("more_information", "More information requested"),
                    ("published", "Published"),
                    ("not_published", "Not published"),
                    ("withdrawn", "Withdrawn"),
                    ("unpublished", "Unpublished"),
                    ("transferred", "Transferred to the whistleblowing officer"),
                ],
                max_length=20,
                verbose_name="to",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "draft",
                            "submitted",
                            "more_information",
                            "published",
                            "not_published",
                            "withdrawn",
                            "unpublished",
                            "transferred",
                        ],
                    )
                ),
                name="report_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(("authorship__in", ["named", "unnamed", "anonymous", ""])),
                name="report_authorship_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("submitted", "published")), _negated=True),
                    models.Q(
                        models.Q(("title", ""), _negated=True),
                        models.Q(("summary", ""), _negated=True),
                        models.Q(
                            ("authorship", "anonymous"),
                            models.Q(
                                models.Q(("author_name", ""), _negated=True),
                                models.Q(("author_email", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="report_sent_has_title_summary_author",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("authorship", "anonymous"), _negated=True),
                    models.Q(
                        ("author__isnull", True),
                        ("author_email", ""),
                        ("author_name", ""),
                        ("kind", "revelation"),
                        ("may_be_contacted", False),
                    ),
                    _connector="OR",
                ),
                name="report_anonymous_names_nobody",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("name_consent_at__isnull", True),
                    models.Q(("authorship__in", ["unnamed", "anonymous"]), _negated=True),
                    _connector="OR",
                ),
                name="report_name_consent_only_with_a_name",
            ),
        ),
        migrations.AddConstraint(
            model_name="statechange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "to_state__in",
                        [
                            "draft",
                            "submitted",
                            "more_information",
                            "published",
                            "not_published",
                            "withdrawn",
                            "unpublished",
                            "transferred",
                        ],
                    )
                ),
                name="change_leads_to_a_known_state",
            ),
        ),
        migrations.AddField(
            model_name="trackingcode",
            name="report",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="tracking_code",
                to="experiments.report",
                verbose_name="report",
            ),
        ),
        migrations.RunPython(guard_again, migrations.RunPython.noop),
    ]
