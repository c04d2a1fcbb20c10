import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("fieldwork", "0007_each_its_own_reference")]
    operations = [
        migrations.AlterField(
            model_name="session",
            name="reference",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
    ]
