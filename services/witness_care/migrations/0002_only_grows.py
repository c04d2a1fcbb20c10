from django.db import migrations

from derbyvoice.audit.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("witness_care", "0001_initial"), ("audit", "0002_only_grows")]
    operations = [AppendOnly("witness_care_requeststep")]
