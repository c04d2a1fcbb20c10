from django.db import migrations

from derbyvoice.audit.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("retention", "0001_initial")]
    operations = [AppendOnly("retention_gone")]
