import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("fieldwork", "0005_typed_in_and_handed_round")]
    operations = [
        migrations.AddField(
            model_name="session",
            name="reference",
            field=models.UUIDField(default=uuid.uuid4, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="session",
            name="words_gone_on",
            field=models.DateField(
                blank=True, editable=False, help_text="Since when nothing that was said stands here.", null=True
            ),
        ),
    ]
