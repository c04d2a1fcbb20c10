import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Where people go on and stop is footfall. "Passage" is the name of a text elsewhere."""

    dependencies = [
        ("questionnaires", "0003_drafts_and_sets"),
        ("responses", "0008_figures_stand"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="passage", name="passage_once"),
        migrations.RenameModel(old_name="Passage", new_name="Footfall"),
        migrations.AlterField(
            model_name="footfall",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="footfall",
                to="questionnaires.version",
            ),
        ),
        migrations.AlterModelOptions(
            name="footfall",
            options={"ordering": ["version", "wave", "at", "onward"], "verbose_name_plural": "footfall"},
        ),
        migrations.AddConstraint(
            model_name="footfall",
            constraint=models.UniqueConstraint(
                fields=["version", "wave", "at", "onward"],
                name="footfall_once",
                violation_error_message="This step is counted already.",
            ),
        ),
    ]
