"""Sessions were recorded after they took place, with a place in free words and one tick for the debrief."""

from django.db import migrations

PLACES = {
    "community": "community",
    "library": "library",
    "office": "office",
    "home": "home",
    "phone": "phone",
    "video": "video",
    "service": "service",
    "refuge": "service",
}


def tell_anew(apps, schema_editor):
    for session in apps.get_model("fieldwork", "Session").objects.all():
        words = session.place.lower()
        session.place = next((key for word, key in PLACES.items() if word in words), "other")
        session.state = "held"
        session.debrief = "everybody" if session.debriefed else ""
        session.save(update_fields=["place", "state", "debrief"])


class Migration(migrations.Migration):
    dependencies = [("fieldwork", "0002_sessions_in_full")]
    operations = [migrations.RunPython(tell_anew, migrations.RunPython.noop)]
