from django.db import migrations, models


class Migration(migrations.Migration):
    """Pictures stored before it have no smaller copies: they are shown by the whole one."""

    dependencies = [("experiments", "0004_unfinished_pages")]

    operations = [
        migrations.AddField(
            model_name="picture",
            name="renditions",
            field=models.JSONField(default=list, editable=False, verbose_name="smaller copies"),
        ),
    ]
