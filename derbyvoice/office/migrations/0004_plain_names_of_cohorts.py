from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("office", "0003_helplines_for_the_young"),
    ]

    operations = [
        migrations.AddField(
            model_name="cohort",
            name="plain_name",
            field=models.CharField(
                default="", help_text="In the words that people use of themselves.", max_length=120
            ),
            preserve_default=False,
        ),
    ]
