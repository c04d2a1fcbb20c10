from django.db import migrations

from derbyvoice.audit.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("contracts", "0003_access_by_contract"), ("audit", "0002_only_grows")]
    operations = [AppendOnly("contracts_breakoff")]
