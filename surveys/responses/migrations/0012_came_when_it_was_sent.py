"""Old rows: what was typed in came on the day on which the record says so; everything else when it was told."""

from django.db import migrations
from django.db.models import CharField, DateField, F, OuterRef, Subquery
from django.db.models.functions import Cast, Coalesce, Greatest, TruncDate

TYPED_IN = ("paper", "telephone")


def fill(apps, schema_editor):
    responses = apps.get_model("responses", "Response").objects
    responses.update(received_on=F("submitted_on"))
    told = {"verb": "sent", "subject_type": "responses.response", "subject_id": Cast(OuterRef("pk"), CharField())}
    events = apps.get_model("audit", "Event").objects.filter(**told).order_by("id")
    came = Subquery(events.values(day=TruncDate("at"))[:1], output_field=DateField())
    later = Greatest(F("submitted_on"), Coalesce(came, F("submitted_on")))
    responses.filter(channel__in=TYPED_IN).update(received_on=later)


class Migration(migrations.Migration):
    dependencies = [("responses", "0011_day_it_came"), ("audit", "0002_only_grows")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
