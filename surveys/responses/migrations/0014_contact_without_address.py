"""Old rows that allow contact and hold no address: nobody could ever be reached, so nothing is allowed."""

from django.db import migrations


def take_out_the_tick(apps, schema_editor):
    responses = apps.get_model("responses", "Response").objects
    responses.filter(may_contact=True, address=None).update(may_contact=False)


class Migration(migrations.Migration):
    dependencies = [("responses", "0013_found_by_address")]
    operations = [migrations.RunPython(take_out_the_tick, migrations.RunPython.noop)]
