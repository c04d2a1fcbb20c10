from django.db import migrations
from django.db.models import F


def take_the_name(apps, schema_editor):
    apps.get_model("office", "Cohort").objects.filter(plain_name="").update(plain_name=F("name"))


class Migration(migrations.Migration):
    dependencies = [
        ("office", "0004_plain_names_of_cohorts"),
    ]

    operations = [
        migrations.RunPython(take_the_name, migrations.RunPython.noop),
    ]
