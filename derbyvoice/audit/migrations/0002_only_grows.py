from django.db import migrations

from derbyvoice.audit.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [AppendOnly("audit_event"), AppendOnly("audit_reading"), AppendOnly("audit_dayseal")]
