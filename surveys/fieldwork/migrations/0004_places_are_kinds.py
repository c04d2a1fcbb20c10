from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('fieldwork', '0003_what_was_held'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='session',
            name='debriefed',
        ),
        migrations.AlterField(
            model_name='session',
            name='place',
            field=models.CharField(choices=[('community', 'A community centre'), ('library', 'A library'), ('service', 'Rooms of a support service'), ('office', 'Rooms of the office'), ('home', 'Where the person lives'), ('phone', 'By telephone'), ('video', 'By video call'), ('other', 'Somewhere else')], max_length=12),
        ),
    ]
