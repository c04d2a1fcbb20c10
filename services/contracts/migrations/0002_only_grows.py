from django.db import migrations

from derbyvoice.audit.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("contracts", "0001_initial"), ("audit", "0002_only_grows")]
    operations = [AppendOnly("contracts_returnstep")]
