"""Findings rest on those of their people who are in the figures at this moment; from then on they move in steps."""

from django.db import migrations
from django.db.models import Count


def fill(apps, schema_editor):
    Finding, Evidence = apps.get_model("insight", "Finding"), apps.get_model("insight", "Evidence")
    inside = Evidence.objects.filter(
        response__state="received", response__may_count=True, response__stand__isnull=False
    ).order_by()
    found = {}
    for finding, version, people in inside.values_list("finding", "response__version").annotate(Count("pk")):
        found.setdefault(finding, {})[str(version)] = people
    for finding, numbers in found.items():
        Finding.objects.filter(pk=finding).update(rests_on=numbers)


class Migration(migrations.Migration):

    dependencies = [
        ("insight", "0009_findings_move_in_steps"),
        ("responses", "0010_leave_the_figures"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
