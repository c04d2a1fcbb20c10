"""Findings that are there begin their history with what they say now."""

from django.db import migrations

SAME = ("title", "summary", "what_we_did", "state", "written_at", "written_by_id", "published_at", "published_by_id")


def begin(apps, schema_editor):
    history = apps.get_model("insight", "HistoricalFinding")
    history.objects.bulk_create(
        history(
            id=row.pk,
            survey_id=row.survey_id,
            history_date=row.written_at,
            history_type="+",
            history_user_id=row.written_by_id,
            **{name: getattr(row, name) for name in SAME},
        )
        for row in apps.get_model("insight", "Finding").objects.order_by("pk")
    )


class Migration(migrations.Migration):

    dependencies = [("insight", "0011_history_of_findings")]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
