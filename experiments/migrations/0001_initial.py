"""The first tables, and the Finnish collation they sort by."""

import uuid

import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.contrib.postgres.operations import CreateCollation
from django.db import migrations, models

import experiments.models.picture
import experiments.models.user


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        # SQLite gets the same collation from experiments.sqlite at each connection.
        CreateCollation("fi_icu", provider="icu", locale="fi-FI"),
        migrations.CreateModel(
            name="Agency",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(unique=True, verbose_name="slug")),
                (
                    "name_fi",
                    models.CharField(
                        db_collation="fi_icu", max_length=150, verbose_name="name in Finnish"
                    ),
                ),
                (
                    "name_sv",
                    models.CharField(
                        blank=True,
                        db_collation="fi_icu",
                        max_length=150,
                        verbose_name="name in Swedish",
                    ),
                ),
                (
                    "name_en",
                    models.CharField(
                        blank=True,
                        db_collation="fi_icu",
                        max_length=150,
                        verbose_name="name in English",
                    ),
                ),
                (
                    "abbreviation",
                    models.CharField(blank=True, max_length=30, verbose_name="abbreviation"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("ministry", "Ministries"),
                            ("agency", "Agencies"),
                            ("institute", "Research institutes"),
                            ("court", "Courts"),
                            ("regional", "Regional administration"),
                            ("enterprise", "State enterprises"),
                            ("company", "State-owned companies"),
                            ("other", "Others"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "email_domains",
                    models.CharField(
                        blank=True,
                        help_text="Separated by spaces.",
                        max_length=200,
                        verbose_name="email domains",
                    ),
                ),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="first day")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="last day")),
                (
                    "successor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="predecessors",
                        to="experiments.agency",
                        verbose_name="successor",
                    ),
                ),
            ],
            options={
                "verbose_name": "agency",
                "verbose_name_plural": "agencies",
                "ordering": ["name_fi"],
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "email",
                    models.EmailField(max_length=254, unique=True, verbose_name="email address"),
                ),
                ("name", models.CharField(blank=True, max_length=150, verbose_name="name")),
                (
                    "language",
                    models.CharField(
                        choices=[("fi", "suomi"), ("sv", "svenska"), ("en", "English")],
                        default="fi",
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
                (
                    "is_staff",
                    models.BooleanField(
                        default=False,
                        help_text="What may be done there depends on the groups.",
                        verbose_name="may open the admin",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Take this off instead of deleting an account.",
                        verbose_name="active",
                    ),
                ),
                (
                    "date_joined",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="joined"
                    ),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="staff",
                        to="experiments.agency",
                        verbose_name="agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "user",
                "verbose_name_plural": "users",
                "ordering": ["email"],
            },
            managers=[
                ("objects", experiments.models.user.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name="AwardRound",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(unique=True, verbose_name="year")),
                ("opens_on", models.DateField(verbose_name="first day")),
                ("closes_on", models.DateField(verbose_name="last day")),
                (
                    "shortlist_released_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="shortlist released"
                    ),
                ),
                (
                    "winners_released_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="winners released"
                    ),
                ),
            ],
            options={
                "verbose_name": "award round",
                "verbose_name_plural": "award rounds",
                "ordering": ["-year"],
                "permissions": [
                    ("organise_award", "Can organise the award and release its results")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("closes_on__gte", models.F("opens_on"))),
                        name="round_closes_after_it_opens",
                        violation_error_message="The last day must not be before the first day.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("year__gte", 2016), ("year__lte", 2100)),
                        name="round_year_is_sensible",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("winners_released_at__isnull", True),
                            ("shortlist_released_at__isnull", False),
                            _connector="OR",
                        ),
                        name="round_shortlist_before_winners",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AwardCategory",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("experiment", "Experiment"), ("revelation", "Revelation")],
                        max_length=12,
                        verbose_name="kind of reports",
                    ),
                ),
                ("name_fi", models.CharField(max_length=80, verbose_name="name in Finnish")),
                ("name_sv", models.CharField(max_length=80, verbose_name="name in Swedish")),
                ("name_en", models.CharField(max_length=80, verbose_name="name in English")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                (
                    "award_round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="categories",
                        to="experiments.awardround",
                        verbose_name="award round",
                    ),
                ),
            ],
            options={
                "verbose_name": "award category",
                "verbose_name_plural": "award categories",
                "ordering": ["award_round", "position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, unique=True, verbose_name="key"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("experiment", "Experiment"), ("revelation", "Revelation")],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("fi", "suomi"), ("sv", "svenska"), ("en", "English")],
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Submitted"),
                            ("more_information", "More information requested"),
                            ("published", "Published"),
                            ("not_published", "Not published"),
                            ("withdrawn", "Withdrawn"),
                            ("unpublished", "Unpublished"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        editable=False,
                        max_length=20,
                        null=True,
                        unique=True,
                        verbose_name="reference number",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="begun")),
                (
                    "submitted_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="submitted"),
                ),
                (
                    "published_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="published"),
                ),
                ("title", models.CharField(max_length=100, verbose_name="title")),
                ("summary", models.TextField(blank=True, max_length=600, verbose_name="summary")),
                ("link", models.URLField(blank=True, max_length=500, verbose_name="link")),
                (
                    "stage",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("planned", "Planned"),
                            ("running", "In progress"),
                            ("ended", "Completed"),
                        ],
                        max_length=10,
                        verbose_name="stage",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("adopted", "Stayed in use"),
                            ("changed", "Changed and went on"),
                            ("stopped", "Stopped, and we learned"),
                        ],
                        max_length=10,
                        verbose_name="what came of it",
                    ),
                ),
                (
                    "problem",
                    models.TextField(
                        blank=True, max_length=1000, verbose_name="what you wanted to solve"
                    ),
                ),
                (
                    "change",
                    models.TextField(
                        blank=True, max_length=1500, verbose_name="what you did differently"
                    ),
                ),
                (
                    "results",
                    models.TextField(blank=True, max_length=1500, verbose_name="what happened"),
                ),
                (
                    "lessons",
                    models.TextField(blank=True, max_length=1500, verbose_name="what you learned"),
                ),
                (
                    "tips",
                    models.TextField(blank=True, max_length=1500, verbose_name="tips for others"),
                ),
                ("started_on", models.DateField(blank=True, null=True, verbose_name="started")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended")),
                (
                    "decision_due_on",
                    models.DateField(blank=True, null=True, verbose_name="decision due"),
                ),
                (
                    "people_involved",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="people involved"
                    ),
                ),
                (
                    "customers_involved",
                    models.BooleanField(blank=True, null=True, verbose_name="customers involved"),
                ),
                (
                    "customers_how",
                    models.TextField(
                        blank=True, max_length=500, verbose_name="how customers were involved"
                    ),
                ),
                (
                    "looking_for",
                    models.TextField(blank=True, max_length=300, verbose_name="looking for"),
                ),
                (
                    "hours_saved",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        max_digits=9,
                        null=True,
                        verbose_name="hours saved a month",
                    ),
                ),
                (
                    "hours_basis",
                    models.CharField(
                        choices=[
                            ("measured", "Measured"),
                            ("estimated", "Estimated"),
                            ("unknown", "Not known yet"),
                        ],
                        default="unknown",
                        max_length=10,
                        verbose_name="basis of the hours",
                    ),
                ),
                (
                    "euros_saved",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        verbose_name="euros saved a year",
                    ),
                ),
                (
                    "euros_basis",
                    models.CharField(
                        choices=[
                            ("measured", "Measured"),
                            ("estimated", "Estimated"),
                            ("unknown", "Not known yet"),
                        ],
                        default="unknown",
                        max_length=10,
                        verbose_name="basis of the euros",
                    ),
                ),
                (
                    "nerves_spared",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("none", "Not at all"),
                            ("little", "A little"),
                            ("some", "Somewhat"),
                            ("much", "A lot"),
                            ("huge", "Enormously"),
                        ],
                        max_length=10,
                        verbose_name="nerves spared",
                    ),
                ),
                (
                    "nerves_basis",
                    models.CharField(
                        choices=[
                            ("measured", "Measured"),
                            ("estimated", "Estimated"),
                            ("unknown", "Not known yet"),
                        ],
                        default="unknown",
                        max_length=10,
                        verbose_name="basis of the nerves",
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("law", "The law"),
                            ("own_rule", "Our own rule or instruction"),
                            ("habit", "Habit"),
                            ("unknown", "I do not know"),
                        ],
                        max_length=10,
                        verbose_name="where it comes from",
                    ),
                ),
                (
                    "affected",
                    models.TextField(
                        blank=True, max_length=600, verbose_name="whom it affects and how often"
                    ),
                ),
                (
                    "proposal",
                    models.TextField(
                        blank=True, max_length=1500, verbose_name="what should be done instead"
                    ),
                ),
                (
                    "barrier_state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("being_dismantled", "Being dismantled"),
                            ("dismantled", "Dismantled"),
                            ("stays", "Stays"),
                        ],
                        default="open",
                        max_length=20,
                        verbose_name="state of the barrier",
                    ),
                ),
                (
                    "barrier_note",
                    models.TextField(
                        blank=True, max_length=600, verbose_name="note on the barrier"
                    ),
                ),
                (
                    "agency_reply",
                    models.TextField(
                        blank=True, max_length=1000, verbose_name="the agency's reply"
                    ),
                ),
                (
                    "other_agency",
                    models.CharField(blank=True, max_length=150, verbose_name="other agency"),
                ),
                (
                    "author_name",
                    models.CharField(blank=True, max_length=150, verbose_name="author's name"),
                ),
                (
                    "author_email",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="author's email address"
                    ),
                ),
                (
                    "name_consent_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="consent to publish the name"
                    ),
                ),
                (
                    "may_be_contacted",
                    models.BooleanField(default=False, verbose_name="colleagues may get in touch"),
                ),
                (
                    "help_languages",
                    models.JSONField(blank=True, default=list, verbose_name="languages of help"),
                ),
                (
                    "takes_part_in_award",
                    models.BooleanField(default=True, verbose_name="takes part in the award"),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="experiments.agency",
                        verbose_name="agency",
                    ),
                ),
                (
                    "partners",
                    models.ManyToManyField(
                        blank=True,
                        related_name="partner_reports",
                        to="experiments.agency",
                        verbose_name="partner agencies",
                    ),
                ),
            ],
            options={
                "verbose_name": "report",
                "verbose_name_plural": "reports",
                "ordering": ["-published_at", "-pk"],
                "permissions": [
                    ("handle_report", "Can read what is sent and decide on it"),
                    ("judge_report", "Can score reports in the jury"),
                ],
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="Picture",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                (
                    "image",
                    models.ImageField(
                        height_field="height",
                        upload_to=experiments.models.picture.storage_name,
                        verbose_name="picture",
                        width_field="width",
                    ),
                ),
                (
                    "width",
                    models.PositiveIntegerField(editable=False, verbose_name="width in pixels"),
                ),
                (
                    "height",
                    models.PositiveIntegerField(editable=False, verbose_name="height in pixels"),
                ),
                (
                    "text_alternative",
                    models.CharField(blank=True, max_length=300, verbose_name="text alternative"),
                ),
                (
                    "is_decorative",
                    models.BooleanField(default=False, verbose_name="purely decorative"),
                ),
                (
                    "has_rights",
                    models.BooleanField(default=False, verbose_name="right to publish confirmed"),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pictures",
                        to="experiments.report",
                        verbose_name="report",
                    ),
                ),
            ],
            options={
                "verbose_name": "picture",
                "verbose_name_plural": "pictures",
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="Nomination",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("nominee", "Nominee"),
                            ("mention", "Honourable mention"),
                            ("winner", "Winner"),
                        ],
                        default="nominee",
                        max_length=10,
                        verbose_name="result",
                    ),
                ),
                (
                    "citation_fi",
                    models.TextField(
                        blank=True, max_length=600, verbose_name="citation in Finnish"
                    ),
                ),
                (
                    "citation_sv",
                    models.TextField(
                        blank=True, max_length=600, verbose_name="citation in Swedish"
                    ),
                ),
                (
                    "citation_en",
                    models.TextField(
                        blank=True, max_length=600, verbose_name="citation in English"
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="nominations",
                        to="experiments.awardcategory",
                        verbose_name="award category",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="nominations",
                        to="experiments.report",
                        verbose_name="report",
                    ),
                ),
            ],
            options={
                "verbose_name": "nomination",
                "verbose_name_plural": "nominations",
                "ordering": ["category", "pk"],
            },
        ),
        migrations.CreateModel(
            name="AuthorLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "digest",
                    models.CharField(
                        max_length=64, unique=True, verbose_name="digest of the secret"
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="made")),
                ("expires_at", models.DateTimeField(verbose_name="expires")),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="experiments.report",
                        verbose_name="report",
                    ),
                ),
            ],
            options={
                "verbose_name": "author's link",
                "verbose_name_plural": "authors' links",
            },
        ),
        migrations.CreateModel(
            name="ReportTheme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "theme",
                    models.CharField(
                        choices=[
                            ("leadership", "Leadership"),
                            ("practices", "Ways of working"),
                            ("competence", "Skills"),
                            ("environment", "Working environment"),
                            ("technology", "New technology"),
                        ],
                        max_length=20,
                        verbose_name="theme",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="theme_rows",
                        to="experiments.report",
                        verbose_name="report",
                    ),
                ),
            ],
            options={
                "verbose_name": "theme",
                "verbose_name_plural": "themes",
            },
        ),
        migrations.CreateModel(
            name="StateChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "move",
                    models.CharField(
                        choices=[
                            ("submit", "Submit"),
                            ("publish", "Publish"),
                            ("ask_more", "Ask for more information"),
                            ("answer", "Send the completed report"),
                            ("decline", "Do not publish"),
                            ("reopen", "Return to the queue"),
                            ("unpublish", "Remove from publication"),
                            ("withdraw", "Withdraw submission"),
                        ],
                        max_length=20,
                        verbose_name="what was done",
                    ),
                ),
                (
                    "from_state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Submitted"),
                            ("more_information", "More information requested"),
                            ("published", "Published"),
                            ("not_published", "Not published"),
                            ("withdrawn", "Withdrawn"),
                            ("unpublished", "Unpublished"),
                        ],
                        max_length=20,
                        verbose_name="from",
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Submitted"),
                            ("more_information", "More information requested"),
                            ("published", "Published"),
                            ("not_published", "Not published"),
                            ("withdrawn", "Withdrawn"),
                            ("unpublished", "Unpublished"),
                        ],
                        max_length=20,
                        verbose_name="to",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("author", "Author"), ("handler", "Handler")],
                        max_length=10,
                        verbose_name="in what role",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="when")),
                ("note", models.TextField(blank=True, verbose_name="note")),
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
                        related_name="history",
                        to="experiments.report",
                        verbose_name="report",
                    ),
                ),
            ],
            options={
                "verbose_name": "state change",
                "verbose_name_plural": "state changes",
                "ordering": ["at", "pk"],
                "get_latest_by": ["at", "pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="agency",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "ministry",
                            "agency",
                            "institute",
                            "court",
                            "regional",
                            "enterprise",
                            "company",
                            "other",
                        ],
                    )
                ),
                name="agency_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="agency",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_from__isnull", True),
                    ("valid_to__isnull", True),
                    ("valid_to__gte", models.F("valid_from")),
                    _connector="OR",
                ),
                name="agency_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("email"),
                name="user_email_is_unique_in_any_case",
                violation_error_message="There is already an account with this email address.",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("email", ""), _negated=True), name="user_has_an_email"
            ),
        ),
        migrations.AddConstraint(
            model_name="awardcategory",
            constraint=models.UniqueConstraint(
                fields=("award_round", "name_fi"), name="category_name_is_unique_in_round"
            ),
        ),
        migrations.AddConstraint(
            model_name="awardcategory",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["experiment", "revelation"])),
                name="category_kind_is_known",
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                fields=["state", "-published_at", "-id"], name="report_newest_published"
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(fields=["state", "submitted_at"], name="report_queue"),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["experiment", "revelation"])),
                name="report_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(("language__in", ["fi", "sv", "en"])),
                name="report_language_is_known",
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
                        ],
                    )
                ),
                name="report_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(("stage__in", ["planned", "running", "ended", ""])),
                name="report_stage_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["adopted", "changed", "stopped", ""])),
                name="report_outcome_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(("origin__in", ["law", "own_rule", "habit", "unknown", ""])),
                name="report_origin_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("barrier_state__in", ["open", "being_dismantled", "dismantled", "stays"])
                ),
                name="report_barrier_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("hours_basis", "unknown"), ("hours_saved__isnull", True)),
                    models.Q(
                        ("hours_basis__in", ["measured", "estimated"]),
                        ("hours_saved__gte", 0),
                        ("hours_saved__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="report_hours_have_a_basis",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("euros_basis", "unknown"), ("euros_saved__isnull", True)),
                    models.Q(
                        ("euros_basis__in", ["measured", "estimated"]),
                        ("euros_saved__gte", 0),
                        ("euros_saved__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="report_euros_have_a_basis",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("nerves_basis", "unknown"), ("nerves_spared", "")),
                    models.Q(
                        ("nerves_basis__in", ["measured", "estimated"]),
                        ("nerves_spared__in", ["none", "little", "some", "much", "huge"]),
                    ),
                    _connector="OR",
                ),
                name="report_nerves_have_a_basis",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("reference__isnull", True),
                        ("state", "draft"),
                        ("submitted_at__isnull", True),
                    ),
                    models.Q(
                        models.Q(("state", "draft"), _negated=True),
                        ("reference__isnull", False),
                        ("submitted_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="report_reference_iff_sent",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "published"), _negated=True),
                    ("published_at__isnull", False),
                    _connector="OR",
                ),
                name="report_published_has_its_moment",
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
                        models.Q(("author_name", ""), _negated=True),
                        models.Q(("author_email", ""), _negated=True),
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
                    models.Q(("state__in", ("submitted", "published")), _negated=True),
                    ("kind", "revelation"),
                    models.Q(
                        models.Q(("stage", ""), _negated=True),
                        models.Q(("problem", ""), _negated=True),
                        models.Q(("change", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="experiment_sent_is_complete",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("submitted", "published")), _negated=True),
                    ("kind", "revelation"),
                    ("agency__isnull", False),
                    models.Q(("other_agency", ""), _negated=True),
                    _connector="OR",
                ),
                name="experiment_sent_names_an_agency",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("submitted", "published")), _negated=True),
                    models.Q(("stage", "ended"), _negated=True),
                    models.Q(
                        models.Q(("lessons", ""), _negated=True),
                        models.Q(("outcome", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="experiment_ended_has_lessons_and_outcome",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("submitted", "published")), _negated=True),
                    ("kind", "experiment"),
                    models.Q(
                        models.Q(("origin", ""), _negated=True),
                        models.Q(("proposal", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="revelation_sent_is_complete",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ("draft", "more_information")),
                    ("outcome", ""),
                    ("stage", "ended"),
                    _connector="OR",
                ),
                name="report_outcome_only_when_ended",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("started_on__isnull", True),
                    ("ended_on__isnull", True),
                    ("ended_on__gte", models.F("started_on")),
                    _connector="OR",
                ),
                name="report_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("people_involved__isnull", True), ("people_involved__gte", 1), _connector="OR"
                ),
                name="report_people_are_at_least_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("barrier_state", "stays"), _negated=True),
                    models.Q(("barrier_note", ""), _negated=True),
                    _connector="OR",
                ),
                name="report_barrier_that_stays_has_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="picture",
            constraint=models.UniqueConstraint(
                fields=("report", "position"), name="picture_position_is_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="picture",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_decorative", False), ("text_alternative", ""), _connector="OR"
                ),
                name="picture_that_decorates_has_no_alternative",
            ),
        ),
        migrations.AddConstraint(
            model_name="nomination",
            constraint=models.UniqueConstraint(
                fields=("category", "report"),
                name="report_is_nominated_once_in_category",
                violation_error_message="This report is already on the shortlist of this category.",
            ),
        ),
        migrations.AddConstraint(
            model_name="nomination",
            constraint=models.UniqueConstraint(
                condition=models.Q(("result", "winner")),
                fields=("category",),
                name="category_has_one_winner",
                violation_error_message="This category already has a winner. Change the other one first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="nomination",
            constraint=models.CheckConstraint(
                condition=models.Q(("result__in", ["nominee", "mention", "winner"])),
                name="nomination_result_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="reporttheme",
            constraint=models.UniqueConstraint(
                fields=("theme", "report"), name="report_has_a_theme_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="reporttheme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "theme__in",
                        ["leadership", "practices", "competence", "environment", "technology"],
                    )
                ),
                name="theme_is_known",
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
                        ],
                    )
                ),
                name="change_leads_to_a_known_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="statechange",
            constraint=models.CheckConstraint(
                condition=models.Q(("role", "author"), ("actor__isnull", False), _connector="OR"),
                name="change_by_staff_names_them",
            ),
        ),
    ]
