"""Sessions of before share one reference, or have none: each gets its own."""

import uuid

from django.db import migrations


def fill(apps, schema_editor):
    sessions = apps.get_model("fieldwork", "Session").objects
    for pk in list(sessions.values_list("pk", flat=True)):
        sessions.filter(pk=pk).update(reference=uuid.uuid4())


class Migration(migrations.Migration):
    dependencies = [("fieldwork", "0006_references_and_words_gone")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
