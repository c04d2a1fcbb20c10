"""The months and waves of the stands that are there, where they are certain.

A proof looks at the last two stands of a version; of older ones nothing is worked out. What is not certain stays empty,
and the ledger then treats the tables of that stand as lost: it keeps back more."""

from django.db import migrations
from django.db.models import Count, Max, Min

PEOPLE = 32_000


def number_of(day):
    return day and day.year * 12 + day.month - 1


def sizes_of(releases, key):
    """How many places the tables had for this subject; 0 for a filter, which does not tell."""
    for asked, counts in releases:
        if asked["rows"][0] == key:
            yield len(counts)
        if asked["columns"] and asked["columns"][0] == key:
            yield len(counts[0])
        if any(one == key for one, _ in (*asked["filters"], *asked["without"])):
            yield 0


def certain(releases, key, size):
    """Whether tables had just as many places as people show who are still there, so that they were the same places."""
    sizes = set(sizes_of(releases, key))
    return not sizes or (size in sizes and sizes <= {0, size})


def months_of(apps, stand, people, newest, releases):
    """Of the newest stand from the counters, which move only with stands; of the one before from who is still there."""
    if newest:
        settled = apps.get_model("insight", "Tally").objects.filter(version=stand.version_id, position=PEOPLE)
        found = settled.filter(settled__gt=0).aggregate(first=Min("month"), last=Max("month"))
    else:
        found = people.aggregate(first=Min("submitted_on"), last=Max("submitted_on"))
    first, last = number_of(found["first"]), number_of(found["last"])
    sure = newest or (first is not None and certain(releases, "month", last - first + 1))
    return (first, last) if sure else (None, None)


def waves_of(stand, people, newest, releases):
    """None where tables showed waves and people have left them since."""
    found = sorted([*row] for row in people.exclude(wave=None).order_by().values_list("wave").annotate(Count("pk")))
    named = any(sizes_of(releases, "wave"))
    left = named and newest and people.filter(nameless_on__gte=stand.settled_on).exists()
    return found if certain(releases, "wave", len(found) + 1) and not left else None


def fill(apps, schema_editor):
    Stand, Response = apps.get_model("insight", "Stand"), apps.get_model("responses", "Response")
    last = dict(Stand.objects.order_by().values_list("version").annotate(Max("number")))
    for stand in Stand.objects.order_by("pk"):
        newest = stand.number == last[stand.version_id]
        if not newest and stand.number < last[stand.version_id] - 1:
            continue
        people = Response.objects.filter(version=stand.version_id, stand__lte=stand.number)
        people = people.filter(state="received", may_count=True)
        releases = [row for row in stand.releases.values_list("asked", "counts") if row[1]]
        stand.first_month, stand.last_month = months_of(apps, stand, people, newest, releases)
        stand.waves = waves_of(stand, people, newest, releases)
        stand.save(update_fields=["first_month", "last_month", "waves"])


class Migration(migrations.Migration):

    dependencies = [
        ("insight", "0007_stands_keep_their_axes"),
        ("responses", "0010_leave_the_figures"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
