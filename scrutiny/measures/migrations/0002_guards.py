from django.db import migrations

from scrutiny.measures.guards import ComparatorsOnlyWhereAllowed


class Migration(migrations.Migration):
    dependencies = [("measures", "0001_initial")]
    operations = [ComparatorsOnlyWhereAllowed()]
